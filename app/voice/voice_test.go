package voice_test

import (
	"strings"
	"testing"
	"time"

	"meguri/app/service/link"
	"meguri/app/testkit/apptest"
	"meguri/app/voice"
	"meguri/models"
	"meguri/models/modelstest"
)

var noon = time.Date(2026, 9, 20, 12, 0, 0, 0, time.UTC)

// fixture is an event that takes voices, at noon.
type fixture struct {
	*voice.Service
	t     *testing.T
	db    *models.DB
	event *models.Event
	now   time.Time
	// moderator decides.
	moderator models.Moderator
}

func newFixture(t *testing.T, db *models.DB, change ...func(in *voice.SettingsInput)) *fixture {
	t.Helper()
	f := &fixture{
		Service: voice.New(db, link.New([]byte("a key"))), t: t, db: db,
		event: modelstest.Summit(t, db, "s"+models.NewID()), now: noon,
	}
	f.event.State = models.EventPublished
	db.SetClock(func() time.Time { return f.now })
	in := &voice.SettingsInput{
		Open: true, Review: models.ReviewAfter, Naming: models.NamingEither,
		TitleJa: []string{"時間", "スキル"}, TitleEn: []string{"Time", ""}, Slug: []string{"", "skills"},
	}
	for _, c := range change {
		c(in)
	}
	f.must(f.SaveSettings(t.Context(), f.event, in))
	return f
}

func (f *fixture) must(err error) {
	f.t.Helper()
	if err != nil {
		f.t.Fatal(err)
	}
}

func (f *fixture) person() *models.Registration {
	f.t.Helper()
	return modelstest.Registration(f.t, f.db, f.event, "online")
}

func (f *fixture) says(r *models.Registration, said string) *models.Post {
	f.t.Helper()
	post, err := f.Write(f.t.Context(), f.event, r, &voice.Input{Kind: models.PostOpinion, Text: said})
	f.must(err)
	return post
}

func (f *fixture) page(r *models.Registration) *voice.RoomPage {
	f.t.Helper()
	page, err := f.RoomPage(f.t.Context(), f.event, r, voice.ListInput{})
	f.must(err)
	return page
}

func (f *fixture) votes(r *models.Registration, p *models.Post, given bool) int {
	f.t.Helper()
	n, err := f.Vote(f.t.Context(), f.event, r, p.ID, given)
	f.must(err)
	return n
}

func (f *fixture) decide(p *models.Post, in voice.DecisionInput) error {
	return f.Decide(f.t.Context(), f.event, f.moderator, p.ID, &in)
}

func texts(list []voice.Voice) (texts []string) {
	for _, v := range list {
		texts = append(texts, v.Text)
	}
	return texts
}

func TestWhatSomebodySaysIsReadByEverybody(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db)
		hanako, taro := f.person(), f.person()
		in := &voice.Input{ID: "one", Kind: models.PostQuestion, Text: "夜だけでもできますか。", Topic: "theme:time"}
		post, err := f.Write(t.Context(), f.event, hanako, in)
		f.must(err)
		again, err := f.Write(t.Context(), f.event, hanako, in)
		f.must(err)
		apptest.Equal(t, "the voice of the repeat", again.ID, post.ID)
		page := f.page(taro)
		apptest.Equal(t, "voices", texts(page.List.Voices), []string{"夜だけでもできますか。"})
		apptest.Equal(t, "theme", page.List.Voices[0].Theme.Slug, "time")
		apptest.Equal(t, "own of another", len(page.Own), 0)
		apptest.Equal(t, "own", len(f.page(hanako).Own), 1)
		if _, err := f.Write(t.Context(), f.event, taro, in); models.CodeOf(err) != models.CodeInvalid {
			t.Errorf("another person's request id: %v", err)
		}
	})
}

func TestEachPersonVotesOnce(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db)
		hanako, taro, jiro := f.person(), f.person(), f.person()
		post := f.says(hanako, "月に2時間")
		counts := make(chan error, 8)
		for range cap(counts) { // the same person, in several tabs at once
			go func() {
				_, err := f.Vote(t.Context(), f.event, taro, post.ID, true)
				counts <- err
			}()
		}
		for range cap(counts) {
			f.must(<-counts)
		}
		apptest.Equal(t, "votes of two", f.votes(jiro, post, true), 2)
		apptest.Equal(t, "taken back", f.votes(jiro, post, false), 1)
		apptest.Equal(t, "taken back again", f.votes(jiro, post, false), 1)
		apptest.Equal(t, "voted", f.page(taro).List.Voices[0].Voted, true)
		apptest.Equal(t, "not voted", f.page(jiro).List.Voices[0].Voted, false)
		_, err := f.Vote(t.Context(), f.event, hanako, post.ID, true)
		apptest.Equal(t, "for one's own", models.CodeOf(err), models.CodeConflict)
	})
}

func TestVoicesThatAreNoneOrNeedAReader(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db)
		for name, c := range map[string]struct {
			said  string
			code  models.Code
			state models.PostState
			kept  string // "" for as it was said
		}{
			"nothing":          {" \n ", models.CodeInvalid, "", ""},
			"5,000 characters": {strings.Repeat("長", 5000), models.CodeInvalid, "", ""},
			"only emoji":       {"👏👏👏", models.CodeInvalid, "", ""},
			"marks piled up":   {"z" + strings.Repeat("̷", 50) + "a", "", models.PostPublished, "z̷̷a"},
			"HTML":             {"<script>alert(1)</script>", "", models.PostPublished, ""},
			"a phone number":   {"電話は ０９０−１２３４−５６７８ です", "", models.PostHeld, ""},
			"an address":       {"hanako@mail.example へ", "", models.PostHeld, ""},
			"a link":           {"https://spam.example/ を見て", "", models.PostHeld, ""},
			"a year":           {"2025年は200人、2026年は3,000人", "", models.PostPublished, ""},
		} {
			t.Run(name, func(t *testing.T) {
				post, err := f.Write(t.Context(), f.event, f.person(), &voice.Input{Kind: models.PostOpinion, Text: c.said})
				apptest.Equal(t, "code", models.CodeOf(err), c.code)
				if err != nil {
					return
				}
				apptest.Equal(t, "state", post.State, c.state)
				if c.kept == "" {
					c.kept = c.said
				}
				apptest.Equal(t, "text", post.Text, c.kept)
			})
		}
	})
}

func TestWhoWritesAllTheTimeWaits(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db)
		hanako := f.person()
		results := make(chan models.Code, 300)
		for i := range cap(results) {
			go func() {
				in := &voice.Input{Kind: models.PostOpinion, Text: "もう一度", Named: i%2 == 0}
				_, err := f.Write(t.Context(), f.event, hanako, in)
				results <- models.CodeOf(err)
			}()
		}
		got := map[models.Code]int{}
		for range cap(results) {
			got[<-results]++
		}
		apptest.Equal(t, "answers", got, map[models.Code]int{"": 5, models.CodeTooMany: 295})
		f.now = f.now.Add(time.Minute + time.Second)
		f.says(hanako, "落ち着きました")
	})
}

func TestWhoMayTakePart(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		in := &voice.Input{Kind: models.PostOpinion, Text: "はい"}
		closed := newFixture(t, db, func(in *voice.SettingsInput) { in.Open = false })
		_, err := closed.Write(t.Context(), closed.event, closed.person(), in)
		apptest.Equal(t, "where voices are closed", models.CodeOf(err), models.CodeConflict)
		open := newFixture(t, db)
		waits := open.person()
		waits.State = models.RegistrationWaitlisted
		_, err = open.Write(t.Context(), open.event, waits, in)
		apptest.Equal(t, "who waits", models.CodeOf(err), models.CodeForbidden)
		_, err = open.Write(t.Context(), open.event, closed.person(), in)
		apptest.Equal(t, "of another event", models.CodeOf(err), models.CodeForbidden)
	})
}

func TestPeopleTakeTheirVoicesBack(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db)
		hanako, taro := f.person(), f.person()
		post := f.says(hanako, "やっぱり")
		err := f.Withdraw(t.Context(), f.event, taro, post.ID)
		apptest.Equal(t, "by another", models.CodeOf(err), models.CodeNotFound)
		f.must(f.Withdraw(t.Context(), f.event, hanako, post.ID))
		f.must(f.Withdraw(t.Context(), f.event, hanako, post.ID))
		apptest.Equal(t, "voices", len(f.page(taro).List.Voices), 0)
		own := f.page(hanako).Own[0]
		apptest.Equal(t, "text", own.Text, "")
		apptest.Equal(t, "steps", len(own.Steps), 3)
	})
}

func TestAVoiceTakenBackAfterTheEventIsNowhere(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db)
		hanako, taro := f.person(), f.person()
		post := f.says(hanako, "取り下げる声")
		f.votes(taro, post, true)
		f.must(f.AllowInRecord(t.Context(), f.event, hanako, post.ID, true))
		f.now = f.event.EndsAt.Add(24 * time.Hour)
		// seen is everywhere that others read voices.
		seen := func() (texts []string) {
			record, _, err := f.RecordPage(t.Context(), f.event)
			f.must(err)
			for _, theme := range record {
				for i := range theme.Voices {
					texts = append(texts, "record: "+theme.Voices[i].Text)
				}
			}
			items, _, err := f.Items(t.Context(), f.event, voice.ListInput{}, time.Time{})
			f.must(err)
			for i := range items {
				texts = append(texts, "API: "+items[i].Text)
			}
			for _, v := range f.page(taro).List.Voices {
				texts = append(texts, "room: "+v.Text)
			}
			alike, err := f.Similar(t.Context(), f.event, taro, "取り下げる声")
			f.must(err)
			for i := range alike {
				texts = append(texts, "offered: "+alike[i].Text)
			}
			return texts
		}
		apptest.Equal(t, "places before", len(seen()), 4)
		f.must(f.Withdraw(t.Context(), f.event, hanako, post.ID))
		apptest.Equal(t, "places after", len(seen()), 0)
		kept, err := db.Query(t.Context()).Posts().InEvent(f.event, post.ID)
		f.must(err)
		apptest.Equal(t, "the text that is kept", kept.Text, "")
	})
}
