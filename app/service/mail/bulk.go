package mail

import (
	"context"

	"meguri/models"
)

// Bulk describes a mail to many attendees of an event.
type Bulk struct {
	EventID string
	// Cause begins the causes of all these mails. It must differ from that of every other Bulk, because QueueBulk
	// recognizes an interrupted one by it.
	Cause string
	// Next lists the next registrations after the one with the id, in the order of ids, or none at the end. After a crash
	// it is called with the last one that has a mail.
	Next func(tx *models.Tx, after string) ([]models.Registration, error)
	// Write makes the mail to one of them, without cause and addressee. It returns nil if the attendee gets no mail.
	Write func(tx *models.Tx, r *models.Registration) (*models.Mail, error)
}

// QueueBulk queues the mails, one batch per transaction: a transaction with thousands would block others. If it is
// called again, it continues where it stopped, and sends nobody two mails.
func QueueBulk(ctx context.Context, db *models.DB, bulk Bulk) error {
	after, err := db.Query(ctx).Mails().LastMailedTo(bulk.EventID, bulk.Cause+":")
	if err != nil {
		return err
	}
	for {
		var batch []models.Registration
		err := db.InTx(ctx, func(tx *models.Tx) (err error) {
			batch, err = bulk.queue(tx, after)
			return err
		})
		if err != nil || len(batch) == 0 {
			return err
		}
		after = batch[len(batch)-1].ID
	}
}

// queue queues one batch and returns its registrations.
func (bulk *Bulk) queue(tx *models.Tx, after string) ([]models.Registration, error) {
	batch, err := bulk.Next(tx, after)
	if err != nil {
		return nil, err
	}
	mails := make([]*models.Mail, 0, len(batch))
	for i := range batch {
		r := &batch[i]
		m, err := bulk.Write(tx, r)
		if err != nil {
			return nil, err
		}
		if m == nil {
			continue
		}
		m.Cause, m.EventID, m.RegistrationID = bulk.Cause+":"+r.ID, &bulk.EventID, &r.ID
		m.ToAddress, m.ToName, m.Locale = r.Email, r.Full(r.Locale), r.Locale
		mails = append(mails, m)
	}
	return batch, tx.Mails().QueueBulk(mails)
}
