package registration

import (
	"context"

	"meguri/app/service/check"
	"meguri/models"
)

// RecordingInput is what a person says to being in a recording.
type RecordingInput struct {
	Recording models.PhotoConsent `form:"recording"`
}

// AnswerRecording records what a person says to being in recordings of the event. Once it is over they may still take a
// yes back: staff then look through the recordings again before anybody sees them. The attendee calls it. Errors:
// Invalid with the field at fault; Conflict where nothing is recorded, or for a yes after the event.
func (s *Service) AnswerRecording(
	ctx context.Context, e *models.Event, r *models.Registration, in *RecordingInput,
) error {
	c := check.New()
	answer := check.Choice(c, "recording", in.Recording, models.PhotoConsents)
	if err := c.Err(); err != nil {
		return err
	}
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		sessions, err := tx.Sessions().OfEvent(e)
		if err != nil {
			return err
		}
		isLate := e.Ended(tx.Now) && answer != models.PhotoNo
		if len(models.Recorded(sessions)) == 0 || !r.Live() || isLate {
			return models.NewError(models.CodeConflict, "registration.closed")
		}
		if r.Recording == answer {
			return nil
		}
		tx.Emit(models.ActivityChanged, r)
		return tx.Registrations().SetRecording(r, answer)
	})
}
