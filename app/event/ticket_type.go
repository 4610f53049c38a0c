package event

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"meguri/models"
	"meguri/models/text"
)

// TypeDraft is what an organizer typed about a ticket type. Times are on the event's clock; no capacity means no limit.
type TypeDraft struct {
	Slug, NameJa, NameEn string
	Mode                 models.Mode
	Capacity             string
	OpensAt, ClosesAt    string
	Hidden               bool
	// Version is the one that was edited; a new ticket type has none.
	Version int
}

const maxCapacity = 1_000_000

// SaveType makes a ticket type (no id), after the others, or changes one. A larger capacity goes to those who wait, at once. Errors: Invalid with the
// fields at fault, among them a capacity below the places taken; Conflict where somebody else changed it meanwhile.
func (s *Service) SaveType(ctx context.Context, e *models.Event, id string, in TypeDraft) error {
	kind, faults, err := s.readType(ctx, e, id, in)
	if err != nil {
		return err
	}
	if err := models.InvalidFields(faults); err != nil {
		return err
	}
	err = s.db.InTx(ctx, func(tx *models.Tx) error {
		if id == "" {
			return tx.TicketTypes().Create(kind)
		}
		if err := tx.TicketTypes().Update(kind, in.Version); err != nil {
			return err
		}
		if e.State != models.EventPublished || e.Ended(tx.Now) {
			return nil
		}
		return s.capacityChanged(tx, kind.ID)
	})
	if models.CodeOf(err) == models.CodeConflict {
		return s.refused(ctx, e, id, in.Version)
	}
	return err
}

// refused tells why a change was not made: somebody else was first, or so many places are taken.
func (s *Service) refused(ctx context.Context, e *models.Event, id string, version int) error {
	kind, err := s.db.Query(ctx).TicketTypes().ByID(e, id)
	if err != nil {
		return err
	}
	if kind.Version != version {
		return models.NewError(models.CodeConflict, "ticket_type.changed_meanwhile")
	}
	return &models.Error{Code: models.CodeInvalid, Key: "error.invalid", Args: []any{"taken", kind.Taken}, Fields: map[string]string{"capacity": "ticket_type.below_taken"}}
}

// readType makes a ticket type of what was typed, with what is wrong with it.
func (s *Service) readType(ctx context.Context, e *models.Event, id string, in TypeDraft) (*models.TicketType, map[string]string, error) {
	q := s.db.Query(ctx)
	types, err := q.TicketTypes().OfEvent(e)
	if err != nil {
		return nil, nil, err
	}
	if id == "" {
		kind := &models.TicketType{EventID: e.ID, Slug: strings.ToLower(strings.TrimSpace(in.Slug)), Position: len(types)}
		faults := in.fill(e, kind)
		if !isSlug(kind.Slug) {
			faults["slug"] = "event.slug_form"
		}
		return kind, faults, nil
	}
	kind, err := q.TicketTypes().ByID(e, id)
	if err != nil {
		return nil, nil, err
	}
	before := kind.Mode
	faults := in.fill(e, kind)
	if kind.Mode != before && faults["mode"] == "" {
		used, err := q.TicketTypes().InUse(kind)
		if err != nil {
			return nil, nil, err
		}
		if used { // people would find themselves where they did not register for
			faults["mode"] = "ticket_type.mode_in_use"
		}
	}
	return kind, faults, nil
}

func (in *TypeDraft) fill(e *models.Event, t *models.TicketType) map[string]string {
	faults := map[string]string{}
	t.NameJa, t.NameEn, t.Hidden = text.CleanTitle(in.NameJa), text.CleanTitle(in.NameEn), in.Hidden
	if t.NameJa == "" && t.NameEn == "" {
		faults["name_ja"] = "field.required"
	}
	if utf8.RuneCountInString(t.NameJa) > maxTitle || utf8.RuneCountInString(t.NameEn) > maxTitle {
		faults["name_ja"] = "event.line_long"
	}
	if t.Mode = in.Mode; t.Mode != models.ModeVenue && t.Mode != models.ModeOnline {
		faults["mode"] = "field.choice"
	}
	if e.State == models.EventPublished && faults["mode"] == "" {
		if key := lacks(e, t.Mode); key != "" {
			faults["mode"] = key
		}
	}
	t.Capacity = nil
	if text := strings.TrimSpace(norm.NFKC.String(in.Capacity)); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil || n < 0 || n > maxCapacity {
			faults["capacity"] = "field.number"
		}
		t.Capacity = &n
	}
	t.OpensAt = optionalTime(in.OpensAt, e.Zone(), "opens_at", faults)
	t.ClosesAt = optionalTime(in.ClosesAt, e.Zone(), "closes_at", faults)
	if t.OpensAt != nil && t.ClosesAt != nil && !t.ClosesAt.After(*t.OpensAt) {
		faults["closes_at"] = "event.ends_before"
	}
	return faults
}

func optionalTime(text string, zone *time.Location, field string, faults map[string]string) *time.Time {
	if strings.TrimSpace(text) == "" {
		return nil
	}
	at := localTime(text, zone, field, faults)
	return &at
}

// DeleteType removes a ticket type that nobody ever registered for.
func (s *Service) DeleteType(ctx context.Context, e *models.Event, id string) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		kind, err := tx.TicketTypes().ByID(e, id)
		if err != nil {
			return err
		}
		return tx.TicketTypes().Delete(kind)
	})
}

// MoveType moves a ticket type up (-1) or down (1) in the order in which they are offered; at the end of it nothing happens.
func (s *Service) MoveType(ctx context.Context, e *models.Event, id string, by int) error {
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
