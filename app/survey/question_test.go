package survey_test

import (
	"strings"
	"testing"

	"meguri/app/service/question"
	"meguri/models"
	"meguri/models/modelstest"
)

// slugs are those of a survey's questions, in order.
func slugs(s *models.Survey) string {
	list := make([]string, 0, len(s.Questions))
	for _, q := range s.Questions {
		list = append(list, q.Slug)
	}
	return strings.Join(list, " ")
}

func TestWritingQuestions(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f, ctx := newFixture(t, db), t.Context()
		t.Run("keeps them in order, numbered where they have no name", func(t *testing.T) {
			if got, want := slugs(f.draft()), "overall recommend source themes word q6"; got != want {
				t.Errorf("got %s, want %s", got, want)
			}
		})
		t.Run("stores every field", func(t *testing.T) {
			got, want := f.draft().Questions[2], questionInputs[2]
			if got.Kind != want.Kind || got.Required != want.Required {
				t.Errorf("kind %s, required: %v", got.Kind, got.Required)
			}
			if got.TitleJa != want.TitleJa || got.TitleEn != want.TitleEn {
				t.Errorf("titles %q, %q", got.TitleJa, got.TitleEn)
			}
			if want := (models.Option{Slug: "city_news", TextJa: "市のお知らせ", TextEn: "City news"}); got.Options[0] != want {
				t.Errorf("got %+v, want %+v", got.Options[0], want)
			}
		})
		t.Run("moves one up and down, and no further than the end", func(t *testing.T) {
			s := f.draft()
			for _, c := range []struct {
				steps int
				want  string
			}{
				{-1, "recommend overall"}, {-1, "recommend overall"}, {1, "overall recommend"},
			} {
				if err := f.service.MoveQuestion(ctx, f.event, s.ID, s.Questions[1].ID, c.steps); err != nil {
					t.Fatal(err)
				}
				if got := slugs(f.read(s.ID)); !strings.HasPrefix(got, c.want) {
					t.Errorf("after %d: %s", c.steps, got)
				}
			}
		})
		t.Run("moves none that is not there", func(t *testing.T) {
			err := f.service.MoveQuestion(ctx, f.event, f.draft().ID, models.NewID(), 1)
			if models.CodeOf(err) != models.CodeNotFound {
				t.Errorf("got %v", err)
			}
		})
		t.Run("changes all but the name", func(t *testing.T) {
			s := f.draft()
			in := &question.Input{Slug: "other", TitleJa: "ご意見", Kind: models.QuestionLongText, Options: "a\nb"}
			if err := f.service.EditQuestion(ctx, f.event, s.ID, s.Questions[2].ID, in); err != nil {
				t.Fatal(err)
			}
			got := f.read(s.ID).Questions[2]
			if got.Kind != models.QuestionLongText || len(got.Options) != 0 {
				t.Errorf("kind %s, options %v", got.Kind, got.Options)
			}
			if got.Slug != "source" {
				t.Errorf("slug %s", got.Slug)
			}
		})
		t.Run("removes one", func(t *testing.T) {
			s := f.draft()
			if err := f.service.DeleteQuestion(ctx, f.event, s.ID, s.Questions[0].ID); err != nil {
				t.Fatal(err)
			}
			if got := slugs(f.read(s.ID)); strings.Contains(got, "overall") {
				t.Errorf("left are %s", got)
			}
		})
	})
}

func TestQuestionFaults(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db)
		s := f.draft()
		for name, c := range map[string]struct {
			in    question.Input
			field string
		}{
			"a name of another question": {question.Input{TitleJa: "x", Slug: "overall"}, "slug"},
			"a name of another column":   {question.Input{TitleJa: "x", Slug: "submitted_on"}, "slug"},
			"no title":                   {question.Input{Slug: "fresh"}, "title_ja"},
		} {
			t.Run(name, func(t *testing.T) {
				c.in.Kind = models.QuestionLongText
				err := f.service.AddQuestion(t.Context(), f.event, s.ID, &c.in)
				if got := fields(err); got[c.field] == "" || len(got) != 1 {
					t.Errorf("got %v", err)
				}
			})
		}
	})
}

func TestQuestionsAfterTheOpening(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f, ctx := newFixture(t, db), t.Context()
		s := f.open()
		q := s.Questions[2]
		valid := &question.Input{Kind: models.QuestionLongText, TitleJa: "x"}
		for name, err := range map[string]error{
			"none is added":           f.service.AddQuestion(ctx, f.event, s.ID, valid),
			"none is removed":         f.service.DeleteQuestion(ctx, f.event, s.ID, q.ID),
			"none is moved":           f.service.MoveQuestion(ctx, f.event, s.ID, q.ID, 1),
			"the survey stays itself": f.service.Delete(ctx, f.event, s.ID),
		} {
			t.Run(name, func(t *testing.T) {
				if models.CodeOf(err) != models.CodeConflict {
					t.Errorf("got %v", err)
				}
			})
		}
		t.Run("wording is corrected, and answers keep their meaning", func(t *testing.T) {
			err := f.service.EditQuestion(ctx, f.event, s.ID, q.ID, &question.Input{
				TitleJa: "きっかけ", Kind: models.QuestionLongText, Options: "市のお知らせ | City bulletin\n知人\nほか",
			})
			if err != nil {
				t.Fatal(err)
			}
			got := f.read(s.ID).Questions[2]
			if got.TitleJa != "きっかけ" || got.Kind != models.QuestionSingle {
				t.Errorf("title %q, kind %s", got.TitleJa, got.Kind)
			}
			want := models.Option{Slug: "city_news", TextJa: "市のお知らせ", TextEn: "City bulletin"}
			if got.Options[0] != want {
				t.Errorf("got %+v, want %+v", got.Options[0], want)
			}
		})
		t.Run("no option goes away", func(t *testing.T) {
			err := f.service.EditQuestion(ctx, f.event, s.ID, q.ID, &question.Input{TitleJa: "x", Options: "a\nb"})
			if fields(err)["options"] == "" {
				t.Errorf("got %v", err)
			}
		})
	})
}

func TestQuestionsStayInsideTheEvent(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f, ctx := newFixture(t, db), t.Context()
		s, other := f.draft(), modelstest.Summit(t, db, "other")
		q := s.Questions[0].ID
		_, editor := f.service.EditorPage(ctx, other, s.ID)
		_, settings := f.service.SettingsPage(ctx, other, s.ID)
		_, page := f.service.QuestionPage(ctx, other, s.ID, q)
		_, fresh := f.service.NewQuestionPage(ctx, other, s.ID)
		_, preview := f.service.PreviewPage(ctx, other, s.ID)
		for name, err := range map[string]error{
			"add":           f.service.AddQuestion(ctx, other, s.ID, &questionInputs[0]),
			"edit":          f.service.EditQuestion(ctx, other, s.ID, q, &questionInputs[0]),
			"move":          f.service.MoveQuestion(ctx, other, s.ID, q, 1),
			"delete":        f.service.DeleteQuestion(ctx, other, s.ID, q),
			"editor":        editor,
			"settings":      settings,
			"question page": page,
			"new question":  fresh,
			"preview":       preview,
		} {
			t.Run(name, func(t *testing.T) {
				if models.CodeOf(err) != models.CodeNotFound {
					t.Errorf("got %v", err)
				}
			})
		}
	})
}
