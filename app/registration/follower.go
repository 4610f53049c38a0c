package registration

import (
	"context"
	"slices"

	"meguri/models"
)

// EnterFollower registers who wanted to be registered for the next event of a series: for the first ticket type of
// their mode that is open to all, with a place or at the end of its waiting list. told queues the mail of it. Errors:
// Invalid for somebody who is registered already; Conflict where no such ticket type is open, or one that needs an
// application or staff's consent is the only one.
func (s *Service) EnterFollower(
	ctx context.Context, event *models.Event, f *models.SeriesFollower,
	told func(*models.Tx, *models.Registration) error,
) error {
	types, err := s.db.Query(ctx).TicketTypes().OfEvent(event)
	if err != nil {
		return err
	}
	now := s.db.Now()
	i := slices.IndexFunc(event.Offers(types), func(t models.TicketType) bool {
		return !t.Hidden && !t.NeedsCode(now) && !t.Approval && !t.ByLottery && t.OpenAt(now) && event.ModeOf(t) == f.Mode
	})
	if i < 0 {
		return models.NewError(models.CodeConflict, "error.conflict")
	}
	chosen := event.Offers(types)[i]
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		r := &models.Registration{
			EventID: event.ID, TicketTypeID: chosen.ID, TicketType: chosen, RequestID: requestHash(""),
			State: models.RegistrationConfirmed, Name: f.Name, Email: f.Email, EmailKey: f.EmailKey, Locale: f.Locale,
			EntryWay: models.EntrySeries, LinkNumber: 1, TicketSerial: 1, PrivacyVersion: event.PrivacyVersion,
		}
		if err := s.enter(tx, event.ID, r, false); err != nil {
			return err
		}
		return told(tx, r)
	})
}
