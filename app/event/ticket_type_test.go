package event_test

import (
	"testing"

	"meguri/app/event"
	"meguri/models"
	"meguri/models/modelstest"
)

func (f *fixture) ticketType(t *testing.T, slug string) *models.TicketType {
	t.Helper()
	ticketType, err := f.query(t).TicketTypes().BySlug(f.event, slug)
	must(t, err)
	return ticketType
}

// saveCapacity saves a ticket type with another capacity.
func (f *fixture) saveCapacity(t *testing.T, ticketType *models.TicketType, capacity string) error {
	t.Helper()
	return f.events.SaveTicketType(t.Context(), f.event, ticketType.ID, ticketTypeInput(ticketType, capacity))
}

func ticketTypeInput(ticketType *models.TicketType, capacity string) *event.TicketTypeInput {
	return &event.TicketTypeInput{
		Version:  ticketType.Version,
		NameJa:   ticketType.NameJa,
		NameEn:   ticketType.NameEn,
		Mode:     ticketType.Mode,
		Capacity: capacity,
	}
}

func slugsOf(list []models.TicketType) []string {
	var slugs []string
	for _, ticketType := range list {
		slugs = append(slugs, ticketType.Slug)
	}
	return slugs
}

func TestCapacityIsNeverBelowWhatIsTaken(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		modelstest.Registration(t, f.db, f.event, "venue")
		modelstest.Registration(t, f.db, f.event, "venue")
		wantFault(t, f.saveCapacity(t, f.ticketType(t, "venue"), "1"), "capacity", "ticket_type.below_taken")
		equal(t, "the ticket types with places to give", f.changed, nil)
		equal(t, "the capacity", *f.ticketType(t, "venue").Capacity, 2)
	})
}

func TestALargerCapacityGoesToThoseWhoWait(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		venue := f.ticketType(t, "venue")
		must(t, f.saveCapacity(t, venue, "４０"))
		equal(t, "the capacity", *f.ticketType(t, "venue").Capacity, 40)
		equal(t, "the ticket types with places to give", f.changed, []string{venue.ID})
	})
}

func TestALimitIsTakenAway(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		must(t, f.saveCapacity(t, f.ticketType(t, "venue"), " "))
		equal(t, "the capacity", f.ticketType(t, "venue").Capacity, nil)
	})
}

func TestPlacesOfADraftAreGivenToNobody(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		f.event.State = models.EventDraft
		must(t, f.saveCapacity(t, f.ticketType(t, "venue"), "40"))
		equal(t, "the ticket types with places to give", f.changed, nil)
	})
}

func TestTheSecondOfTwoWhoChangeATicketTypeIsTold(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		seen := f.ticketType(t, "venue")
		must(t, f.saveCapacity(t, seen, "60"))
		wantError(t, f.saveCapacity(t, seen, ""), models.CodeConflict, "ticket_type.changed_meanwhile")
		equal(t, "the capacity", *f.ticketType(t, "venue").Capacity, 60)
	})
}

func TestATicketTypeThatPeopleChoseStaysWhatItIs(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		modelstest.Registration(t, f.db, f.event, "venue")
		venue := f.ticketType(t, "venue")
		in := ticketTypeInput(venue, "")
		in.Mode = models.ModeOnline
		wantFault(t, f.events.SaveTicketType(t.Context(), f.event, venue.ID, in), "mode", "ticket_type.mode_in_use")
		err := f.events.DeleteTicketType(t.Context(), f.event, venue.ID)
		wantError(t, err, models.CodeConflict, "ticket_type.in_use")
	})
}

func TestATicketTypeThatNobodyChose(t *testing.T) {
	t.Run("gets another mode", func(t *testing.T) {
		each(t, func(t *testing.T, f *fixture) {
			venue := f.ticketType(t, "venue")
			in := ticketTypeInput(venue, "")
			in.Mode = models.ModeOnline
			must(t, f.events.SaveTicketType(t.Context(), f.event, venue.ID, in))
			equal(t, "the mode", f.ticketType(t, "venue").Mode, models.ModeOnline)
		})
	})
	t.Run("is deleted", func(t *testing.T) {
		each(t, func(t *testing.T, f *fixture) {
			must(t, f.events.DeleteTicketType(t.Context(), f.event, f.ticketType(t, "online").ID))
			equal(t, "the ticket types", f.order(t), []string{"venue"})
		})
	})
}

func TestAnotherEventsTicketTypeIsNotFound(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		venue := f.ticketType(t, "venue")
		other := modelstest.Summit(t, f.db, "other")
		for what, err := range map[string]error{
			"saving":   f.events.SaveTicketType(t.Context(), other, venue.ID, ticketTypeInput(venue, "")),
			"deleting": f.events.DeleteTicketType(t.Context(), other, venue.ID),
			"moving":   f.events.MoveTicketType(t.Context(), other, venue.ID, 1),
		} {
			equal(t, "the error of "+what, models.CodeOf(err), models.CodeNotFound)
		}
	})
}

func (f *fixture) order(t *testing.T) []string {
	t.Helper()
	list, err := f.query(t).TicketTypes().OfEvent(f.event)
	must(t, err)
	return slugsOf(list)
}

func TestNewTicketTypesComeLast(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		in := &event.TicketTypeInput{Slug: " Student ", NameJa: "学生", Mode: models.ModeVenue}
		must(t, f.events.SaveTicketType(t.Context(), f.event, "", in))
		equal(t, "the order", f.order(t), []string{"venue", "online", "student"})
		wantFault(t, f.events.SaveTicketType(t.Context(), f.event, "", in), "slug", "ticket_type.slug_taken")
		in.Slug = "学生"
		wantFault(t, f.events.SaveTicketType(t.Context(), f.event, "", in), "slug", "event.slug_form")
	})
}

func TestMoveTicketType(t *testing.T) {
	for name, c := range map[string]struct {
		slug string
		by   int
		want []string
	}{
		"up":                {"online", -1, []string{"online", "venue"}},
		"down":              {"venue", 1, []string{"online", "venue"}},
		"up from the top":   {"venue", -1, []string{"venue", "online"}},
		"down from the end": {"online", 1, []string{"venue", "online"}},
	} {
		t.Run(name, func(t *testing.T) {
			each(t, func(t *testing.T, f *fixture) {
				must(t, f.events.MoveTicketType(t.Context(), f.event, f.ticketType(t, c.slug).ID, c.by))
				equal(t, "the order", f.order(t), c.want)
			})
		})
	}
}
