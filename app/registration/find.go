package registration

import (
	"context"

	"meguri/models"
)

// ByLink finds the registration whose own page has the secret in its address, and its event. NotFound where the link is
// no longer, or never was, a good one.
func (s *Service) ByLink(ctx context.Context, secret string) (*models.Registration, *models.Event, error) {
	q := s.db.Query(ctx)
	r, err := q.Registrations().ByLink(secret)
	if models.CodeOf(err) == models.CodeNotFound {
		err = models.NewError(models.CodeNotFound, "registration.link_dead")
	}
	if err != nil {
		return nil, nil, err
	}
	event, err := q.Events().ByID(r.EventID)
	return r, event, err
}

// InRoomByLink finds the registration with which somebody is in the live room of an event, by the same secret.
// NotFound where it is none of the event's.
func (s *Service) InRoomByLink(
	ctx context.Context, event *models.Event, secret string,
) (*models.Registration, error) {
	r, err := s.db.Query(ctx).Registrations().ByLink(secret)
	if err == nil && r.EventID != event.ID {
		return nil, models.NewError(models.CodeNotFound, "live.no_ticket")
	}
	return r, err
}
