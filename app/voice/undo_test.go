package voice_test

import (
	"testing"
	"time"

	"meguri/app/testkit/apptest"
	"meguri/app/voice"
	"meguri/models"
	"meguri/models/modelstest"
)

func TestAModeratorTakesADecisionBack(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db, before)
		hanako := f.person()
		post := f.says(hanako, "読んでください")
		undo := func() error {
			last, err := f.Undoable(t.Context(), f.event, post.ID)
			f.must(err)
			if last == nil {
				return models.NewError(models.CodeConflict, "voice.undo_late")
			}
			return f.Undo(t.Context(), f.event, post.ID, last.Version)
		}
		for _, in := range []voice.DecisionInput{
			{Decision: voice.DecidePublish}, {Decision: voice.DecideHide, Reason: "personal"},
		} {
			f.must(f.decide(post, in))
			f.must(undo())
			own := f.page(hanako).Own[0]
			apptest.Equal(t, "state", own.State, models.PostHeld)
			apptest.Equal(t, "steps", len(own.Steps), 1)
		}
		f.must(f.decide(post, voice.DecisionInput{Decision: voice.DecidePublish}))
		f.must(f.decide(post, voice.DecisionInput{Decision: voice.DecideAnswer, Text: "はい"}))
		err := f.Undo(t.Context(), f.event, post.ID, 1)
		apptest.Equal(t, "of an earlier version", models.CodeOf(err), models.CodeConflict)
		f.must(undo())
		own := f.page(hanako).Own[0]
		apptest.Equal(t, "still published", own.State, models.PostPublished)
		apptest.Equal(t, "answered", own.AnsweredAt == nil, true)
		f.now = f.now.Add(5 * time.Minute)
		apptest.Equal(t, "too late", models.CodeOf(undo()), models.CodeConflict)
	})
}

func TestSeveralVoicesAreJoinedAtOnce(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db)
		hanako, taro, jiro := f.person(), f.person(), f.person()
		first, second, third := f.says(hanako, "夜なら"), f.says(taro, "夜ならできます"), f.says(jiro, "夜がいいです")
		f.votes(hanako, second, true)
		by := f.moderator
		_, err := f.MergeAll(t.Context(), f.event, by, &voice.MergeInput{Voices: []string{first.ID}})
		apptest.Equal(t, "one alone", models.CodeOf(err), models.CodeInvalid)
		n, err := f.MergeAll(t.Context(), f.event, by, &voice.MergeInput{Voices: []string{first.ID, second.ID, third.ID}})
		f.must(err)
		apptest.Equal(t, "joined", n, 2)
		list := f.page(jiro).List.Voices
		apptest.Equal(t, "voices", texts(list), []string{"夜ならできます"})
		apptest.Equal(t, "stands for", list[0].Merged, 2)
		apptest.Equal(t, "votes", list[0].Votes, 2)
	})
}
