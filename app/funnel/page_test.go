package funnel

import (
	"testing"

	"meguri/models"
)

// A ticket type that is chosen already, or an optional part, is passed without being filled in: nobody stopped there.
func TestAPartLeftEmptyIsNoStop(t *testing.T) {
	counts := []models.FormCount{
		{Step: models.FormOpened, Times: 100}, {Step: models.FormTouched, Times: 80},
		{Step: models.FormReached, Field: "ticket_type", Times: 5}, {Step: models.FormReached, Field: "you", Times: 78},
		{Step: models.FormReached, Field: "q_lunch", Times: 40}, {Step: models.FormSent, Times: 35},
	}
	form := &models.FormVersion{Questions: []models.FormQuestion{{Slug: "lunch"}}}
	page := &Page{}
	page.readSteps(counts, form)
	if page.Loss == nil || page.Loss.Field != "q_lunch" || page.Loss.Lost != 38 {
		t.Errorf("most are said to have stopped at %+v", page.Loss)
	}
	for _, step := range page.Steps {
		if step.Field == "ticket_type" && step.Lost != 2 {
			t.Errorf("%d are said to have stopped at the ticket type", step.Lost)
		}
	}
	few := &Page{}
	few.readSteps([]models.FormCount{
		{Step: models.FormOpened, Times: 2}, {Step: models.FormSent, Times: 2}, {Step: models.FormConfirmed, Times: 2},
	}, form)
	if few.Loss != nil {
		t.Errorf("somebody is said to have stopped: %+v", few.Loss)
	}
}
