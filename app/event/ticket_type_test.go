package event_test

import (
	"net/url"
	"testing"

	"meguri/app/event"
	"meguri/app/service/rows"
	"meguri/models"
	"meguri/models/modelstest"
)

func (f *fixture) ticketType(t *testing.T, slug string) *models.TicketType {
	t.Helper()
	ticketType, err := f.query(t).TicketTypes().BySlug(f.event, slug)
	must(t, err)
	return ticketType
}

// typesForm is the form of the ticket types as a browser sends it.
func (f *fixture) typesForm(t *testing.T) url.Values {
	t.Helper()
	page, err := f.events.TicketTypesPage(t.Context(), f.event, nil, rows.Blank)
	must(t, err)
	values := url.Values{}
	for _, row := range page.Rows {
		values.Add("row", row.ID)
		for name, value := range map[string]string{
			"was": row.Was, "name_ja": row.NameJa, "name_en": row.NameEn, "mode": string(row.Mode),
			"capacity": row.Capacity, "opens_at": row.OpensAt, "closes_at": row.ClosesAt,
		} {
			values.Set(name+"."+row.ID, value)
		}
	}
	return values
}

func (f *fixture) saveTypes(t *testing.T, values url.Values) error {
	t.Helper()
	return f.events.SaveTicketTypes(t.Context(), f.event, event.ReadTicketTypes(values))
}

// saveCapacity saves a ticket type with another capacity.
func (f *fixture) saveCapacity(t *testing.T, ticketType *models.TicketType, capacity string) error {
	t.Helper()
	values := f.typesForm(t)
	values.Set("capacity."+ticketType.ID, capacity)
	return f.saveTypes(t, values)
}

func slugsOf(list []models.TicketType) []string {
	var slugs []string
	for _, ticketType := range list {
		slugs = append(slugs, ticketType.Slug)
	}
	return slugs
}

func TestACapacityMayBeBelowWhatIsTaken(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		modelstest.Registration(t, f.db, f.event, "venue")
		modelstest.Registration(t, f.db, f.event, "venue")
		must(t, f.saveCapacity(t, f.ticketType(t, "venue"), "1"))
		equal(t, "the capacity", *f.ticketType(t, "venue").Capacity, 1)
		equal(t, "the places taken", f.ticketType(t, "venue").Taken, 2)
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
		venue, online := f.ticketType(t, "venue"), f.ticketType(t, "online")
		mine, theirs := f.typesForm(t), f.typesForm(t)
		theirs.Set("capacity."+venue.ID, "60")
		must(t, f.saveTypes(t, theirs))
		mine.Set("capacity."+venue.ID, "41")
		mine.Set("name_ja."+online.ID, "配信")
		wantError(t, f.saveTypes(t, mine), models.CodeConflict, "rows.changed")
		equal(t, "the capacity", *f.ticketType(t, "venue").Capacity, 60)
		equal(t, "the other row", f.ticketType(t, "online").NameJa, online.NameJa)

		page, err := f.events.TicketTypesPage(t.Context(), f.event, event.ReadTicketTypes(mine), 0)
		must(t, err)
		equal(t, "what was typed", page.Rows[0].Capacity, "41")
		equal(t, "what they saved", page.Rows[0].Theirs, []rows.Difference{{Label: "ticket_type.capacity", Saved: "60"}})
		mine.Set("was."+venue.ID, page.Rows[0].Was) // sent again, as the page has it
		must(t, f.saveTypes(t, mine))
		equal(t, "the capacity", *f.ticketType(t, "venue").Capacity, 41)
	})
}

func TestWhoEditsAnotherTicketTypeIsNotInTheWay(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		mine, theirs := f.typesForm(t), f.typesForm(t)
		theirs.Set("capacity."+f.ticketType(t, "venue").ID, "60")
		must(t, f.saveTypes(t, theirs))
		mine.Set("name_ja."+f.ticketType(t, "online").ID, "配信")
		for range 2 { // a double click
			must(t, f.saveTypes(t, mine))
		}
		equal(t, "the capacity", *f.ticketType(t, "venue").Capacity, 60)
		equal(t, "the name", f.ticketType(t, "online").NameJa, "配信")
	})
}

func TestATicketTypeThatPeopleChoseStaysWhatItIs(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		modelstest.Registration(t, f.db, f.event, "venue")
		venue := f.ticketType(t, "venue")
		values := f.typesForm(t)
		values.Set("mode."+venue.ID, "online")
		values.Set("capacity."+f.ticketType(t, "online").ID, "7")
		wantFault(t, f.saveTypes(t, values), "mode."+venue.ID, "ticket_type.mode_in_use")
		values = f.typesForm(t)
		values.Set("delete."+venue.ID, "true")
		wantFault(t, f.saveTypes(t, values), "name_ja."+venue.ID, "ticket_type.in_use")
		equal(t, "the other capacity", f.ticketType(t, "online").Capacity, nil)
		page, err := f.events.TicketTypesPage(t.Context(), f.event, event.ReadTicketTypes(values), 0)
		must(t, err)
		equal(t, "how many hold it", page.Rows[0].Registered, 1)
		equal(t, "whether it is still to be deleted", page.Rows[0].Delete, false)
	})
}

func TestTicketTypesAreAddedMovedAndDeletedAtOnce(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		venue, online := f.ticketType(t, "venue"), f.ticketType(t, "online")
		values := f.typesForm(t)
		first, second := values["row"][2], values["row"][3]
		values.Set("name_ja."+first, "学生")
		values.Set("name_en."+first, "Student")
		values.Set("name_ja."+second, "関係者")
		values.Set("mode."+second, "venue")
		values["row"] = []string{second, first, values["row"][4], venue.ID, online.ID}
		values.Set("delete."+online.ID, "true")
		values.Set("mode."+venue.ID, "online")
		for range 2 { // a double click
			must(t, f.saveTypes(t, values))
		}
		equal(t, "the order", f.order(t), []string{"venue-2", "student", "venue"})
		equal(t, "the mode", f.ticketType(t, "venue").Mode, models.ModeOnline)
	})
}

func TestOneFaultKeepsAllTicketTypesFromBeingStored(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		values := f.typesForm(t)
		venue, fresh, other := values["row"][0], values["row"][2], values["row"][3]
		values.Set("capacity."+venue, "50")
		values.Set("name_ja."+fresh, "学生")
		values.Set("slug."+fresh, "学生")
		values.Set("name_ja."+other, "関係者")
		values.Set("slug."+other, "venue")
		values.Set("closes_at."+other, "tomorrow")
		err := f.saveTypes(t, values)
		wantFault(t, err, "slug."+fresh, "event.slug_form")
		wantFault(t, err, "slug."+other, "ticket_type.slug_taken")
		wantFault(t, err, "closes_at."+other, "field.time")
		equal(t, "the capacity", *f.ticketType(t, "venue").Capacity, 2)
		equal(t, "the order", f.order(t), []string{"venue", "online"})
	})
}

func TestAnotherEventsTicketTypesAreNotTouched(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		values := f.typesForm(t)
		venue := f.ticketType(t, "venue")
		values.Set("name_ja."+venue.ID, "乗っ取り")
		other := modelstest.Summit(t, f.db, "other")
		err := f.events.SaveTicketTypes(t.Context(), other, event.ReadTicketTypes(values))
		wantError(t, err, models.CodeConflict, "rows.changed")
		equal(t, "the name", f.ticketType(t, "venue").NameJa, venue.NameJa)
	})
}

func (f *fixture) order(t *testing.T) []string {
	t.Helper()
	list, err := f.query(t).TicketTypes().OfEvent(f.event)
	must(t, err)
	return slugsOf(list)
}

func TestTicketTypesArePastedFromASpreadsheet(t *testing.T) {
	want := []event.TicketTypeInput{
		{NameJa: "会場", NameEn: "Venue", Mode: models.ModeVenue, Capacity: "40", ClosesAt: "2030-05-01T17:00"},
		{NameJa: "配信", NameEn: "Online", Mode: models.ModeOnline, Capacity: "1000"},
	}
	zone := &models.Event{TimeZone: "Asia/Tokyo"}
	for name, pasted := range map[string]string{
		"with headings": "定員\t参加枠\t英語\t形式\t申込締切\n40名\t会場\tVenue\t現地\t2030/5/1 17:00\n1,000\t配信\tOnline\tオンライン\t",
	} {
		t.Run(name, func(t *testing.T) {
			in := &event.TicketTypesInput{}
			equal(t, "whether there are rows", in.Paste(zone, pasted), true)
			for i := range want {
				equal(t, "a row", in.Rows[i].TicketTypeInput, want[i])
			}
		})
	}
	t.Run("without headings", func(t *testing.T) {
		in := &event.TicketTypesInput{}
		equal(t, "whether there are rows", in.Paste(zone, "会場\t４０席\r\nオンライン\tなし\r\n"), true)
		second := event.TicketTypeInput{NameJa: "オンライン", Mode: models.ModeOnline}
		equal(t, "the second row", in.Rows[1].TicketTypeInput, second)
		equal(t, "places", in.Rows[0].Capacity, "40")
	})
	t.Run("but nothing is no row", func(t *testing.T) {
		equal(t, "whether there are rows", (&event.TicketTypesInput{}).Paste(zone, " \n"), false)
	})
}
