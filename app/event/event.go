// Package event lets organizers make, publish, change, cancel and copy events and their ticket types.
package event

import (
	"context"
	"strings"

	"meguri/models"
)

// Service is the events of one database.
type Service struct {
	db *models.DB
	// capacityChanged gives places that a larger capacity made to those who wait; the registration feature does it.
	capacityChanged func(tx *models.Tx, ticketTypeID string) error
}

// New makes the service.
func New(db *models.DB, capacityChanged func(tx *models.Tx, ticketTypeID string) error) *Service {
	return &Service{db, capacityChanged}
}

// Create makes a draft event of an organization, with the ticket types that its venue and stream ask for and the wording on personal data.
// Who may edit events of the organization calls it. The same request again (in.ID) answers with the event that it made.
func (s *Service) Create(ctx context.Context, organizationID string, in Draft) (*models.Event, error) {
	if made, err := s.made(ctx, in.ID, organizationID); err != nil || made != nil {
		return made, err
	}
	e := &models.Event{ID: valid(in.ID), OrganizationID: organizationID, State: models.EventDraft, LiveRoomState: models.LiveRoomAuto, Slug: strings.ToLower(strings.TrimSpace(in.Slug))}
	faults := in.fill(e)
	if !isSlug(e.Slug) {
		faults["slug"] = "event.slug_form"
	} else if taken, err := s.db.Query(ctx).Events().SlugTaken(e.Slug); err != nil {
		return nil, err
	} else if taken || e.Slug == "new" {
		faults["slug"] = "event.slug_taken"
	}
	if err := models.InvalidFields(faults); err != nil {
		return nil, err
	}
	return e, s.db.InTx(ctx, func(tx *models.Tx) error {
		if err := tx.Events().Create(e); err != nil {
			return err
		}
		if err := in.keepPartners(tx, e); err != nil {
			return err
		}
		return equip(tx, e)
	})
}

// made finds the event that an earlier request with the same id made for the organization.
func (s *Service) made(ctx context.Context, id, organizationID string) (*models.Event, error) {
	if !models.ValidID(id) {
		return nil, nil
	}
	e, err := s.db.Query(ctx).Events().ByID(id)
	switch {
	case models.CodeOf(err) == models.CodeNotFound:
		return nil, nil
	case err == nil && e.OrganizationID != organizationID:
		return nil, models.NewError(models.CodeConflict, "error.conflict")
	}
	return e, err
}

// equip gives a new event what it needs to be published.
func equip(tx *models.Tx, e *models.Event) error {
	if e.HasVenue() || !e.HasStream() {
		if err := tx.TicketTypes().Create(&models.TicketType{EventID: e.ID, Slug: "venue", NameJa: "会場で参加", NameEn: "At the venue", Mode: models.ModeVenue}); err != nil {
			return err
		}
	}
	if e.HasStream() {
		if err := tx.TicketTypes().Create(&models.TicketType{EventID: e.ID, Slug: "online", NameJa: "オンラインで参加", NameEn: "Online", Mode: models.ModeOnline, Position: 1}); err != nil {
			return err
		}
	}
	return tx.ConsentTexts().Add(&models.ConsentText{EventID: e.ID, Slug: "privacy", Required: true,
		TextJa: "お預かりするお名前とご連絡先は、このイベントの運営とご連絡のためだけに使います。",
		TextEn: "We use your name and address only to run this event and to write to you about it."})
}
