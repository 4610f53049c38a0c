package event

import (
	"cmp"
	"context"

	"meguri/app/service/rows"
	"meguri/models"
)

// TicketTypesPage reads the ticket types of an event as rows. typed is what is not stored yet, or nil; blank is how
// many empty rows there are below. Staff who may edit the event call it.
func (s *Service) TicketTypesPage(
	ctx context.Context, e *models.Event, typed *TicketTypesInput, blank int,
) (*TicketTypesPage, error) {
	q := s.db.Query(ctx)
	stored, err := q.TicketTypes().OfEvent(e)
	if err != nil {
		return nil, err
	}
	registered, err := q.TicketTypes().Registered(e)
	if err != nil {
		return nil, err
	}
	page := &TicketTypesPage{Blank: TicketTypeRow{TicketTypeRowInput: blankTicketType("")}}
	page.Rows = ticketTypeRows(e, stored, typed)
	for range blank {
		page.Rows = append(page.Rows, TicketTypeRow{TicketTypeRowInput: blankTicketType(models.NewID())})
	}
	for i := range page.Rows {
		row := &page.Rows[i]
		row.Number, row.Registered = i+1, registered[row.ID]
		row.Delete = row.Delete && row.Registered == 0 // it says why it stays
		page.English = page.English || row.NameEn != ""
	}
	for _, t := range stored {
		page.Taken += t.Taken
	}
	page.Consents, err = q.ConsentTexts().OfEvent(e)
	return page, err
}

func blankTicketType(id string) TicketTypeRowInput {
	return TicketTypeRowInput{ID: id, TicketTypeInput: TicketTypeInput{Mode: models.ModeVenue}}
}

func ticketTypeRows(e *models.Event, stored []models.TicketType, typed *TicketTypesInput) (list []TicketTypeRow) {
	shown := map[string]bool{}
	if typed != nil {
		for _, row := range typed.Rows {
			if t := ticketTypeByID(stored, row.ID); !row.isBlank() && (t != nil || !row.isOver()) {
				list = append(list, typedTicketType(e, row, t))
			}
			shown[row.ID] = true
		}
	}
	for i := range stored {
		if t := &stored[i]; !shown[t.ID] {
			list = append(list, TicketTypeRow{TicketTypeRowInput: ticketTypeRowOf(e, t), Stored: t})
		}
	}
	return list
}

// typedTicketType shows a row as it was typed. Where somebody else changed the ticket type, one that was not touched
// here shows their change, and another what they saved: sent again, it replaces that.
func typedTicketType(e *models.Event, typed TicketTypeRowInput, stored *models.TicketType) TicketTypeRow {
	row := TicketTypeRow{TicketTypeRowInput: typed, Stored: stored}
	if stored == nil {
		row.Gone, row.Was = typed.Was != "", ""
		return row
	}
	saved := ticketTypeRowOf(e, stored)
	row.Slug = saved.Slug
	switch {
	case typed.Was == saved.Was:
	case typed.Was == typed.sum() && !typed.Delete:
		row.TicketTypeRowInput = saved
	default:
		row.Theirs, row.Was = ticketTypeDifferences(&typed, &saved), saved.Was
	}
	return row
}

func ticketTypeDifferences(typed, saved *TicketTypeRowInput) []rows.Difference {
	return rows.Differences(
		rows.Compared{Label: "ticket_type.name_ja", Typed: typed.NameJa, Saved: saved.NameJa},
		rows.Compared{Label: "ticket_type.name_en", Typed: typed.NameEn, Saved: saved.NameEn},
		rows.Compared{Label: "ticket_type.mode", Typed: modeKey(typed.Mode), Saved: modeKey(saved.Mode), IsKey: true},
		rows.Compared{Label: "ticket_type.capacity", Typed: typed.Capacity, Saved: saved.Capacity},
		rows.Compared{Label: "ticket_type.opens_at", Typed: typed.OpensAt, Saved: saved.OpensAt},
		rows.Compared{Label: "ticket_type.closes_at", Typed: typed.ClosesAt, Saved: saved.ClosesAt},
		rows.Compared{
			Label: "ticket_type.hidden_short", Typed: rows.YesNo(typed.Hidden), Saved: rows.YesNo(saved.Hidden), IsKey: true,
		},
		rows.Compared{Label: "entry.rule", Typed: entryKey(typed.Entry), Saved: entryKey(saved.Entry), IsKey: true},
		rows.Compared{Label: "entry.until", Typed: typed.EntryUntil, Saved: saved.EntryUntil},
		rows.Compared{
			Label: "approval.type", Typed: rows.YesNo(typed.Approval), Saved: rows.YesNo(saved.Approval), IsKey: true,
		},
	)
}

func entryKey(rule models.EntryRule) string {
	return "entry.rule_" + string(cmp.Or(rule, models.EntryOpen))
}

func modeKey(mode models.Mode) string { return "ticket_type.mode_" + string(mode) }
