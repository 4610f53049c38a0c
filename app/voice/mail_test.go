package voice_test

import (
	"slices"
	"testing"
	"time"

	"meguri/app/testkit/apptest"
	"meguri/app/voice"
	"meguri/models"
	"meguri/models/modelstest"
)

// tell does the jobs that mail answers, and returns to whom there are mails now.
func (f *fixture) tell() (people []string) {
	f.t.Helper()
	kind := f.Jobs()[0]
	f.now = f.now.Add(time.Hour)
	hour := f.now.Truncate(time.Hour).Format(time.RFC3339)
	f.must(kind.Do(f.t.Context(), &models.Job{Kind: kind.Name, Payload: f.event.ID + " " + hour}))
	return modelstest.Texts(f.t, f.db, "SELECT registration_id FROM mails ORDER BY registration_id")
}

func (f *fixture) wishes(r *models.Registration, said string, named bool) *models.Post {
	f.t.Helper()
	in := &voice.Input{Kind: models.PostQuestion, Text: said, Named: named, Tells: true}
	post, err := f.Write(f.t.Context(), f.event, r, in)
	f.must(err)
	return post
}

func TestAMailTellsNobodyWhoseVoiceItWas(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db)
		db.SetKinds(models.Kinds{Mails: []string{voice.MailAnswered}, Jobs: []string{voice.JobAnswers, models.JobSendMail}})
		var people []string
		var posts []*models.Post
		for range 4 {
			r := f.person()
			people = append(people, r.ID)
			posts = append(posts, f.wishes(r, "教えてください", false))
		}
		f.must(f.decide(posts[0], voice.DecisionInput{Decision: voice.DecideAnswer, Text: "はい"}))
		apptest.Equal(t, "mails while four wish for them", len(f.tell()), 0)

		named := f.person()
		f.must(f.decide(f.wishes(named, "名前つき", true), voice.DecisionInput{Decision: voice.DecideAnswer, Text: "はい"}))
		apptest.Equal(t, "mails of a named voice", f.tell(), []string{named.ID})

		fifth := f.person()
		people = append(people, fifth.ID)
		f.wishes(fifth, "わたしも", false)
		want := slices.Sorted(slices.Values(append(slices.Clone(people), named.ID)))
		apptest.Equal(t, "mails once five wish", f.tell(), want)
		apptest.Equal(t, "mails without an answer since", f.tell(), want)

		late := f.person()
		f.must(f.decide(f.wishes(late, "遅れて", false), voice.DecisionInput{Decision: voice.DecideAnswer, Text: "はい"}))
		apptest.Equal(t, "mails of a sixth alone", f.tell(), want)
	})
}
