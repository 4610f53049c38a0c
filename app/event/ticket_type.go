package event

import (
	"context"
	"slices"

	"meguri/app/service/check"
	"meguri/models"
)

// SaveTicketType makes a ticket type (no id) after the others, or changes one. The places of a larger capacity go to
// those who wait. Staff who may edit the event call it. Errors: Invalid with the fields at fault, also for a capacity
// below the places taken; Conflict where somebody else changed it since in.Version.
func (s *Service) SaveTicketType(ctx context.Context, e *models.Event, id string, in *TicketTypeInput) error {
	if id == "" {
		return s.createTicketType(ctx, e, in)
	}
	ticketType, err := s.readTicketType(ctx, e, id, in)
	if err != nil {
		return err
	}
	err = s.db.InTx(ctx, func(tx *models.Tx) error {
		if err := tx.TicketTypes().Update(ticketType, in.Version); err != nil {
			return err
		}
		if e.State != models.EventPublished || e.Ended(tx.Now) {
			return nil
		}
		return s.capacityChanged(tx, ticketType.ID)
	})
	if models.CodeOf(err) == models.CodeConflict {
		return s.refusal(ctx, e, id, in.Version)
	}
	return err
}

func (s *Service) createTicketType(ctx context.Context, e *models.Event, in *TicketTypeInput) error {
	others, err := s.db.Query(ctx).TicketTypes().OfEvent(e)
	if err != nil {
		return err
	}
	c := check.New()
	ticketType := &models.TicketType{EventID: e.ID, Slug: checkSlug(c, in.Slug), Position: len(others)}
	in.fill(c, e, ticketType)
	if err := c.Err(); err != nil {
		return err
	}
	return s.db.InTx(ctx, func(tx *models.Tx) error { return tx.TicketTypes().Create(ticketType) })
}

// readTicketType reads the ticket type and fills the input in.
func (s *Service) readTicketType(
	ctx context.Context, e *models.Event, id string, in *TicketTypeInput,
) (*models.TicketType, error) {
	q := s.db.Query(ctx)
	ticketType, err := q.TicketTypes().ByID(e, id)
	if err != nil {
		return nil, err
	}
	before := ticketType.Mode
	c := check.New()
	in.fill(c, e, ticketType)
	if ticketType.Mode != before && c.OK("mode") {
		inUse, err := q.TicketTypes().InUse(ticketType)
		if err != nil {
			return nil, err
		}
		if inUse { // who registered for the venue would be online, or the other way round
			c.Fault("mode", "ticket_type.mode_in_use")
		}
	}
	return ticketType, c.Err()
}

// refusal is the error of an update that changed nothing: another version is stored, or more places are taken.
func (s *Service) refusal(ctx context.Context, e *models.Event, id string, version int) error {
	ticketType, err := s.db.Query(ctx).TicketTypes().ByID(e, id)
	if err != nil {
		return err
	}
	if ticketType.Version != version {
		return models.NewError(models.CodeConflict, "ticket_type.changed_meanwhile")
	}
	c := check.New()
	c.Fault("capacity", "ticket_type.below_taken", "taken", ticketType.Taken)
	return c.Err()
}

// DeleteTicketType deletes a ticket type. Staff who may edit the event call it. Errors: Conflict where somebody has
// registered for it; NotFound.
func (s *Service) DeleteTicketType(ctx context.Context, e *models.Event, id string) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		ticketType, err := tx.TicketTypes().ByID(e, id)
		if err != nil {
			return err
		}
		return tx.TicketTypes().Delete(ticketType)
	})
}

// MoveTicketType moves a ticket type up (-1) or down (1) in the list. The first does not move up, and the last not
// down. Staff who may edit the event call it. Errors: NotFound.
func (s *Service) MoveTicketType(ctx context.Context, e *models.Event, id string, by int) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		list, err := tx.TicketTypes().OfEvent(e)
		if err != nil {
			return err
		}
		at := slices.IndexFunc(list, func(t models.TicketType) bool { return t.ID == id })
		if at < 0 {
			return models.NewError(models.CodeNotFound, "error.not_found")
		}
		if to := at + by; to >= 0 && to < len(list) {
			list[at], list[to] = list[to], list[at]
		}
		return tx.TicketTypes().Reorder(e, list)
	})
}
