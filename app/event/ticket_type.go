package event

import (
	"context"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"meguri/models"
)

// TypeDraft is what an organizer typed about a ticket type. Times are on the event's clock; no capacity means no limit.
type TypeDraft struct {
	Slug, NameJa, NameEn string
	Mode                 models.Mode
	Capacity             string
	OpensAt, ClosesAt    string
	Hidden               bool
	Position             int
}

const maxCapacity = 1_000_000

// SaveType makes a ticket type (no id) or changes one. A larger capacity goes to those who wait, at once. Errors: Invalid with the fields at fault, Conflict
// where the capacity would be below the places taken.
func (s *Service) SaveType(ctx context.Context, e *models.Event, id string, in TypeDraft) error {
	kind := &models.TicketType{EventID: e.ID, Slug: strings.ToLower(strings.TrimSpace(in.Slug))}
	if id != "" {
		var err error
		if kind, err = s.db.Reader(ctx).TicketType(e, id); err != nil {
			return err
		}
	}
	faults := in.fill(e, kind)
	if id == "" && !slugs.MatchString(kind.Slug) {
		faults["slug"] = "event.slug_form"
	} else if _, err := s.db.Reader(ctx).TicketTypeBySlug(e, kind.Slug); id == "" && err == nil {
		faults["slug"] = "ticket_type.slug_taken"
	}
	if err := models.InvalidFields(faults); err != nil {
		return err
	}
	err := s.db.InTx(ctx, func(tx *models.Tx) error {
		if id == "" {
			return tx.CreateTicketType(kind)
		}
		if err := tx.UpdateTicketType(kind); err != nil {
			return err
		}
		return s.capacityChanged(tx, kind.ID)
	})
	s.wake()
	return err
}

func (in *TypeDraft) fill(e *models.Event, t *models.TicketType) map[string]string {
	faults := map[string]string{}
	t.NameJa, t.NameEn, t.Hidden, t.Position = models.CleanLine(in.NameJa), models.CleanLine(in.NameEn), in.Hidden, in.Position
	if t.NameJa == "" && t.NameEn == "" {
		faults["name_ja"] = "field.required"
	}
	if utf8.RuneCountInString(t.NameJa) > maxTitle || utf8.RuneCountInString(t.NameEn) > maxTitle {
		faults["name_ja"] = "event.line_long"
	}
	if t.Mode = in.Mode; t.Mode != models.Venue && t.Mode != models.Online {
		faults["mode"] = "field.choice"
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
		kind, err := tx.TicketType(e, id)
		if err != nil {
			return err
		}
		return tx.DeleteTicketType(kind)
	})
}

// Reword stores a new version of a wording that people agree to; who agreed to an older version keeps that.
func (s *Service) Reword(ctx context.Context, e *models.Event, slug, ja, en string, required bool) error {
	ja, en = models.CleanText(ja), models.CleanText(en)
	slug = strings.ToLower(strings.TrimSpace(slug))
	faults := map[string]string{}
	if !slugs.MatchString(slug) {
		faults["slug"] = "event.slug_form"
	}
	if (ja == "" && en == "") || len(ja)+len(en) > maxText {
		faults["text_ja"] = "field.required"
	}
	if err := models.InvalidFields(faults); err != nil {
		return err
	}
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		return tx.AddConsentText(&models.ConsentText{EventID: e.ID, Slug: slug, Required: required, TextJa: ja, TextEn: en})
	})
}
