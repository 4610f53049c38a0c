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
		guest := f.register(models.ModeVenue)
		t.Run("keeps what was said, the day, and nothing of who", func(t *testing.T) {
			eligibility, err := f.service.Answer(ctx, f.event, guest, s.ID, given(), "en")
			if err != nil || eligibility != survey.MayAnswer {
				t.Fatalf("%s, %v", eligibility, err)
			}
			list := f.responses(s)
			if len(list) != 1 {
				t.Fatalf("%d responses", len(list))
			}
			r := list[0]
			if r.Mode != models.ModeVenue || r.Locale != "en" {
				t.Errorf("mode %q, locale %q", r.Mode, r.Locale)
			}
			if today := f.event.Local(db.Now()).Format("2006-01-02"); r.SubmittedOn != today {
				t.Errorf("submitted on %s, not %s", r.SubmittedOn, today)
			}
			if r.ID[14] != '4' {
				t.Errorf("the id %s is not random", r.ID)
			}
			values := map[string][]string{}
			for _, a := range r.Answers {
				values[a.QuestionID] = append(values[a.QuestionID], a.Value)
			}
			if got := strings.Join(values[s.Questions[3].ID], ","); got != "time,skills" {
				t.Errorf("choices %q", got)
			}
			if got := values[s.Questions[5].ID][0]; got != "一行目\n二行目" {
				t.Errorf("text %q", got)
			}
		})
		t.Run("only once", func(t *testing.T) {
			eligibility, err := f.service.Answer(ctx, f.event, guest, s.ID, given(), "ja")
			if err != nil || eligibility != survey.HasAnswered || len(f.responses(s)) != 1 {
				t.Fatalf("%s, %v, %d responses", eligibility, err, len(f.responses(s)))
			}
		})
		t.Run("not before the opening, nor without having attended, nor at another event", func(t *testing.T) {
			eligibility, err := f.service.Answer(ctx, f.event, f.register(models.ModeOnline), draft.ID, given(), "ja")
			if err != nil || eligibility != survey.NotYetOpen {
				t.Errorf("draft: %s, %v", eligibility, err)
			}
			eligibility, err = f.service.Answer(ctx, f.event, f.register(""), s.ID, given(), "ja")
			if err != nil || eligibility != survey.NotAttended {
				t.Errorf("absent: %s, %v", eligibility, err)
			}
			other := modelstest.Summit(t, db, "other")
			if _, err := f.service.Answer(ctx, other, guest, s.ID, given(), "ja"); models.CodeOf(err) != models.CodeNotFound {
				t.Errorf("other event: %v", err)
			}
		})
		t.Run("finds fault beside each question", func(t *testing.T) {
			r := f.register(models.ModeOnline)
			for _, c := range []struct{ slug, value, fault string }{
				{"overall", "", "question.choose"}, {"overall", "6", "field.choice"}, {"overall", "4.5", "field.choice"},
				{"recommend", "11", "field.choice"}, {"source", "moon", "field.choice"}, {"themes", "moon", "field.choice"},
				{"word", strings.Repeat("あ", 201), "question.answer_long_short"},
				{"q6", strings.Repeat("あ", 4001), "question.answer_long_long"},
			} {
				_, err := f.service.Answer(ctx, f.event, r, s.ID, given(c.slug, c.value), "ja")
				if got := fields(err); got["q_"+c.slug] != c.fault || len(got) != 1 {
					t.Errorf("%s=%.10q: %v", c.slug, c.value, got)
				}
			}
			several := given()
			several["q_source"] = []string{"city_news", "o3"}
			if _, err := f.service.Answer(ctx, f.event, r, s.ID, several, "ja"); fields(err)["q_source"] != "field.choice" {
				t.Errorf("two answers to a single choice: %v", err)
			}
		})
		t.Run("questions that are not required may stay open", func(t *testing.T) {
			f.answer(s, models.ModeOnline, "recommend", "", "themes", "", "word", " ", "q6", "")
		})
		t.Run("cleans what was written", func(t *testing.T) {
			s := f.open()
			f.answer(s, models.ModeOnline, "word", "か\u3099\u202e", "q6", "一\u200b\r\n\u2066二")
			values := map[string]string{}
			for _, a := range f.responses(s)[0].Answers {
				values[a.QuestionID] = a.Value
			}
			if got := values[s.Questions[4].ID]; got != "が" {
				t.Errorf("short text %q", got)
			}
			if got := values[s.Questions[5].ID]; got != "一\n二" {
				t.Errorf("long text %q", got)
			}
		})
	})
}

// Fifty requests of the same person at once: a double click, two windows, a network that repeats.
func TestOneInvitationMakesOneResponse(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db)
		s, guest := f.open(), f.register(models.ModeOnline)
		var stored, refused, failed atomic.Int32
		var all sync.WaitGroup
		for range 50 {
			all.Go(func() {
				eligibility, err := f.service.Answer(t.Context(), f.event, guest, s.ID, given(), "ja")
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
		if stored.Load() != 1 || refused.Load() != 49 || failed.Load() != 0 {
			t.Errorf("%d stored, %d refused, %d failed", stored.Load(), refused.Load(), failed.Load())
		}
		if got := len(f.responses(s)); got != 1 {
			t.Errorf("%d responses", got)
		}
	})
}
