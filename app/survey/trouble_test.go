package survey_test

import (
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"meguri/app/service/question"
	"meguri/app/service/table"
	"meguri/app/survey"
	"meguri/models"
	"meguri/models/modelstest"
)

// Nothing is told of the answers of four; five are the fewest that are released.
func TestFromNoAnswerToFive(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db)
		for n, released := range map[int]bool{0: false, 1: false, 4: false, 5: true} {
			s := f.open()
			f.answerVaried(s, models.ModeOnline, n)
			f.close(s)
			r := f.results(s)
			expectEqual(t, fmt.Sprintf("%d answers are released", n), r.Stage == survey.StageReleased, released)
			expectEqual(t, fmt.Sprintf("%d answers are drawn", n), len(r.Questions) > 0, released)
			if _, err := f.service.Exporting.Export(t.Context(), f.event, s.ID); (err == nil) != released {
				t.Errorf("download of %d answers: %v", n, err)
			}
		}
	})
}

func TestTextsOfTheWorldComeOutAsTheyWereWritten(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db)
		s := f.open()
		texts := []string{"👩‍👩‍👧 🇯🇵 👍🏽", "안녕하세요, 좋았어요", "مرحبا بكم في القمة", "שלום לכולם", "𠮷野家で、が゙"}
		for i, text := range texts {
			f.answer(s, models.ModeOnline, varied(i, "word", text)...)
		}
		f.close(s)
		var csv strings.Builder
		if err := table.CSV(&csv, table.UTF8BOM, exportOf(t, f, s).Texts()); err != nil {
			t.Fatal(err)
		}
		written := map[string]bool{}
		for _, text := range f.results(s).Questions[4].Texts {
			written[text] = true
		}
		for _, text := range texts {
			if !strings.Contains(csv.String(), text) {
				t.Errorf("%q is not in the file of texts:\n%s", text, csv.String())
			}
			if !written[text] {
				t.Errorf("%q is not in the results: %v", text, written)
			}
		}
	})
}

// Forty people send their answers while staff close the survey: who is told that it arrived is counted, nobody else.
func TestASurveyIsClosedWhilePeopleSend(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db)
		s := f.open()
		f.answerVaried(s, models.ModeOnline, 5)
		var people []*models.Registration
		for range 40 {
			people = append(people, f.register(models.ModeOnline))
		}
		var stored atomic.Int32
		var all sync.WaitGroup
		for i, r := range people {
			all.Go(func() {
				eligibility, err := f.service.Answering.Answer(t.Context(), f.event, r, s.ID, given(varied(i)...), "ja")
				switch {
				case err != nil:
					t.Error(err)
				case eligibility == survey.MayAnswer:
					stored.Add(1)
				case eligibility != survey.IsClosed:
					t.Errorf("somebody is told %q", eligibility)
				}
			})
		}
		all.Go(func() {
			if err := f.service.Asking.Close(t.Context(), f.event, s.ID); err != nil {
				t.Error(err)
			}
		})
		all.Wait()
		want := 5 + int(stored.Load())
		expectEqual(t, "rows", len(f.responses(s)), want)
		expectEqual(t, "responses of the release", f.results(s).Responses.N, want)
		expectEqual(t, "lines of the file", strings.Count(csvOf(t, f, s), "\n"), want+1)
	})
}

func TestASurveyHas300Questions(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db)
		inputs := make([]question.Input, survey.MaxQuestions)
		for i := range inputs {
			inputs[i] = question.Input{
				Slug: fmt.Sprintf("n%d", i), Kind: models.QuestionScale5, TitleJa: fmt.Sprintf("問い %d", i), Required: true,
			}
		}
		s := f.openWith(inputs)
		for n := range 5 {
			given := map[string][]string{}
			for i := range inputs {
				given["q_"+inputs[i].Slug] = []string{fmt.Sprint(1 + (n+i)%5)}
			}
			f.answerOnly(s, given)
		}
		f.close(s)
		header, _, _ := strings.Cut(csvOf(t, f, s), "\n")
		expectEqual(t, "columns of questions", strings.Count(header, ",n"), len(inputs))
		expectEqual(t, "questions in the results", len(f.results(s).Questions), len(inputs))
		page, err := f.service.Writing.EditorPage(t.Context(), f.event, s.ID, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		expectEqual(t, "rows of the editor", len(page.Rows), len(inputs))
	})
}
