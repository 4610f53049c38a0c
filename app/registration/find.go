package registration

import (
	"context"

	"meguri/app/service/link"
	"meguri/models"
)

// ByLink finds the registration whose own page has the secret in its address, and its event. The secret is that of a
// mailed link, or the provisional one of a new registration (see IsProvisional). NotFound where the link is no longer,
// or never was, a good one.
func (s *Service) ByLink(ctx context.Context, secret string) (*models.Registration, *models.Event, error) {
	q := s.db.Query(ctx)
	r, err := s.ofLink(q, secret)
	if models.CodeOf(err) == models.CodeNotFound {
		err = models.NewError(models.CodeNotFound, "registration.link_dead")
	}
	if err != nil {
		return nil, nil, err
	}
	if r, err = q.Registrations().Kept(r); err != nil {
		return nil, nil, err
	}
	event, err := q.Events().ByID(r.EventID)
	return r, event, err
}

func (s *Service) ofLink(q *models.Query, secret string) (*models.Registration, error) {
	if !IsProvisional(secret) {
		return q.Registrations().ByLink(secret)
	}
	id, _ := link.ID(secret)
	r, err := q.Registrations().ByIDAnywhere(id)
	if err == nil && (r.AddressConfirmedAt != nil || !link.Equal(secret, s.links.Provisional(r.ID))) {
		return nil, models.NewError(models.CodeNotFound, "registration.link_dead")
	}
	return r, err
}

// IsProvisional reports whether the secret is one that the form or the API gave out for a new registration. It proves
// who registered, and not that the address is theirs: it is valid until the mailed link is opened, and opens only what
// shows nothing personal.
func IsProvisional(secret string) bool {
	_, ok := link.ID(secret)
	return ok
}

// Opened records that the attendee opened the mailed link with the secret: the address is theirs. From then on the
// provisional secret and the link before are invalid. It reports whether the address is confirmed by this.
func (s *Service) Opened(ctx context.Context, r *models.Registration, secret string) (isFirst bool, err error) {
	done := r.AddressConfirmedAt != nil && r.PreviousLinkHash == nil && r.ConfirmBy == nil
	if done || r.LinkHash != models.HashSecret(secret) {
		return false, nil
	}
	err = s.db.WriteOnce(ctx, func(w *models.SingleWrite) (err error) {
		isFirst, err = w.ConfirmAddress(r)
		return err
	})
	return isFirst, err
}

// RoomSecret is what the cookie of the live room holds for an attendee who comes from the page with the secret. A new
// link does not change it.
func (s *Service) RoomSecret(r *models.Registration, secret string) string {
	return s.links.Room(r.ID, !IsProvisional(secret))
}

// InRoom finds the registration with which somebody is in the live room of an event, by the secret in the room's
// cookie. NotFound where it is none of the event's, or was given for a provisional secret that is no longer valid.
func (s *Service) InRoom(ctx context.Context, event *models.Event, secret string) (*models.Registration, error) {
	noTicket := models.NewError(models.CodeNotFound, "live.no_ticket")
	id, ok := link.ID(secret)
	if !ok {
		return nil, noTicket
	}
	q := s.db.Query(ctx)
	r, err := q.Registrations().ByID(event, id)
	switch {
	case models.CodeOf(err) == models.CodeNotFound:
		return nil, noTicket
	case err != nil:
		return nil, err
	case link.Equal(secret, s.links.Room(r.ID, true)):
		return q.Registrations().Kept(r)
	case r.AddressConfirmedAt == nil && link.Equal(secret, s.links.Room(r.ID, false)):
		return r, nil
	}
	return nil, noTicket
}
