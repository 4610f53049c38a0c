package event

import (
	"cmp"
	"context"
	"slices"
	"strconv"

	"meguri/app/service/check"
	"meguri/app/service/rows"
	"meguri/models"
)

// SaveTicketTypes stores the ticket types as the rows of a form have them, in their order, all or none. The places of a
// larger capacity go to those who wait. Staff who may edit the event call it. Errors: Invalid with the fields at fault,
// also for a capacity below the places taken, and for a ticket type to delete that somebody registered for; Conflict
// where somebody else changed one of these rows first: TicketTypesPage shows what they saved.
func (s *Service) SaveTicketTypes(ctx context.Context, e *models.Event, in *TicketTypesInput) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		stored, err := lockTicketTypes(tx, e)
		if err != nil {
			return err
		}
		registered, err := tx.TicketTypes().Registered(e)
		if err != nil {
			return err
		}
		changes, err := in.changes(e, stored, registered)
		if err != nil {
			return err
		}
		for _, change := range changes {
			if err := s.changeTicketType(tx, e, change); err != nil {
				return err
			}
		}
		return in.reorder(tx, e)
	})
}

// lockTicketTypes reads the ticket types of an event. Nobody takes a place until the transaction ends.
func lockTicketTypes(tx *models.Tx, e *models.Event) ([]models.TicketType, error) {
	list, err := tx.TicketTypes().OfEvent(e)
	if err != nil {
		return nil, err
	}
	ids := make([]string, len(list))
	for i, t := range list {
		ids[i] = t.ID
	}
	if err := tx.TicketTypes().Lock(ids...); err != nil {
		return nil, err
	}
	return tx.TicketTypes().OfEvent(e)
}

// ticketTypeChange is what becomes of a row.
type ticketTypeChange struct {
	rows.Change
	*models.TicketType
}

func (s *Service) changeTicketType(tx *models.Tx, e *models.Event, change ticketTypeChange) error {
	switch change.Change {
	case rows.Delete:
		return tx.TicketTypes().Delete(change.TicketType)
	case rows.Create:
		return tx.TicketTypes().Create(change.TicketType)
	case rows.Update:
		if err := tx.TicketTypes().Update(change.TicketType, change.Version); err != nil {
			return err
		}
		if e.State == models.EventPublished && !e.Ended(tx.Now) {
			return s.capacityChanged(tx, change.ID)
		}
	}
	return nil
}

// changes checks all rows before any is stored.
func (in *TicketTypesInput) changes(
	e *models.Event, stored []models.TicketType, registered map[string]int,
) (list []ticketTypeChange, err error) {
	c := check.New()
	taken := slugsTaken(stored)
	isConflict := false
	for i := range in.Rows {
		row := &in.Rows[i]
		if row.isBlank() {
			continue
		}
		change := row.change(c, e, ticketTypeByID(stored, row.ID), registered[row.ID])
		if change.Change == rows.Create {
			row.setSlug(c, change.TicketType, taken)
		}
		isConflict = isConflict || change.Change == rows.Conflict
		list = append(list, change)
	}
	if err := c.Err(); err != nil {
		return nil, err
	}
	if isConflict {
		return nil, models.NewError(models.CodeConflict, "rows.changed")
	}
	return list, nil
}

func ticketTypeByID(list []models.TicketType, id string) *models.TicketType {
	if i := slices.IndexFunc(list, func(t models.TicketType) bool { return t.ID == id }); i >= 0 {
		return &list[i]
	}
	return nil
}

// change reads a row. stored is nil for a new one.
func (row *TicketTypeRowInput) change(
	c *check.Checker, e *models.Event, stored *models.TicketType, registered int,
) ticketTypeChange {
	was := ""
	t := &models.TicketType{ID: row.ID, EventID: e.ID}
	if stored != nil {
		copied := *stored
		t, was = &copied, ticketTypeRowOf(e, stored).Was
	}
	if row.Delete || row.Was == row.sum() { // what nobody touched is not checked either
		change := rows.ChangeOf(row.Was, row.sum(), was, row.Delete)
		if change == rows.Delete && registered > 0 {
			c.Fault(rows.Field("name_ja", row.ID), "ticket_type.in_use", "n", registered)
		}
		return ticketTypeChange{change, t}
	}
	faults := check.New()
	row.fill(faults, e, t)
	row.checkUse(faults, stored, t, registered)
	rows.Faults(c, row.ID, faults.Err())
	return ticketTypeChange{rows.ChangeOf(row.Was, ticketTypeRowOf(e, t).Was, was, false), t}
}

// checkUse notes faults where people hold what the row would take from them.
func (row *TicketTypeRowInput) checkUse(c *check.Checker, stored, t *models.TicketType, registered int) {
	if stored == nil {
		return
	}
	if t.Mode != stored.Mode && registered > 0 { // who registered for the venue would be online, or the other way round
		c.Fault("mode", "ticket_type.mode_in_use")
	}
}

func slugsTaken(list []models.TicketType) map[string]bool {
	taken := map[string]bool{}
	for _, t := range list {
		taken[t.Slug] = true
	}
	return taken
}

// setSlug takes the slug that was typed, or makes one out of the English name, or else of the mode.
func (row *TicketTypeRowInput) setSlug(c *check.Checker, t *models.TicketType, taken map[string]bool) {
	if row.Slug == "" {
		base := cmp.Or(slugOf(t.NameEn), string(t.Mode))
		t.Slug = base
		for n := 2; taken[t.Slug]; n++ {
			t.Slug = base + "-" + strconv.Itoa(n)
		}
	} else {
		faults := check.New()
		t.Slug = checkSlug(faults, row.Slug)
		if taken[t.Slug] {
			faults.Fault("slug", "ticket_type.slug_taken")
		}
		rows.Faults(c, row.ID, faults.Err())
	}
	taken[t.Slug] = true
}

// reorder puts the ticket types into the order of the rows; what somebody else added meanwhile comes last.
func (in *TicketTypesInput) reorder(tx *models.Tx, e *models.Event) error {
	list, err := tx.TicketTypes().OfEvent(e)
	if err != nil {
		return err
	}
	place := func(t models.TicketType) int {
		i := slices.IndexFunc(in.Rows, func(row TicketTypeRowInput) bool { return row.ID == t.ID })
		if i < 0 {
			return len(in.Rows)
		}
		return i
	}
	byPlace := func(a, b models.TicketType) int { return cmp.Compare(place(a), place(b)) }
	if slices.IsSortedFunc(list, byPlace) {
		return nil
	}
	slices.SortStableFunc(list, byPlace)
	return tx.TicketTypes().Reorder(e, list)
}
