package voice_test

import (
	"testing"
	"time"

	"meguri/app/testkit/apptest"
	"meguri/app/voice"
	"meguri/models"
	"meguri/models/modelstest"
)

// staff is a moderator with an account.
func (f *fixture) staff(name string) models.Moderator {
	f.t.Helper()
	a := &models.Account{
		Name: name, Email: name + "@staff.example", EmailKey: name + "@staff.example", PasswordHash: "x", Locale: "ja",
	}
	f.must(f.db.InTx(f.t.Context(), func(tx *models.Tx) error { return tx.Accounts().Create(a) }))
	return models.Moderator{ID: a.ID, Name: name}
}

func (f *fixture) here(by models.Moderator, p *models.Post, takesOver bool) (*voice.Desk, error) {
	f.t.Helper()
	in := voice.HereInput{TakesOver: takesOver}
	if p != nil {
		in.Voice = p.ID
	}
	return f.Here(f.t.Context(), f.event, by, in)
}

func TestModeratorsDoNotCollide(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db, before)
		noborito, mizonokuchi := f.staff("登戸"), f.staff("溝口")
		post := f.says(f.person(), "読んでください")
		_, err := f.here(noborito, post, false)
		f.must(err)
		desk, err := f.here(mizonokuchi, post, false)
		apptest.Equal(t, "a second claim", models.CodeOf(err), models.CodeConflict)
		apptest.Equal(t, "who is there", len(desk.Moderators), 2)
		apptest.Equal(t, "who is on it", desk.ClaimOf(post.ID).Name, "登戸")
		f.moderator = mizonokuchi
		err = f.decide(post, voice.DecisionInput{Decision: voice.DecidePublish})
		apptest.Equal(t, "a decision about what another is on", models.CodeOf(err), models.CodeConflict)
		_, err = f.here(mizonokuchi, post, true)
		f.must(err)
		f.must(f.decide(post, voice.DecisionInput{Decision: voice.DecidePublish, Version: 1}))
		f.moderator = noborito
		err = f.decide(post, voice.DecisionInput{Decision: voice.DecideHide, Reason: "attack", Version: 1})
		apptest.Equal(t, "the first one, too late", models.CodeOf(err), models.CodeConflict)
		apptest.Equal(t, "voices", texts(f.page(f.person()).List.Voices), []string{"読んでください"})
	})
}

func TestAModeratorWhoIsGoneHoldsNothingUp(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db, before)
		noborito, mizonokuchi := f.staff("登戸"), f.staff("溝口")
		hanako := f.person()
		post := f.says(hanako, "だれか読んでいますか")
		apptest.Equal(t, "nobody reads", f.page(hanako).Unread, true)
		_, err := f.here(noborito, post, false)
		f.must(err)
		apptest.Equal(t, "somebody reads", f.page(hanako).Unread, false)
		f.now = f.now.Add(2 * time.Minute)
		apptest.Equal(t, "they are gone", f.page(hanako).Unread, true)
		desk, err := f.here(mizonokuchi, nil, false)
		f.must(err)
		apptest.Equal(t, "who is there", len(desk.Moderators), 1)
		apptest.Equal(t, "what is left", desk.Abandoned()[0].PostID, post.ID)
		_, err = f.here(mizonokuchi, post, false)
		f.must(err)
		f.moderator = mizonokuchi
		f.must(f.decide(post, voice.DecisionInput{Decision: voice.DecidePublish}))
		desk, err = f.here(mizonokuchi, nil, false)
		f.must(err)
		apptest.Equal(t, "claims", len(desk.Claims), 0)
	})
}

func TestWhoIsMutedIsToldAndStaysUnknown(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db)
		hanako, taro := f.person(), f.person()
		first, second := f.says(hanako, "うるさい"), f.says(hanako, "うるさいぞ")
		f.must(f.Mute(t.Context(), f.event, first.ID, &voice.MuteInput{Minutes: 10, Reason: "attack"}))
		_, err := f.Write(t.Context(), f.event, hanako, &voice.Input{Kind: models.PostOpinion, Text: "まだ", Named: true})
		apptest.Equal(t, "also with a name", models.CodeOf(err), models.CodeForbidden)
		apptest.Equal(t, "why", f.page(hanako).Mute.Reason, models.PostReason("attack"))
		apptest.Equal(t, "another", f.page(taro).Mute == nil, true)
		f.votes(hanako, f.says(taro, "はい"), true)
		page, err := f.StaffPage(t.Context(), f.event, f.moderator, voice.ListInput{})
		f.must(err)
		for _, v := range page.Published.Voices {
			apptest.Equal(t, v.Text+" shows it", v.MutedUntil != nil, v.ID == first.ID && v.ID != second.ID)
		}
		f.must(f.Mute(t.Context(), f.event, first.ID, &voice.MuteInput{Minutes: 0, Reason: "attack"}))
		f.says(hanako, "すみません")
	})
}

func TestReportedVoicesAreReadAgain(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db)
		hanako, taro := f.person(), f.person()
		post := f.says(hanako, "○○さんのせいです")
		report := func(r *models.Registration) error { return f.Report(t.Context(), f.event, r, post.ID) }
		apptest.Equal(t, "one's own", models.CodeOf(report(hanako)), models.CodeConflict)
		for range 5 {
			f.must(report(taro))
		}
		page, err := f.StaffPage(t.Context(), f.event, f.moderator, voice.ListInput{})
		f.must(err)
		apptest.Equal(t, "reports of one person", page.Reports.Voices[0].Reports, 1)
		apptest.Equal(t, "who reported sees it", f.page(taro).List.Voices[0].Reported, true)
		f.must(f.decide(post, voice.DecisionInput{Decision: voice.DecideKeep}))
		for range 3 {
			f.must(report(f.person()))
		}
		apptest.Equal(t, "voices", len(f.page(taro).List.Voices), 0)
		way := f.page(hanako).Own[0].Steps
		apptest.Equal(t, "last step", way[len(way)-1].Kind, models.StepHeld)
		f.must(f.decide(post, voice.DecisionInput{Decision: voice.DecidePublish}))
		apptest.Equal(t, "after a moderator has read it", f.page(taro).List.Voices[0].Reports, 0)
	})
}

func TestWordsOfTheEventAreReadFirst(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db, func(in *voice.SettingsInput) { in.Words, in.PerMinute = "ばか\nスパム", 2 })
		hanako := f.person()
		apptest.Equal(t, "in another writing", f.says(hanako, "これはｽﾊﾟﾑですか").State, models.PostHeld)
		apptest.Equal(t, "others", f.says(hanako, "これは意見です").State, models.PostPublished)
		_, err := f.Write(t.Context(), f.event, hanako, &voice.Input{Kind: models.PostOpinion, Text: "三つめ"})
		apptest.Equal(t, "beyond the event's limit", models.CodeOf(err), models.CodeTooMany)
	})
}

func TestVoicesAreHandedOnToTheStage(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db)
		hanako := f.person()
		post := f.says(hanako, "壇上で聞きたい")
		f.moderator = f.staff("登戸")
		f.must(f.decide(post, voice.DecisionInput{Decision: voice.DecideStage}))
		page, err := f.StaffPage(t.Context(), f.event, f.moderator, voice.ListInput{})
		f.must(err)
		apptest.Equal(t, "for the stage", texts(page.Staged.Voices), []string{"壇上で聞きたい"})
		f.must(f.decide(post, voice.DecisionInput{Decision: voice.DecidePin}))
		f.must(f.decide(post, voice.DecisionInput{Decision: voice.DecideAnswer, Who: "丸子さん（市の協働推進）"}))
		own := f.page(hanako).Own[0]
		apptest.Equal(t, "still for the stage", own.StagedAt == nil, true)
		apptest.Equal(t, "who took it up", own.Steps[3].Who, "登戸")
		apptest.Equal(t, "who answered", own.Steps[4].Who, "丸子さん（市の協働推進）")
	})
}

func TestReactionsAreCountedAndNothingElse(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db)
		hanako := f.person()
		for range 3 {
			f.must(f.React(t.Context(), f.event, hanako, "clap"))
		}
		apptest.Equal(t, "counts", f.page(hanako).Reactions, []voice.ReactionCount{{Kind: "clap", Count: 3}, {Kind: "like"}})
		err := f.React(t.Context(), f.event, hanako, "boo")
		apptest.Equal(t, "what is none", models.CodeOf(err), models.CodeInvalid)
	})
}
