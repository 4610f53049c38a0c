package registration

import (
	"context"

	"meguri/app/service/check"
	"meguri/models"
)

// PhotoInput is whether a person may be photographed.
type PhotoInput struct {
	Photo models.PhotoConsent `form:"photo"`
}

// AnswerPhoto records whether a person may be photographed. They may say so, and change it, as long as the event lasts.
// The attendee calls it. Errors: Invalid with the field at fault; Conflict where the event does not ask, or is over.
func (s *Service) AnswerPhoto(ctx context.Context, e *models.Event, r *models.Registration, in *PhotoInput) error {
	if !e.AsksPhoto || !r.Live() || e.Ended(s.db.Now()) {
		return models.NewError(models.CodeConflict, "registration.closed")
	}
	c := check.New()
	answer := check.Choice(c, "photo", in.Photo, models.PhotoConsents)
	if err := c.Err(); err != nil {
		return err
	}
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		tx.Emit(models.ActivityChanged, r)
		return tx.Registrations().SetPhoto(r, answer)
	})
}
