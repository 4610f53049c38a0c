package registration

import (
	"context"
	"strings"

	"meguri/models"
)

// SendLink mails a new link to the own page and makes all earlier ones useless, unless a link was mailed a moment ago: that one still works. It says
// nothing of whether the address is known, and takes as long either way: that is looked up by the job.
func (s *Service) SendLink(ctx context.Context, event *models.Event, email string) error {
	_, key, ok := models.NormalizeEmail(email)
	if !ok {
		return models.InvalidFields(map[string]string{"email": "field.email"})
	}
	tx := s.db.Reader(ctx)
	err := tx.AddJob(JobLink, JobLink+":"+models.NewID(), event.ID+" "+key, tx.Now)
	s.Wake()
	return err
}

// Relink does one job of kind JobLink. A repetition mails nothing, as a link was mailed a moment ago.
func (s *Service) Relink(ctx context.Context, job *models.Job) error {
	eventID, key, _ := strings.Cut(job.Payload, " ")
	event, err := s.db.Reader(ctx).Event(eventID)
	if err != nil {
		return err
	}
	err = s.db.InTx(ctx, func(tx *models.Tx) error {
		r, err := tx.LiveRegistrationByEmail(event, key)
		if err != nil {
			return err
		}
		return s.relink(tx, event, r.ID)
	})
	s.Wake()
	if models.CodeOf(err) == models.NotFound {
		return nil
	}
	return err
}

// relink replaces the link to the own page and mails the new one.
func (s *Service) relink(tx *models.Tx, event *models.Event, id string) error {
	r, err := tx.HoldRegistration(event, id)
	if err != nil {
		return err
	}
	if recent, err := tx.MailedSince(r, MailLink, tx.Now.Add(-linkPause)); err != nil || recent {
		return err
	}
	r.LinkNumber++
	r.LinkHash = models.HashSecret(s.Link(r))
	if err := tx.UpdateRegistration(r); err != nil {
		return err
	}
	return s.mailLink(tx, r)
}
