package registration

import (
	"context"

	"meguri/app/service/check"
	"meguri/models"
)

// maxTag is how long a tag may be, in characters.
const maxTag = 30

// Tags are the words with which staff mark people of an event. Staff who may edit people put them on and take them off.
type Tags struct{ db *models.DB }

// Tags are the tags of the same database.
func (s *Service) Tags() Tags { return Tags{s.db} }

// TagInput is a tag as it was typed.
type TagInput struct {
	Tag string `form:"tag"`
}

func (in *TagInput) check(c *check.Checker) string {
	return c.Line("tag", in.Tag, maxTag, check.Required)
}

// OfEvent lists the event's tags by name.
func (t Tags) OfEvent(ctx context.Context, e *models.Event) ([]models.Tag, error) {
	return t.db.Query(ctx).Tags().OfEvent(e)
}

// Put gives a tag to one of the event's people; one that nobody has is made. Errors: Invalid with the field at fault,
// NotFound.
func (t Tags) Put(ctx context.Context, e *models.Event, registrationID string, in *TagInput) error {
	c := check.New()
	name := in.check(c)
	if err := c.Err(); err != nil {
		return err
	}
	return t.db.InTx(ctx, func(tx *models.Tx) error {
		r, err := tx.Registrations().ByID(e, registrationID)
		if err != nil {
			return err
		}
		tag, err := tx.Tags().Make(e, name)
		if err != nil {
			return err
		}
		_, err = tx.Tags().Put(tag, []string{r.ID})
		return err
	})
}

// TakeOff takes a tag off one of the event's people. Who has it not is left as they are.
func (t Tags) TakeOff(ctx context.Context, e *models.Event, registrationID string, in *TagInput) error {
	return t.db.InTx(ctx, func(tx *models.Tx) error {
		r, err := tx.Registrations().ByID(e, registrationID)
		if err != nil {
			return err
		}
		tag, err := tx.Tags().ByName(e, in.Tag)
		if models.CodeOf(err) == models.CodeNotFound {
			return nil
		}
		if err == nil {
			_, err = tx.Tags().TakeOff(tag, []string{r.ID})
		}
		return err
	})
}
