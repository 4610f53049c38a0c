package registration

import (
	"context"

	"meguri/app/service/check"
	"meguri/models"
)

// maxNote is how long a note may be, in characters.
const maxNote = 2000

// Notes are what staff remember about people. Staff who may see people read and write them, and each changes only their
// own.
type Notes struct{ db *models.DB }

// Notes are the notes of the same database.
func (s *Service) Notes() Notes { return Notes{s.db} }

// NoteInput is a note as it was typed.
type NoteInput struct {
	Text string `form:"text"`
}

func (in *NoteInput) check() (string, error) {
	c := check.New()
	text := c.Text("text", in.Text, maxNote, check.Required)
	return text, c.Err()
}

// Write stores a note of an account about a person. Errors: Invalid with the field at fault, NotFound.
func (n Notes) Write(ctx context.Context, e *models.Event, registrationID, accountID string, in *NoteInput) error {
	text, err := in.check()
	if err != nil {
		return err
	}
	return n.of(ctx, e, registrationID, func(tx *models.Tx, r *models.Registration) error {
		return tx.Notes().Add(r, accountID, text)
	})
}

// Change gives a note another text. Errors: Invalid with the field at fault, NotFound for one of somebody else.
func (n Notes) Change(
	ctx context.Context, e *models.Event, registrationID, id, accountID string, in *NoteInput,
) error {
	text, err := in.check()
	if err != nil {
		return err
	}
	return n.of(ctx, e, registrationID, func(tx *models.Tx, r *models.Registration) error {
		return tx.Notes().Change(r, id, accountID, text)
	})
}

// Delete removes a note. Errors: NotFound for one of somebody else.
func (n Notes) Delete(ctx context.Context, e *models.Event, registrationID, id, accountID string) error {
	return n.of(ctx, e, registrationID, func(tx *models.Tx, r *models.Registration) error {
		return tx.Notes().Delete(r, id, accountID)
	})
}

// of does something about one of the event's people, and has it recorded of them.
func (n Notes) of(
	ctx context.Context, e *models.Event, id string, do func(tx *models.Tx, r *models.Registration) error,
) error {
	return n.db.InTx(ctx, func(tx *models.Tx) error {
		r, err := tx.Registrations().ByID(e, id)
		if err != nil {
			return err
		}
		tx.About(models.AuditSubject{Kind: models.SubjectRegistration, ID: r.ID})
		return do(tx, r)
	})
}
