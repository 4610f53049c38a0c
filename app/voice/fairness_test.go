package voice_test

import (
	"testing"
	"time"

	"meguri/app/testkit/apptest"
	"meguri/app/voice"
	"meguri/models"
	"meguri/models/modelstest"
)

func (f *fixture) fairness() *voice.Fairness {
	f.t.Helper()
	fair, err := f.Fairness(f.t.Context(), f.event)
	f.must(err)
	return fair
}

func TestTheMeterSaysWhoseTurnItIs(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db, func(in *voice.SettingsInput) { in.PerMinute = 60 })
		var venue, online []*models.Registration
		for range 15 {
			r := f.person()
			f.attends(r)
			online = append(online, r)
		}
		apptest.Equal(t, "with nobody at the venue", f.fairness().Few, true)
		for range 5 {
			r := modelstest.Registration(t, db, f.event, "venue")
			f.attends(r)
			venue = append(venue, r)
		}
		f.event.EndsAt = noon.Add(-time.Hour) // those who were there count
		var posts []*models.Post
		for i := range 5 {
			posts = append(posts, f.says(venue[i], "会場から"))
		}
		f.votes(online[0], f.says(online[1], "ここから"), true)
		for _, p := range posts[:4] {
			f.must(f.decide(p, voice.DecisionInput{Decision: voice.DecideAnswer}))
		}
		apptest.Equal(t, "after four answers", f.fairness().Next, models.Mode(""))
		f.must(f.decide(posts[4], voice.DecisionInput{Decision: voice.DecideAnswer}))
		fair := f.fairness()
		apptest.Equal(t, "after five, all to the venue", fair.Next, models.ModeOnline)
		apptest.Equal(t, "people", fair.Rows[0].Sides, models.Sides{Venue: 5, Online: 15})
		apptest.Equal(t, "voices", fair.Rows[1].Sides, models.Sides{Venue: 5, Online: 1})
		apptest.Equal(t, "votes", fair.Rows[2].Sides, models.Sides{Online: 1})
		apptest.Equal(t, "answers", fair.Rows[3].Sides, models.Sides{Venue: 5})
	})
}

func TestTheTimeThatEachSideSpeaks(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db)
		speak := func(mode models.Mode, minutes int) {
			f.must(f.Speak(t.Context(), f.event, voice.SpeakInput{Mode: mode}))
			f.now = f.now.Add(time.Duration(minutes) * time.Minute)
		}
		speak(models.ModeVenue, 14)
		speak(models.ModeOnline, 3)
		apptest.Equal(t, "who speaks", f.fairness().Speaking, models.ModeOnline)
		speak("", 20)
		apptest.Equal(t, "nobody speaks", f.fairness().Speaking, models.Mode(""))
		list, err := db.Query(t.Context()).Posts().Speeches(f.event)
		f.must(err)
		apptest.Equal(t, "minutes", []time.Duration{
			list[0].EndedAt.Sub(list[0].StartedAt), list[1].EndedAt.Sub(list[1].StartedAt),
		}, []time.Duration{14 * time.Minute, 3 * time.Minute})
		err = f.Speak(t.Context(), f.event, voice.SpeakInput{Mode: "moon"})
		apptest.Equal(t, "what is no side", models.CodeOf(err), models.CodeInvalid)
	})
}
