package registration

import (
	"context"
	"strings"

	"meguri/models"
	"meguri/models/text"
)

// SendLink mails a new link to the own page and makes all earlier ones useless, unless a link was mailed a moment ago: that one still works. It says
// nothing of whether the address is known, and takes as long either way: that is looked up by the job.
func (s *Service) SendLink(ctx context.Context, event *models.Event, email string) error {
	_, key, ok := text.NormalizeEmail(email)
	if !ok {
		return models.InvalidFields(map[string]string{"email": "field.email"})
	}
	return s.db.WriteOnce(ctx, func(tx *models.Tx) error {
		return tx.Jobs().Add(JobLink, JobLink+":"+models.NewID(), event.ID+" "+key, tx.Now)
	})
}

// Relink does one job of kind JobLink. A repetition mails nothing, as a link was mailed a moment ago.
func (s *Service) Relink(ctx context.Context, job *models.Job) error {
	eventID, key, _ := strings.Cut(job.Payload, " ")
	event, err := s.db.Query(ctx).Events().ByID(eventID)
	if err != nil {
		return err
	}
	err = s.db.InTx(ctx, func(tx *models.Tx) error {
		r, err := tx.Registrations().ByEmail(event, key)
		if err != nil {
			return err
		}
		return s.relink(tx, event, r.ID)
	})
	if models.CodeOf(err) == models.CodeNotFound {
		return nil
	}
	return err
}

// relink replaces the link to the own page and mails the new one.
func (s *Service) relink(tx *models.Tx, event *models.Event, id string) error {
	r, err := tx.Registrations().Lock(event, id)
	if err != nil {
		return err
	}
	if recent, err := tx.Mails().QueuedSince(r, MailLink, tx.Now.Add(-linkPause)); err != nil || recent {
		return err
	}
	r.LinkNumber++
	r.LinkHash = models.HashSecret(s.Link(r))
	if err := tx.Registrations().Update(r); err != nil {
		return err
	}
	return s.mailLink(tx, r)
}
