package survey_test

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"meguri/app/service/question"
	"meguri/app/survey"
	"meguri/models"
	"meguri/models/modelstest"
)

func TestSettings(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f, ctx := newFixture(t, db), t.Context()
		f.beforeTheEnd()
		input := func(change func(in *survey.SettingsInput)) *survey.SettingsInput {
			in := &survey.SettingsInput{
				TitleJa: "ご感想", TitleEn: "Your view", IntroJa: "一行目\n  二行目", IntroEn: "Hello",
				OpensAfterEvent: true, ClosesAt: "2199-12-31T23:30",
			}
			change(in)
			return in
		}
		t.Run("come back as they were typed", func(t *testing.T) {
			in := input(func(*survey.SettingsInput) {})
			s, err := f.service.Create(ctx, f.event, in)
			if err != nil {
				t.Fatal(err)
			}
			page, err := f.service.SettingsPage(ctx, f.event, s.ID)
			if err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(page.Input, in) {
				t.Errorf("got %+v, want %+v", page.Input, in)
			}
		})
		t.Run("close on the clock of the event", func(t *testing.T) {
			s, err := f.service.Create(ctx, f.event, input(func(*survey.SettingsInput) {}))
			if err != nil {
				t.Fatal(err)
			}
			if want := time.Date(2199, 12, 31, 23, 30, 0, 0, f.event.Zone()); !f.read(s.ID).ClosesAt.Equal(want) {
				t.Errorf("closes at %s, want %s", s.ClosesAt, want)
			}
		})
		t.Run("are cleaned by the rule of all texts", func(t *testing.T) {
			s, err := f.service.Create(ctx, f.event, input(func(in *survey.SettingsInput) {
				in.TitleJa, in.IntroJa = "感\u200b想\u202e\n（２）", "か\u3099\r\n\u2067\tい "
			}))
			if err != nil {
				t.Fatal(err)
			}
			if s.TitleJa != "感想 （２）" {
				t.Errorf("title %q", s.TitleJa)
			}
			if s.IntroJa != "が\n    い" {
				t.Errorf("introduction %q", s.IntroJa)
			}
		})
		const past = "survey.closes_past"
		short, long := strings.Repeat("あ", 201), strings.Repeat("あ", 2001)
		for name, c := range map[string]struct {
			change       func(in *survey.SettingsInput)
			field, fault string
		}{
			"no title":             {func(in *survey.SettingsInput) { in.TitleJa = "\u200b" }, "title_ja", "field.required"},
			"a long title":         {func(in *survey.SettingsInput) { in.TitleJa = short }, "title_ja", "survey.too_long"},
			"a long English title": {func(in *survey.SettingsInput) { in.TitleEn = short }, "title_en", "survey.too_long"},
			"a long introduction":  {func(in *survey.SettingsInput) { in.IntroJa = long }, "intro_ja", "survey.too_long"},
			"no time":              {func(in *survey.SettingsInput) { in.ClosesAt = "tomorrow" }, "closes_at", "field.time"},
			"a time that is past":  {func(in *survey.SettingsInput) { in.ClosesAt = "2001-01-01T00:00" }, "closes_at", past},
		} {
			t.Run("refuses "+name, func(t *testing.T) {
				_, err := f.service.Create(ctx, f.event, input(c.change))
				if got, want := fields(err), (map[string]string{c.field: c.fault}); !reflect.DeepEqual(got, want) {
					t.Errorf("got %v, want %v", got, want)
				}
			})
		}
		t.Run("of a new survey open after the event", func(t *testing.T) {
			page := f.service.NewPage(f.event)
			if page.Survey != nil || page.Ended || !page.Input.OpensAfterEvent {
				t.Errorf("%+v", page)
			}
		})
	})
}

func TestEditorPage(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db)
		page := func(s *models.Survey) *survey.EditorPage {
			t.Helper()
			page, err := f.service.EditorPage(t.Context(), f.event, s.ID)
			if err != nil {
				t.Fatal(err)
			}
			return page
		}
		draft := f.draft()
		t.Run("has the questions with their ids", func(t *testing.T) {
			questions := page(draft).Questions
			if len(questions) != len(draft.Questions) {
				t.Fatalf("%d questions", len(questions))
			}
			if questions[3].ID != draft.Questions[3].ID || questions[3].Slug != "themes" {
				t.Errorf("%+v", questions[3])
			}
		})
		t.Run("offers every kind", func(t *testing.T) {
			if got := page(draft).Kinds; !reflect.DeepEqual(got, question.Kinds()) {
				t.Errorf("got %v", got)
			}
		})
		t.Run("knows that the event is over", func(t *testing.T) {
			if !page(draft).Ended {
				t.Error("it does not")
			}
		})
		t.Run("is frozen by the opening", func(t *testing.T) {
			if page(draft).Frozen {
				t.Error("a draft is frozen")
			}
			if !page(f.open()).Frozen {
				t.Error("an open survey is not")
			}
		})
	})
}

func TestQuestionPage(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f, ctx := newFixture(t, db), t.Context()
		s := f.draft()
		t.Run("shows a question as it was typed", func(t *testing.T) {
			page, err := f.service.QuestionPage(ctx, f.event, s.ID, s.Questions[2].ID)
			if err != nil {
				t.Fatal(err)
			}
			if page.ID != s.Questions[2].ID || page.Frozen {
				t.Errorf("id %s, frozen: %v", page.ID, page.Frozen)
			}
			if !reflect.DeepEqual(*page.Input, questionInputs[2]) {
				t.Errorf("got %+v, want %+v", *page.Input, questionInputs[2])
			}
		})
		t.Run("begins a new one as a choice", func(t *testing.T) {
			page, err := f.service.NewQuestionPage(ctx, f.event, s.ID)
			if err != nil {
				t.Fatal(err)
			}
			if page.ID != "" || page.Input.Kind != models.QuestionSingle {
				t.Errorf("id %q, kind %s", page.ID, page.Input.Kind)
			}
		})
		t.Run("knows no question of another survey", func(t *testing.T) {
			_, err := f.service.QuestionPage(ctx, f.event, f.draft().ID, s.Questions[0].ID)
			if models.CodeOf(err) != models.CodeNotFound {
				t.Errorf("got %v", err)
			}
		})
	})
}

func TestAnswerPage(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f, ctx := newFixture(t, db), t.Context()
		draft, s := f.draft(), f.open()
		guest := f.register(models.ModeVenue)
		t.Run("asks every question of who may answer", func(t *testing.T) {
			page, err := f.service.AnswerPage(ctx, f.event, guest, s.ID)
			if err != nil {
				t.Fatal(err)
			}
			if page.Eligibility != survey.MayAnswer || len(page.Questions) != len(questionInputs) {
				t.Errorf("eligibility %s, %d questions", page.Eligibility, len(page.Questions))
			}
		})
		t.Run("is previewed before it opens", func(t *testing.T) {
			page, err := f.service.PreviewPage(ctx, f.event, draft.ID)
			if err != nil {
				t.Fatal(err)
			}
			if page.Survey.ID != draft.ID || len(page.Questions) != len(questionInputs) {
				t.Errorf("%d questions of %s", len(page.Questions), page.Survey.ID)
			}
		})
		t.Run("says why there is nothing to answer", func(t *testing.T) {
			f.expectEligibility(guest, draft, survey.NotYetOpen)
			f.expectEligibility(f.register(""), s, survey.NotAttended)
		})
	})
}

func TestList(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db)
		s := f.open()
		f.draft()
		for range 3 {
			f.register(models.ModeOnline)
		}
		f.invite()
		f.answer(s, models.ModeOnline)
		list, err := f.service.List(t.Context(), f.event)
		if err != nil {
			t.Fatal(err)
		}
		if len(list) != 2 {
			t.Fatalf("%d surveys", len(list))
		}
		if got := list[0]; got.ID != s.ID || got.Invited != 4 || got.Responses != 1 || got.Rate() != 25 {
			t.Errorf("%d of %d answered, %d %%", got.Responses, got.Invited, got.Rate())
		}
		if got := list[1]; got.Invited != 0 || got.Rate() != 0 {
			t.Errorf("%d invited, %d %%", got.Invited, got.Rate())
		}
	})
}
