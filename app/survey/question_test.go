package survey_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"meguri/app/service/question"
	"meguri/app/survey"
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
			expectEqual(t, "slugs", slugs(f.draft()), "overall recommend source themes word q6")
		})
		t.Run("stores every field", func(t *testing.T) {
			got, want := f.draft().Questions[2], questionInputs[2]
			expectEqual(t, "kind", got.Kind, want.Kind)
			expectEqual(t, "required", got.Required, want.Required)
			expectEqual(t, "title", got.TitleJa, want.TitleJa)
			expectEqual(t, "English title", got.TitleEn, want.TitleEn)
			option := models.Option{Slug: "city_news", TextJa: "市のお知らせ", TextEn: "City news"}
			expectEqual(t, "first option", got.Options[0], option)
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
			expectEqual(t, "error", models.CodeOf(err), models.CodeNotFound)
		})
		t.Run("changes all but the name", func(t *testing.T) {
			s := f.draft()
			in := &question.Input{Slug: "other", TitleJa: "ご意見", Kind: models.QuestionLongText, Options: "a\nb"}
			if err := f.service.EditQuestion(ctx, f.event, s.ID, s.Questions[2].ID, in); err != nil {
				t.Fatal(err)
			}
			got := f.read(s.ID).Questions[2]
			expectEqual(t, "kind", got.Kind, models.QuestionLongText)
			expectEqual(t, "number of options", len(got.Options), 0)
			expectEqual(t, "slug", got.Slug, "source")
		})
		t.Run("removes one", func(t *testing.T) {
			s := f.draft()
			if err := f.service.DeleteQuestion(ctx, f.event, s.ID, s.Questions[0].ID); err != nil {
				t.Fatal(err)
			}
			expectEqual(t, "slugs", slugs(f.read(s.ID)), "recommend source themes word q6")
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
			"a name of another column":   {question.Input{TitleJa: "x", Slug: "response_id"}, "slug"},
			"no title":                   {question.Input{Slug: "fresh"}, "title_ja"},
		} {
			t.Run(name, func(t *testing.T) {
				c.in.Kind = models.QuestionLongText
				err := f.service.AddQuestion(t.Context(), f.event, s.ID, &c.in)
				expectEqual(t, "fields at fault", slices.Collect(maps.Keys(fields(err))), []string{c.field})
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
				expectEqual(t, "error", models.CodeOf(err), models.CodeConflict)
			})
		}
		t.Run("wording is corrected, and answers keep their meaning", func(t *testing.T) {
			err := f.service.EditQuestion(ctx, f.event, s.ID, q.ID, &question.Input{
				TitleJa: "きっかけ", Kind: models.QuestionLongText,
				OptionSlugs: []string{"city_news", "a_friend", "o3"},
				OptionsJa:   []string{"市のお知らせ", "知人", "ほか"},
				OptionsEn:   []string{"City bulletin", "", ""},
			})
			if err != nil {
				t.Fatal(err)
			}
			got := f.read(s.ID).Questions[2]
			expectEqual(t, "title", got.TitleJa, "きっかけ")
			expectEqual(t, "kind", got.Kind, models.QuestionSingle)
			want := models.Option{Slug: "city_news", TextJa: "市のお知らせ", TextEn: "City bulletin"}
			expectEqual(t, "first option", got.Options[0], want)
		})
		t.Run("no option goes away", func(t *testing.T) {
			in := questionOfPage(f, s, q.ID)
			in.OptionsJa[1], in.OptionsEn[1] = "", ""
			err := f.service.EditQuestion(ctx, f.event, s.ID, q.ID, in)
			if fields(err)["options"] == "" {
				t.Errorf("got %v", err)
			}
		})
	})
}

// questionOfPage is a question as its form shows it.
func questionOfPage(f *fixture, s *models.Survey, id string) *question.Input {
	f.t.Helper()
	page, err := f.service.QuestionPage(f.t.Context(), f.event, s.ID, id)
	if err != nil {
		f.t.Fatal(err)
	}
	return page.Input
}

// Staff put the options of an opened survey into another order: every answer still means what the person chose.
func TestMovedOptionsKeepTheirAnswers(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db)
		for name, options := range map[string]string{
			"with English": "賛成 | Yes\n反対 | No", "without English": "賛成\n反対",
		} {
			t.Run(name, func(t *testing.T) {
				ctx := t.Context()
				s, err := f.service.Create(ctx, f.event, &survey.SettingsInput{TitleJa: "投票"})
				if err != nil {
					t.Fatal(err)
				}
				in := &question.Input{Slug: "vote", Kind: models.QuestionSingle, TitleJa: "賛否", Options: options}
				if err := f.service.AddQuestion(ctx, f.event, s.ID, in); err != nil {
					t.Fatal(err)
				}
				if err := f.service.Open(ctx, f.event, s.ID); err != nil {
					t.Fatal(err)
				}
				q := f.read(s.ID).Questions[0]
				for i := range 20 {
					f.answer(s, models.ModeOnline, "vote", q.Options[i/18].Slug)
				}
				typed := questionOfPage(f, s, q.ID)
				typed.OptionPlaces = []string{"2", "1"}
				if err := f.service.EditQuestion(ctx, f.event, s.ID, q.ID, typed); err != nil {
					t.Fatal(err)
				}
				if err := f.service.Close(ctx, f.event, s.ID); err != nil {
					t.Fatal(err)
				}
				expectVotes(f, s, q.Options)
			})
		}
	})
}

// expectVotes demands 18 votes for the first option and 2 for the second, by page, summary, codebook and table.
func expectVotes(f *fixture, s *models.Survey, options []models.Option) {
	f.t.Helper()
	results, err := f.service.Results(f.t.Context(), f.event, s.ID, "")
	if err != nil {
		f.t.Fatal(err)
	}
	bars := []question.Bar{
		{LabelJa: "反対", LabelEn: options[1].TextEn, Count: 2}, {LabelJa: "賛成", LabelEn: options[0].TextEn, Count: 18},
	}
	expectEqual(f.t, "bars of the page", results.Questions[0].Bars, bars)
	summary, err := f.service.KeyResults(f.t.Context(), f.event)
	if err != nil {
		f.t.Fatal(err)
	}
	expectEqual(f.t, "bars of the summary", summary[len(summary)-1].Bars, bars)
	export := exportOf(f.t, f, s)
	column := export.Columns[slices.IndexFunc(export.Columns, func(c question.Column) bool { return c.Name == "vote" })]
	expectEqual(f.t, "codes", column.Values, []question.Code{
		{Value: options[1].Slug, LabelJa: "反対", LabelEn: options[1].TextEn},
		{Value: options[0].Slug, LabelJa: "賛成", LabelEn: options[0].TextEn},
	})
	text := csvOf(f.t, f, s)
	expectEqual(f.t, "rows of 賛成", strings.Count(text, ","+options[0].Slug+"\r\n"), 18)
	expectEqual(f.t, "rows of 反対", strings.Count(text, ","+options[1].Slug+"\r\n"), 2)
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
				expectEqual(t, "error", models.CodeOf(err), models.CodeNotFound)
			})
		}
	})
}
