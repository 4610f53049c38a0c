package voice_test

import (
	"testing"

	"meguri/app/testkit/apptest"
	"meguri/app/voice"
	"meguri/models"
	"meguri/models/modelstest"
)

func before(in *voice.SettingsInput) { in.Review = models.ReviewBefore }

func TestAVoiceWaitsForAModerator(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db, before)
		hanako, taro := f.person(), f.person()
		post := f.says(hanako, "読んでください")
		apptest.Equal(t, "voices before", len(f.page(taro).List.Voices), 0)
		f.must(f.decide(post, voice.DecisionInput{Decision: voice.DecidePublish, Version: 1}))
		f.must(f.decide(post, voice.DecisionInput{Decision: voice.DecidePublish}))
		apptest.Equal(t, "voices after", len(f.page(taro).List.Voices), 1)
		err := f.decide(post, voice.DecisionInput{Decision: voice.DecideHide, Reason: "personal", Version: 1})
		apptest.Equal(t, "of a second moderator", models.CodeOf(err), models.CodeConflict)
		apptest.Equal(t, "still", len(f.page(taro).List.Voices), 1)
	})
}

func TestTheWayOfAVoice(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db, before)
		hanako := f.person()
		post := f.says(hanako, "だれが決めるのですか")
		for _, in := range []voice.DecisionInput{
			{Decision: voice.DecideHide, Reason: models.ReasonOther, Text: "お名前を消してください"},
			{Decision: voice.DecidePublish},
			{Decision: voice.DecidePin},
			{Decision: voice.DecideAnswer, Text: "みんなで決めます"},
			{Decision: voice.DecideAnswer, Text: "みんなで決めます"},
		} {
			f.must(f.decide(post, in))
		}
		own := f.page(hanako).Own[0]
		var way []models.PostStepKind
		for _, step := range own.Steps {
			way = append(way, step.Kind)
		}
		apptest.Equal(t, "way", way, []models.PostStepKind{
			models.StepReceived, models.StepHidden, models.StepPublished, models.StepPinned, models.StepAnswered,
		})
		apptest.Equal(t, "word of staff", own.Steps[1].Text, "お名前を消してください")
		apptest.Equal(t, "answer", own.Answers()[0].Text, "みんなで決めます")
		err := f.decide(post, voice.DecisionInput{Decision: voice.DecideHide, Reason: models.ReasonOther})
		apptest.Equal(t, "other without a word", models.CodeOf(err), models.CodeInvalid)
	})
}

func TestOnlyCountsAndReasonsOfHiddenVoicesAreShown(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db)
		f.must(f.decide(f.says(f.person(), "売ります"), voice.DecisionInput{Decision: voice.DecideHide, Reason: "advertising"}))
		page := f.page(f.person())
		apptest.Equal(t, "voices", len(page.List.Voices), 0)
		apptest.Equal(t, "record", page.NotPublished, []voice.ReasonCount{{Reason: "advertising", Count: 1}})
	})
}

func TestJoinedVoicesHaveEachVoterOnce(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db)
		hanako, taro, jiro, saburo := f.person(), f.person(), f.person(), f.person()
		first, second := f.says(hanako, "夜なら"), f.says(taro, "夜ならできます")
		f.votes(jiro, first, true)
		f.votes(jiro, second, true)
		f.votes(saburo, second, true)
		f.votes(hanako, second, true)
		f.must(f.decide(second, voice.DecisionInput{Decision: voice.DecideMerge, Into: first.ID}))
		list := f.page(jiro).List.Voices
		apptest.Equal(t, "voices", texts(list), []string{"夜なら"})
		// jiro, saburo, and taro who wrote the other; not hanako, whose voice it is.
		apptest.Equal(t, "votes", list[0].Votes, 3)
		apptest.Equal(t, "stands for", list[0].Merged, 1)
		apptest.Equal(t, "voted", f.page(taro).List.Voices[0].Voted, true)
		err := f.decide(first, voice.DecisionInput{Decision: voice.DecideMerge, Into: first.ID})
		apptest.Equal(t, "with itself", models.CodeOf(err), models.CodeInvalid)
	})
}

func TestThemesThatHaveVoicesStay(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db)
		in := &voice.Input{Kind: models.PostOpinion, Text: "時間の話", Theme: "time"}
		_, err := f.Write(t.Context(), f.event, f.person(), in)
		f.must(err)
		settings, err := f.Settings(t.Context(), f.event)
		f.must(err)
		apptest.Equal(t, "slugs", settings.Slug, []string{"time", "skills"})
		settings.TitleJa = []string{"", "できること"}
		settings.TitleEn = []string{"", ""}
		apptest.Equal(t, "code", models.CodeOf(f.SaveSettings(t.Context(), f.event, settings)), models.CodeConflict)
		settings.TitleJa = []string{"時間のつくり方", ""}
		f.must(f.SaveSettings(t.Context(), f.event, settings))
		settings, err = f.Settings(t.Context(), f.event)
		f.must(err)
		apptest.Equal(t, "titles", settings.TitleJa, []string{"時間のつくり方"})
	})
}
