package survey_test

import (
	"testing"

	"meguri/models"
	"meguri/models/modelstest"
)

func TestResultsStandOnTheEventsPageWhenStaffSaySo(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db)
		public := func() int {
			list, err := f.service.Reading.PublicResults(t.Context(), f.event)
			if err != nil {
				t.Fatal(err)
			}
			return len(list)
		}
		publish := func(s *models.Survey, on bool) error {
			return f.service.Reading.PublishResults(t.Context(), f.event, s.ID, on)
		}
		s := f.open()
		if code := models.CodeOf(publish(s, true)); code != models.CodeConflict {
			t.Errorf("an open survey: %v", code)
		}
		f.answerVaried(s, models.ModeVenue, 12)
		f.close(s)
		if n := public(); n != 0 {
			t.Errorf("%d results before staff said so", n)
		}
		if err := publish(s, true); err != nil {
			t.Fatal(err)
		}
		key, err := f.service.Reading.KeyResults(t.Context(), f.event)
		if err != nil || public() != len(key) || len(key) == 0 {
			t.Errorf("%d of %d results, %v", public(), len(key), err)
		}
		if err := publish(s, false); err != nil {
			t.Fatal(err)
		}
		if n := public(); n != 0 {
			t.Errorf("%d results after they were taken off", n)
		}
	})
}
