package poll_test

import (
	"strings"
	"sync"
	"testing"
	"time"

	"meguri/app/poll"
	"meguri/app/service/link"
	"meguri/app/testkit/apptest"
	"meguri/models"
	"meguri/models/modelstest"
)

var noon = time.Date(2026, 9, 20, 12, 0, 0, 0, time.UTC)

type fixture struct {
	*poll.Service
	t     *testing.T
	db    *models.DB
	event *models.Event
	now   time.Time
}

func newFixture(t *testing.T, db *models.DB) *fixture {
	t.Helper()
	f := &fixture{
		Service: poll.New(db, link.New([]byte("a key"))), t: t, db: db,
		event: modelstest.Summit(t, db, "s"+models.NewID()), now: noon,
	}
	db.SetClock(func() time.Time { return f.now })
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

// opens is a poll that is open.
func (f *fixture) opens(kind models.PollKind, options string, change ...func(in *poll.Input)) *models.Poll {
	f.t.Helper()
	in := &poll.Input{TitleJa: "質問", Kind: kind, Options: options, Start: true}
	for _, c := range change {
		c(in)
	}
	saved, err := f.Save(f.t.Context(), f.event, "", in)
	f.must(err)
	return saved
}

func (f *fixture) answers(r *models.Registration, p *models.Poll, values ...string) error {
	return f.Answer(f.t.Context(), f.event, r, p.ID, map[string][]string{poll.Field: values})
}

func (f *fixture) sees(r *models.Registration, p *models.Poll) poll.Shown {
	f.t.Helper()
	page, err := f.Page(f.t.Context(), f.event, r, "")
	f.must(err)
	for _, shown := range append(page.Open, page.Past...) {
		if shown.ID == p.ID {
			return shown
		}
	}
	f.t.Fatal("the poll is not shown")
	return poll.Shown{}
}

// counts are how often each answer was given.
func (f *fixture) counts(p *models.Poll) (counts []int) {
	f.t.Helper()
	page, err := f.StaffPage(f.t.Context(), f.event)
	f.must(err)
	for _, b := range page.Find(p.ID).Result.Bars {
		counts = append(counts, b.Count)
	}
	return counts
}

func TestEachPersonHasOneAnswer(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db)
		hanako, taro := f.person(), f.person()
		t.Run("from two tabs at once", func(t *testing.T) {
			p := f.opens(models.PollSingle, "朝 | am\n夜 | pm")
			var tabs sync.WaitGroup
			for n := range 10 {
				tabs.Go(func() {
					if err := f.answers(hanako, p, []string{"am", "pm"}[n%2]); err != nil {
						t.Error(err)
					}
				})
			}
			tabs.Wait()
			counts := f.counts(p)
			apptest.Equal(t, "answers", counts[0]+counts[1], 1)
		})
		t.Run("which can be changed", func(t *testing.T) {
			p := f.opens(models.PollSingle, "朝 | am\n夜 | pm")
			f.must(f.answers(hanako, p, "am"))
			f.must(f.answers(hanako, p, "pm"))
			f.must(f.answers(taro, p, "pm"))
			apptest.Equal(t, "counts", f.counts(p), []int{0, 2})
			apptest.Equal(t, "own", f.sees(hanako, p).Own, []string{"pm"})
		})
		t.Run("or not, where the poll says so", func(t *testing.T) {
			p := f.opens(models.PollSingle, "朝 | am\n夜 | pm", func(in *poll.Input) { in.Fixed = true })
			f.must(f.answers(hanako, p, "am"))
			f.must(f.answers(hanako, p, "am")) // the button was pressed twice
			apptest.Equal(t, "another", models.CodeOf(f.answers(hanako, p, "pm")), models.CodeConflict)
			apptest.Equal(t, "counts", f.counts(p), []int{1, 0})
		})
		t.Run("while it is open", func(t *testing.T) {
			p := f.opens(models.PollSingle, "朝 | am\n夜 | pm", func(in *poll.Input) { in.Seconds = "60" })
			f.must(f.answers(hanako, p, "am"))
			f.now = f.now.Add(time.Minute)
			apptest.Equal(t, "late", models.CodeOf(f.answers(taro, p, "am")), models.CodeConflict)
			apptest.Equal(t, "state", f.sees(taro, p).Now, models.PollClosed)
			f.must(f.Open(t.Context(), f.event, p.ID))
			f.must(f.answers(taro, p, "am"))
			apptest.Equal(t, "counts after it was opened again", f.counts(p), []int{2, 0})
		})
	})
}

func TestWhatIsNoAnswer(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db)
		r, waits := f.person(), f.person()
		waits.State = models.RegistrationWaitlisted
		ranking := f.opens(models.PollRanking, "一 | a\n二 | b\n三 | c")
		words := f.opens(models.PollWords, "")
		for name, c := range map[string]struct {
			who    *models.Registration
			p      *models.Poll
			values []string
			want   models.Code
		}{
			"none":                  {r, ranking, nil, models.CodeInvalid},
			"one place for two":     {r, ranking, []string{"a", "a"}, models.CodeInvalid},
			"no option":             {r, ranking, []string{"z"}, models.CodeInvalid},
			"a whole speech":        {r, words, []string{strings.Repeat("長", 41)}, models.CodeInvalid},
			"of who has no place":   {waits, words, []string{"輪"}, models.CodeForbidden},
			"to a poll of no event": {r, &models.Poll{ID: models.NewID()}, []string{"輪"}, models.CodeNotFound},
		} {
			t.Run(name, func(t *testing.T) {
				apptest.Equal(t, "code", models.CodeOf(f.answers(c.who, c.p, c.values...)), c.want)
			})
		}
	})
}

func TestResults(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db)
		one, two, three := f.person(), f.person(), f.person()
		t.Run("a ranking counts points", func(t *testing.T) {
			p := f.opens(models.PollRanking, "一 | a\n二 | b\n三 | c")
			f.must(f.answers(one, p, "b", "a"))
			f.must(f.answers(two, p, "b", "", "c"))
			shown := f.sees(one, p)
			apptest.Equal(t, "first", shown.Result.Bars[0].Slug, "b")
			apptest.Equal(t, "points", shown.Result.Bars[0].Count, 6)
		})
		t.Run("a quiz tells its answer at the end", func(t *testing.T) {
			p := f.opens(models.PollQuiz, "2014 | a\n2022 | b", func(in *poll.Input) { in.Correct = "2" })
			f.must(f.answers(one, p, "b"))
			apptest.Equal(t, "bars before", len(f.sees(one, p).Result.Bars), 0)
			f.must(f.Close(t.Context(), f.event, p.ID))
			shown := f.sees(one, p)
			apptest.Equal(t, "right", shown.IsRight() && shown.Result.Bars[1].Correct, true)
			apptest.Equal(t, "marked before", f.sees(two, p).IsRight(), false)
		})
		t.Run("hidden ones are on no page and no stage", func(t *testing.T) {
			p := f.opens(models.PollSingle, "朝 | am\n夜 | pm", func(in *poll.Input) { in.HidesResults = true })
			f.must(f.answers(one, p, "am"))
			shown := f.sees(one, p)
			apptest.Equal(t, "bars", len(shown.Result.Bars), 0)
			apptest.Equal(t, "people", shown.Result.Answers, 1)
			stage, err := f.StagePage(t.Context(), f.event, p.ID)
			f.must(err)
			apptest.Equal(t, "bars on stage", len(stage.Result.Bars), 0)
		})
		t.Run("words are counted without what leads to a person", func(t *testing.T) {
			p := f.opens(models.PollWords, "")
			f.must(f.answers(one, p, "輪、つながり"))
			f.must(f.answers(two, p, "つながり，090-1234-5678"))
			f.must(f.answers(three, p, "ばか"))
			f.must(f.HideWord(t.Context(), f.event, p.ID, "ばか", true))
			words := f.sees(one, p).Result.Words
			apptest.Equal(t, "words", len(words), 2)
			apptest.Equal(t, "first", words[0], poll.Word{Text: "つながり", Count: 2, Size: 5})
		})
		t.Run("a scale has a mean", func(t *testing.T) {
			p := f.opens(models.PollScale5, "")
			f.must(f.answers(one, p, "4"))
			f.must(f.answers(two, p, "5"))
			apptest.Equal(t, "mean", f.sees(one, p).Result.Mean, 4.5)
		})
	})
}

func TestAPollBeginsWithItsSession(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db)
		session := modelstest.Session(t, db, f.event, models.Session{
			TitleJa: "対話", StartsAt: noon.Add(time.Hour), EndsAt: noon.Add(2 * time.Hour),
		})
		p := f.opens(models.PollSingle, "朝 | am\n夜 | pm", func(in *poll.Input) {
			in.Session, in.StartsWithSession, in.Start = session.ID, true, false
		})
		state := func() models.PollState {
			t.Helper()
			f.must(f.FollowAgenda(t.Context()))
			stored, err := db.Query(t.Context()).Polls().ByID(f.event, p.ID)
			f.must(err)
			return stored.State
		}
		apptest.Equal(t, "before", state(), models.PollPrepared)
		f.now = noon.Add(time.Hour)
		apptest.Equal(t, "when it begins", state(), models.PollOpen)
		f.must(f.Close(t.Context(), f.event, p.ID))
		f.now = noon.Add(90 * time.Minute)
		apptest.Equal(t, "after staff closed it", state(), models.PollClosed)
	})
}

// The attacker has the whole database and not the key.
func TestACopyOfTheDatabaseTellsNobodysAnswer(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db)
		hanako := f.person()
		first, second := f.opens(models.PollWords, ""), f.opens(models.PollWords, "")
		f.must(f.answers(hanako, first, "ひみつ"))
		f.must(f.answers(hanako, second, "ひみつ"))
		dump := modelstest.Dump(t, db)["poll_answers"]
		apptest.Contains(t, "answers", dump, "ひみつ")
		for _, known := range []string{hanako.ID, hanako.Code, hanako.LinkHash} {
			apptest.Lacks(t, "answers", dump, known)
		}
		voters := modelstest.Texts(t, db, "SELECT DISTINCT voter FROM poll_answers")
		apptest.Equal(t, "pseudonyms of one person", len(voters), 2)
	})
}
