package registration

import (
	"context"

	"meguri/models"
)

// JointChoice is a joint use of a person's data with what they were told, and say; Person is nil for neither.
type JointChoice struct {
	*models.JointUse
	Person *models.JointUsePerson
}

// jointChoices lists those that people of an event are told of now, for one of them.
func jointChoices(q *models.Query, e *models.Event, r *models.Registration) ([]JointChoice, error) {
	telling, err := q.JointUses().Telling(e)
	if err != nil {
		return nil, err
	}
	choices := make([]JointChoice, len(telling))
	for i := range telling {
		choices[i].JointUse = telling[i]
		if choices[i].Person, err = q.JointUses().PersonOf(telling[i].ID, r.ID); err != nil {
			return nil, err
		}
	}
	return choices, nil
}

// jointEnded lists those of which the person of a registration was told, and that are over.
func jointEnded(q *models.Query, r *models.Registration) ([]*models.JointUse, error) {
	held, err := q.JointUses().Held(r.ID)
	return models.EndedOf(held, q.Now), err
}

// JointInput is what a person says to a joint use of their data.
type JointInput struct {
	// Say is JointAgree or JointRefuse.
	Say string `form:"say"`
}

// What a person says to a joint use.
const (
	JointAgree  = "agree"
	JointRefuse = "refuse"
)

// SayJoint takes what a person says to a joint use of their data at the event. The attendee calls it. Errors: NotFound
// where there is none of it, or it is over; Invalid for what is neither yes nor no.
func (s *Service) SayJoint(
	ctx context.Context, e *models.Event, r *models.Registration, id string, in *JointInput,
) error {
	if in.Say != JointAgree && in.Say != JointRefuse {
		return models.NewError(models.CodeInvalid, "error.invalid")
	}
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		telling, err := tx.JointUses().Telling(e)
		if err != nil {
			return err
		}
		for i := range telling {
			switch {
			case telling[i].ID != id:
			case in.Say == JointRefuse:
				return tx.JointUses().Refuse(id, r)
			default:
				return tx.JointUses().Say(&models.JointUsePerson{JointUseID: id, RegistrationID: &r.ID}, true)
			}
		}
		return models.NewError(models.CodeNotFound, "error.not_found")
	})
}
