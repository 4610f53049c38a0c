package survey_test

import (
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"meguri/app/survey"
	"meguri/models"
	"meguri/models/modelstest"
)

func TestAnswering(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f, ctx := newFixture(t, db), t.Context()
		draft := f.draft()
		s := f.open()
		attendee := f.register(models.ModeVenue)
		t.Run("keeps what was said, and nothing of who or when", func(t *testing.T) {
			eligibility, err := f.service.Answering.Answer(ctx, f.event, attendee, s.ID, given(), "en")
			if err != nil {
				t.Fatal(err)
			}
			expectEqual(t, "eligibility", eligibility, survey.MayAnswer)
			list := f.responses(s)
			if len(list) != 1 {
				t.Fatalf("%d responses", len(list))
			}
			r := list[0]
			expectEqual(t, "mode", r.Mode, models.ModeVenue)
			expectEqual(t, "locale", r.Locale, "en")
			expectEqual(t, "version of the UUID", r.ID[14:15], "4") // random
			expectEqual(t, "choices", r.Answers["themes"], []string{"time", "skills"})
			expectEqual(t, "text", r.Answers["q6"], []string{"一行目\n二行目"})
		})
		t.Run("only once", func(t *testing.T) {
			eligibility, err := f.service.Answering.Answer(ctx, f.event, attendee, s.ID, given(), "ja")
			if err != nil {
				t.Fatal(err)
			}
			expectEqual(t, "eligibility", eligibility, survey.HasAnswered)
			expectEqual(t, "number of responses", len(f.responses(s)), 1)
		})
		t.Run("not before the opening, nor without having attended, nor at another event", func(t *testing.T) {
			eligibility, err := f.service.Answering.Answer(ctx, f.event, f.register(models.ModeOnline), draft.ID, given(), "ja")
			if err != nil {
				t.Fatal(err)
			}
			expectEqual(t, "eligibility of a draft", eligibility, survey.NotYetOpen)
			eligibility, err = f.service.Answering.Answer(ctx, f.event, f.register(""), s.ID, given(), "ja")
			if err != nil {
				t.Fatal(err)
			}
			expectEqual(t, "eligibility of who was absent", eligibility, survey.NotAttended)
			other := modelstest.Summit(t, db, "other")
			_, err = f.service.Answering.Answer(ctx, other, attendee, s.ID, given(), "ja")
			expectEqual(t, "error at another event", models.CodeOf(err), models.CodeNotFound)
		})
		t.Run("finds fault beside each question", func(t *testing.T) {
			r := f.register(models.ModeOnline)
			for _, c := range []struct{ slug, value, fault string }{
				{"overall", "", "question.choose"}, {"overall", "6", "field.choice"}, {"overall", "4.5", "field.choice"},
				{"recommend", "11", "field.choice"}, {"source", "moon", "field.choice"}, {"themes", "moon", "field.choice"},
				{"word", strings.Repeat("あ", 201), "question.answer_long_short"},
				{"q6", strings.Repeat("あ", 4001), "question.answer_long_long"},
			} {
				_, err := f.service.Answering.Answer(ctx, f.event, r, s.ID, given(c.slug, c.value), "ja")
				expectEqual(t, "faults of "+c.slug, fields(err), map[string]string{"q_" + c.slug: c.fault})
			}
			several := given()
			several["q_source"] = []string{"city_news", "o3"}
			_, err := f.service.Answering.Answer(ctx, f.event, r, s.ID, several, "ja")
			expectEqual(t, "fault of two answers", fields(err)["q_source"], "field.choice")
		})
		t.Run("questions that are not required may stay open", func(t *testing.T) {
			f.answer(s, models.ModeOnline, "recommend", "", "themes", "", "word", " ", "q6", "")
		})
		t.Run("cleans what was written", func(t *testing.T) {
			s := f.open()
			f.answer(s, models.ModeOnline, "word", "か\u3099\u202e", "q6", "一\u200b\r\n\u2066二")
			answers := f.responses(s)[0].Answers
			expectEqual(t, "short text", answers["word"], []string{"が"})
			expectEqual(t, "long text", answers["q6"], []string{"一\n二"})
		})
	})
}

// The same person sends fifty requests at once, as by a double click, in two windows, or over a network that repeats.
func TestOneInvitationMakesOneResponse(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db)
		s, attendee := f.open(), f.register(models.ModeOnline)
		var stored, refused, failed atomic.Int32
		var all sync.WaitGroup
		for range 50 {
			all.Go(func() {
				eligibility, err := f.service.Answering.Answer(t.Context(), f.event, attendee, s.ID, given(), "ja")
				switch {
				case err != nil:
					failed.Add(1)
				case eligibility == survey.MayAnswer:
					stored.Add(1)
				case eligibility == survey.HasAnswered:
					refused.Add(1)
				}
			})
		}
		all.Wait()
		expectEqual(t, "stored", stored.Load(), 1)
		expectEqual(t, "refused", refused.Load(), 49)
		expectEqual(t, "failed", failed.Load(), 0)
		expectEqual(t, "number of responses", len(f.responses(s)), 1)
	})
}
