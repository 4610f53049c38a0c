package mail

import (
	"context"

	"meguri/models"
)

// Bulk is one mail that goes to many attendees of an event.
type Bulk struct {
	EventID string
	// Cause is what all mails of the round have in common, and no mail of another round. It is what a round that
	// was interrupted is known by.
	Cause string
	// Next lists the next attendees after the one with the id, in the order of ids; none where all are done. After
	// a crash it is asked for those after the last one who has a mail of the round.
	Next func(tx *models.Tx, after string) ([]models.Registration, error)
	// Write makes the mail to one of them, but for its cause and addressee; nil where the person gets none.
	Write func(tx *models.Tx, r *models.Registration) (*models.Mail, error)
}

// QueueBulk queues the mails of a round, a batch in a transaction: thousands would hold up everybody else in one.
// Called again it goes on where it stopped, and writes to nobody twice.
func QueueBulk(ctx context.Context, db *models.DB, round Bulk) error {
	after, err := db.Query(ctx).Mails().LastMailedTo(round.EventID, round.Cause+":")
	if err != nil {
		return err
	}
	for {
		var batch []models.Registration
		err := db.InTx(ctx, func(tx *models.Tx) (err error) {
			batch, err = round.queue(tx, after)
			return err
		})
		if err != nil || len(batch) == 0 {
			return err
		}
		after = batch[len(batch)-1].ID
	}
}

// queue queues one batch and returns whom it was for.
func (round *Bulk) queue(tx *models.Tx, after string) ([]models.Registration, error) {
	batch, err := round.Next(tx, after)
	if err != nil {
		return nil, err
	}
	for i := range batch {
		r := &batch[i]
		m, err := round.Write(tx, r)
		if err != nil {
			return nil, err
		}
		if m == nil {
			continue
		}
		m.Cause, m.EventID, m.RegistrationID = round.Cause+":"+r.ID, &round.EventID, &r.ID
		m.ToAddress, m.ToName, m.Locale = r.Email, r.Full(r.Locale), r.Locale
		if err := tx.Mails().Queue(m); err != nil {
			return nil, err
		}
	}
	return batch, nil
}
