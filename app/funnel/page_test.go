package funnel

import (
	"fmt"
	"maps"
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

// Those who chose one ticket type stop elsewhere than those who chose another.
func TestEachTicketTypeHasItsOwnStop(t *testing.T) {
	types := []models.TicketType{{Slug: "venue"}, {Slug: "online"}, {Slug: "unused"}}
	form := &models.FormVersion{Questions: []models.FormQuestion{{Slug: "lunch"}}}
	count := func(of string, step models.FormStep, field string, n int) models.FormCount {
		return models.FormCount{TicketType: of, Step: step, Field: field, Times: n}
	}
	counts := []models.FormCount{
		count("", models.FormOpened, "", 50),
		count("venue", models.FormTouched, "", 20), count("venue", models.FormReached, "you", 20),
		count("venue", models.FormReached, "q_lunch", 8), count("venue", models.FormSent, "", 7),
		count("online", models.FormTouched, "", 20), count("online", models.FormReached, "you", 9),
		count("online", models.FormSent, "", 9), count("online", models.FormConfirmed, "", 8),
	}
	p := &Page{}
	p.readTypes(counts, types, form)
	got := map[string]string{}
	for _, row := range p.Types {
		if row.Loss != nil {
			got[row.Type.Slug] = fmt.Sprint(row.Loss.Step, " ", row.Loss.Field, " ", row.Loss.Lost)
		}
	}
	want := map[string]string{"venue": "reached q_lunch 12", "online": "reached you 11"}
	if !maps.Equal(got, want) {
		t.Errorf("people stop at %v, not %v", got, want)
	}
}
