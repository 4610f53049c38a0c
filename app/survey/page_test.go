package survey_test

import (
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
				OpensAfterEvent: true, ClosesAt: "2199-12-31T23:30", Audience: models.AskOnline, Anonymity: models.SurveyNamed,
				Reminder1: "2199-12-01T09:00", Reminder2: "2199-12-20T09:00",
			}
			change(in)
			return in
		}
		t.Run("come back as they were typed", func(t *testing.T) {
			in := input(func(*survey.SettingsInput) {})
			s, err := f.service.Writing.Create(ctx, f.event, in)
			if err != nil {
				t.Fatal(err)
			}
			page, err := f.service.Writing.SettingsPage(ctx, f.event, s.ID)
			if err != nil {
				t.Fatal(err)
			}
			expectEqual(t, "input", page.Input, in)
		})
		t.Run("close on the clock of the event", func(t *testing.T) {
			s, err := f.service.Writing.Create(ctx, f.event, input(func(*survey.SettingsInput) {}))
			if err != nil {
				t.Fatal(err)
			}
			expectEqual(t, "end", *f.read(s.ID).ClosesAt, time.Date(2199, 12, 31, 23, 30, 0, 0, f.event.Zone()))
		})
		t.Run("are cleaned by the rule of all texts", func(t *testing.T) {
			s, err := f.service.Writing.Create(ctx, f.event, input(func(in *survey.SettingsInput) {
				in.TitleJa, in.IntroJa = "感\u200b想\u202e\n（２）", "か\u3099\r\n\u2067\tい "
			}))
			if err != nil {
				t.Fatal(err)
			}
			expectEqual(t, "title", s.TitleJa, "感想 （２）")
			expectEqual(t, "introduction", s.IntroJa, "が\n    い")
		})
		const past = "survey.closes_past"
		short, long := strings.Repeat("あ", 201), strings.Repeat("あ", 2001)
		for name, c := range map[string]struct {
			change       func(in *survey.SettingsInput)
			field, fault string
		}{
			"no title":             {func(in *survey.SettingsInput) { in.TitleJa = "\u200b" }, "title_ja", "field.required"},
			"a long title":         {func(in *survey.SettingsInput) { in.TitleJa = short }, "title_ja", "field.too_long"},
			"a long English title": {func(in *survey.SettingsInput) { in.TitleEn = short }, "title_en", "field.too_long"},
			"a long introduction":  {func(in *survey.SettingsInput) { in.IntroJa = long }, "intro_ja", "field.too_long"},
			"no time":              {func(in *survey.SettingsInput) { in.ClosesAt = "tomorrow" }, "closes_at", "field.time"},
			"a time that is past":  {func(in *survey.SettingsInput) { in.ClosesAt = "2001-01-01T00:00" }, "closes_at", past},
		} {
			t.Run("refuses "+name, func(t *testing.T) {
				_, err := f.service.Writing.Create(ctx, f.event, input(c.change))
				expectEqual(t, "faults", fields(err), map[string]string{c.field: c.fault})
			})
		}
		t.Run("of a new survey open after the event", func(t *testing.T) {
			page, err := f.service.Writing.NewPage(ctx, f.event)
			if err != nil {
				t.Fatal(err)
			}
			expectEqual(t, "survey", page.Survey, nil)
			expectEqual(t, "ended", page.Ended, false)
			expectEqual(t, "opens after the event", page.Input.OpensAfterEvent, true)
		})
	})
}

func TestEditorPage(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db)
		page := func(s *models.Survey) *survey.EditorPage {
			t.Helper()
			page, err := f.service.Writing.EditorPage(t.Context(), f.event, s.ID, nil, 1)
			if err != nil {
				t.Fatal(err)
			}
			return page
		}
		draft := f.draft()
		t.Run("has the questions with their ids", func(t *testing.T) {
			list := page(draft).Rows
			expectEqual(t, "rows with the empty one", len(list), len(draft.Questions)+1)
			expectEqual(t, "id", list[3].ID, draft.Questions[3].ID)
			expectEqual(t, "slug", list[3].Slug, "themes")
			expectEqual(t, "summary", list[3].Summary(), "時間／スキル／循環")
			expectEqual(t, "lines with those for more options", len(list[3].OptionLines()), 6)
			expectEqual(t, "kind of a new one", list[6].Kind, models.QuestionSingle)
		})
		t.Run("offers every kind", func(t *testing.T) {
			expectEqual(t, "kinds", page(draft).Kinds, question.Kinds())
		})
		t.Run("knows that the event is over", func(t *testing.T) {
			expectEqual(t, "ended", page(draft).Ended, true)
		})
		t.Run("is frozen by the opening", func(t *testing.T) {
			expectEqual(t, "a draft is frozen", page(draft).Frozen, false)
			expectEqual(t, "an open survey is frozen", page(f.open()).Frozen, true)
		})
	})
}

func TestAnswerPage(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f, ctx := newFixture(t, db), t.Context()
		draft, s := f.draft(), f.open()
		attendee := f.register(models.ModeVenue)
		t.Run("asks every question of who may answer", func(t *testing.T) {
			page, err := f.service.Answering.AnswerPage(ctx, f.event, attendee, s.ID)
			if err != nil {
				t.Fatal(err)
			}
			expectEqual(t, "eligibility", page.Eligibility, survey.MayAnswer)
			expectEqual(t, "number of questions", len(page.Questions), len(questionInputs))
		})
		t.Run("is previewed before it opens", func(t *testing.T) {
			page, err := f.service.Writing.PreviewPage(ctx, f.event, draft.ID)
			if err != nil {
				t.Fatal(err)
			}
			expectEqual(t, "survey", page.Survey.ID, draft.ID)
			expectEqual(t, "number of questions", len(page.Questions), len(questionInputs))
		})
		t.Run("says why there is nothing to answer", func(t *testing.T) {
			f.expectEligibility(attendee, draft, survey.NotYetOpen)
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
		list, err := f.service.Writing.List(t.Context(), f.event)
		if err != nil {
			t.Fatal(err)
		}
		if len(list) != 2 {
			t.Fatalf("%d surveys", len(list))
		}
		open, draft := list[0], list[1]
		expectEqual(t, "first survey", open.ID, s.ID)
		expectEqual(t, "number of invited people", open.Invited, 4)
		expectEqual(t, "number of responses", open.Responses, survey.Count{Key: "survey.count_below_step"})
		expectEqual(t, "number of people invited to a draft", draft.Invited, 0)
		expectEqual(t, "rate of a draft", draft.Rate(), 0)
	})
}
