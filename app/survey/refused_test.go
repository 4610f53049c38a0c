package survey_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"meguri/app/survey"
	"meguri/models"
	"meguri/models/modelstest"
)

// What everybody answered is known of each of them.
func TestWhenAllAnswerTheSame(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db)
		s := f.open()
		for range 12 {
			f.answer(s, models.ModeOnline)
		}
		f.close(s)
		for _, slug := range []string{"overall", "source", "themes"} {
			q := questionOf(t, f.results(s), slug)
			expectEqual(t, slug, q.NotShown, "survey.withheld_same")
			expectEqual(t, "bars of "+slug, len(q.Bars), 0)
		}
	})
}

func TestAFilterThatLeavesOneIsRefused(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db)
		s := f.open()
		f.answerVaried(s, models.ModeVenue, 20)
		f.answerVaried(s, models.ModeOnline, 1)
		f.close(s)
		for _, view := range []survey.View{{By: "mode", Is: "online"}, {By: "mode", Is: "venue"}} { // 20 leave the one
			r := f.look(s, view)
			if r.Refused == "" || len(r.Questions) != 0 {
				t.Errorf("%+v is shown: %q, %d questions", view, r.Refused, len(r.Questions))
			}
		}
	})
}

// A text of forty thousand characters is refused beside its question, and nothing is stored.
func TestFortyThousandCharacters(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db)
		s, attendee := f.open(), f.register(models.ModeOnline)
		for _, letter := range []string{"あ", "😀", "한"} {
			long := given("q6", strings.Repeat(letter, 40_000))
			eligibility, err := f.service.Answering.Answer(t.Context(), f.event, attendee, s.ID, long, "ja")
			expectEqual(t, "error", models.CodeOf(err), models.CodeInvalid)
			expectEqual(t, "faults", slices.Collect(maps.Keys(fields(err))), []string{"q_q6"})
			expectEqual(t, "eligibility", eligibility, survey.MayAnswer)
		}
		expectEqual(t, "responses", len(f.responses(s)), 0)
		most := given("q6", strings.Repeat("😀", 4000))
		eligibility, err := f.service.Answering.Answer(t.Context(), f.event, attendee, s.ID, most, "ja")
		if err != nil || eligibility != survey.MayAnswer {
			t.Errorf("the longest text: %s, %v", eligibility, err)
		}
	})
}
