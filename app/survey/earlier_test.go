package survey_test

import (
	"strconv"
	"testing"

	"meguri/app/service/question"
	"meguri/app/survey"
	"meguri/models"
	"meguri/models/modelstest"
)

// edition makes an event with a survey that so many answered: overall are the marks one after another.
func edition(t *testing.T, db *models.DB, slug string, people int, overall ...int) (*fixture, *models.Survey) {
	t.Helper()
	f := newFixture(t, db, slug)
	s := f.open()
	for i := range people {
		f.answer(s, models.ModeOnline, "overall", strconv.Itoa(overall[i%len(overall)]), "recommend", strconv.Itoa(i%11),
			"source", []string{"city_news", "a_friend"}[i%2])
	}
	f.close(s)
	return f, s
}

// What an earlier edition found stands beside, for the same questions, as that edition's own results show it.
func TestEarlierEditionsStandBeside(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		before, _ := edition(t, db, "before", 12, 2, 3)
		now, s := edition(t, db, "now", 12, 4, 5)
		compared := func(view survey.View, earlier ...models.Event) *survey.Results {
			t.Helper()
			results, err := now.service.Reading.Results(t.Context(), now.event, s.ID, view)
			if err != nil {
				t.Fatal(err)
			}
			if err := now.service.Reading.Compare(t.Context(), results, earlier); err != nil {
				t.Fatal(err)
			}
			return results
		}
		results := compared(survey.View{}, *before.event)
		overall := questionOf(t, results, "overall")
		if len(overall.Earlier) != 1 {
			t.Fatalf("%d editions stand beside, %q", len(overall.Earlier), overall.NotShown)
		}
		e := overall.Earlier[0]
		expectEqual(t, "n", e.Responses, 12)
		expectEqual(t, "the mean of then", e.Mean, 2.5)
		expectEqual(t, "the difference", e.Difference, 2)
		expectEqual(t, "more than chance", e.IsClear, true)
		source := questionOf(t, results, "source").Earlier[0]
		expectEqual(t, "the shares", source.Shares[0], survey.EarlierShare{
			LabelJa: source.Shares[0].LabelJa, LabelEn: source.Shares[0].LabelEn, Percent: 50, Now: 50, Known: true,
		})
		for _, q := range results.Questions {
			if q.Question.Show().Written && len(q.Earlier) > 0 {
				t.Errorf("texts of %s stand beside", q.Question.Slug)
			}
		}
		t.Run("not beside a group", func(t *testing.T) {
			for _, q := range compared(survey.View{By: "source"}, *before.event).Questions {
				expectEqual(t, "editions", len(q.Earlier), 0)
			}
		})
		t.Run("not where few answered then", func(t *testing.T) {
			few, _ := edition(t, db, "few", 4, 5)
			for _, q := range compared(survey.View{}, *few.event).Questions {
				expectEqual(t, q.Question.Slug, len(q.Earlier), 0)
			}
		})
		t.Run("a small difference may be chance", func(t *testing.T) {
			like, _ := edition(t, db, "like", 12, 4, 4, 5, 5, 3, 5)
			expectEqual(t, "more than chance",
				questionOf(t, compared(survey.View{}, *like.event), "overall").Earlier[0].IsClear, false)
		})
	})
}

// A question that says something else under the same id is told with its words of then, and of another kind not at
// all.
func TestAQuestionOfAnotherKindIsAnother(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		before := newFixture(t, db, "before")
		s := before.draft()
		for _, q := range s.Questions {
			if q.Slug == "overall" {
				in := &question.Input{Slug: q.Slug, Kind: models.QuestionScale10, TitleJa: "別の問い"}
				if err := before.editQuestion(s.ID, q.ID, in); err != nil {
					t.Fatal(err)
				}
			}
			if q.Slug == "recommend" {
				in := &question.Input{Slug: q.Slug, Kind: q.Kind, TitleJa: "すすめますか", Required: q.Required}
				if err := before.editQuestion(s.ID, q.ID, in); err != nil {
					t.Fatal(err)
				}
			}
		}
		if err := before.service.Asking.Open(t.Context(), before.event, s.ID); err != nil {
			t.Fatal(err)
		}
		for i := range 12 {
			before.answer(s, models.ModeOnline, "overall", strconv.Itoa(i%11), "recommend", strconv.Itoa(i%11),
				"source", "a_friend")
		}
		before.close(s)
		now, open := edition(t, db, "now", 12, 4, 5)
		results, err := now.service.Reading.Results(t.Context(), now.event, open.ID, survey.View{})
		if err != nil {
			t.Fatal(err)
		}
		if err := now.service.Reading.Compare(t.Context(), results, []models.Event{*before.event}); err != nil {
			t.Fatal(err)
		}
		expectEqual(t, "the other kind", len(questionOf(t, results, "overall").Earlier), 0)
		for _, e := range questionOf(t, results, "recommend").Earlier {
			expectEqual(t, "is reworded", e.IsReworded, true)
		}
	})
}
