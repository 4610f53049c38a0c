package survey_test

import (
	"fmt"
	"io"
	"math/rand/v2"
	"testing"

	"meguri/app/service/question"
	"meguri/app/service/table"
	"meguri/app/survey"
	"meguri/models"
	"meguri/models/modelstest"
)

// BenchmarkClose closes a survey of 100,000 responses with six questions about the person.
func BenchmarkClose(b *testing.B) {
	for b.Loop() {
		b.StopTimer()
		db := modelstest.OnSQLite(b)
		db.Rehearse(false)
		f := newFixture(b, db)
		s := f.large(100_000)
		b.StartTimer()
		if err := f.service.Asking.Close(b.Context(), f.event, s.ID); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkCSV writes the responses of the same survey.
func BenchmarkCSV(b *testing.B) {
	db := modelstest.OnSQLite(b)
	db.Rehearse(false)
	f := newFixture(b, db)
	s := f.large(100_000)
	if err := f.service.Asking.Close(b.Context(), f.event, s.ID); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		export, err := f.service.Exporting.Export(b.Context(), f.event, s.ID)
		if err != nil {
			b.Fatal(err)
		}
		if err := table.CSV(io.Discard, table.UTF8BOM, export.Responses()); err != nil {
			b.Fatal(err)
		}
	}
}

// large opens a survey in which people stated six facts about themselves, and stores responses.
func (f *fixture) large(count int) *models.Survey {
	f.t.Helper()
	s, err := f.service.Writing.Create(f.t.Context(), f.event, &survey.SettingsInput{TitleJa: "方"})
	if err != nil {
		f.t.Fatal(err)
	}
	for i := range 6 {
		f.add(s, &question.Input{
			Slug: fmt.Sprint("fact", i), Kind: models.QuestionSingle, TitleJa: "方", Describes: true,
			Options: "一 | a\n二 | b\n三 | c\n四 | d\n五 | e\n六 | f\n七 | g\n八 | h",
		})
	}
	f.add(s, &question.Input{Slug: "liked", Kind: models.QuestionScale5, TitleJa: "満足度"})
	f.add(s, &question.Input{Slug: "wish", Kind: models.QuestionLongText, TitleJa: "ご意見"})
	if err := f.service.Asking.Open(f.t.Context(), f.event, s.ID); err != nil {
		f.t.Fatal(err)
	}
	rng := rand.New(rand.NewPCG(1, 1))
	skewed := func(n int) int { return min(rng.IntN(n), rng.IntN(n)) }
	list := make([]models.Response, count)
	for i := range list {
		answers := map[string][]string{"liked": {fmt.Sprint(1 + skewed(5))}}
		for fact := range 6 {
			answers[fmt.Sprint("fact", fact)] = []string{string(rune('a' + skewed(8)))}
		}
		if rng.IntN(3) == 0 {
			answers["wish"] = []string{fmt.Sprint("希望", i)}
		}
		list[i] = models.Response{
			SurveyID: s.ID, ID: models.NewAnonymousID(), Mode: []models.Mode{models.ModeOnline, models.ModeVenue}[skewed(2)],
			Locale: []string{"ja", "en"}[skewed(2)], Answers: answers,
		}
	}
	f.inTx(func(tx *models.Tx) error { return tx.Responses().InsertMany(list) })
	return s
}

func (f *fixture) add(s *models.Survey, in *question.Input) {
	f.t.Helper()
	if err := f.addQuestion(s.ID, in); err != nil {
		f.t.Fatal(err)
	}
}
