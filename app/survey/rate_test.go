package survey_test

import (
	"testing"

	"meguri/app/survey"
	"meguri/models"
	"meguri/models/modelstest"
)

func (f *fixture) rates(s *models.Survey) map[string][]survey.Rate {
	f.t.Helper()
	list, err := f.service.Reading.Rates(f.t.Context(), f.event, s.ID)
	if err != nil {
		f.t.Fatal(err)
	}
	rates := map[string][]survey.Rate{}
	for _, table := range list {
		rates[table.By] = table.Rows
	}
	return rates
}

func TestRates(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db)
		for range 7 { // asked, and will not answer
			f.register(models.ModeVenue)
		}
		s := f.open()
		f.answerVaried(s, models.ModeOnline, 9)
		rates := f.rates(s)["mode"]
		expectEqual(t, "online before the first step", rates[0], survey.Rate{
			LabelJa: "オンライン", LabelEn: "Online", Asked: 9, IsStep: true,
		})
		t.Run("move with the steps of all responses only", func(t *testing.T) {
			f.answerVaried(s, models.ModeOnline, 3)
			before := f.rates(s)
			expectEqual(t, "online", before["mode"][0].Answered, 10)
			expectEqual(t, "venue", before["mode"][1].Answered, 0)
			for range 6 {
				f.answer(s, models.ModeVenue, varied(1)...)
				expectEqual(t, "rates after one more", f.rates(s), before)
			}
		})
		t.Run("are exact, and for ever, once released", func(t *testing.T) {
			f.answerVaried(s, models.ModeVenue, 4)
			f.close(s)
			rates := f.rates(s)
			expectEqual(t, "by mode", rates["mode"], []survey.Rate{
				{LabelJa: "会場", LabelEn: "Venue", Asked: 17, Answered: 10},
				{LabelJa: "オンライン", LabelEn: "Online", Asked: 12, Answered: 12},
			})
			expectEqual(t, "percent", rates["mode"][0].Percent(), 59)
			expectEqual(t, "by ticket type, of which there is one", rates["ticket"], []survey.Rate(nil))
			f.forgetCounts(s)
			expectEqual(t, "counted anew", f.rates(s), rates)
		})
	})
}

func TestRatesPutSmallGroupsTogether(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db)
		for range 12 {
			f.register(models.ModeOnline)
		}
		for range 4 {
			f.register(models.ModeVenue)
		}
		s := f.open()
		expectEqual(t, "a group of four leaves one group", f.rates(s)["mode"], []survey.Rate(nil))
	})
}
