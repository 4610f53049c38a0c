// Package registration gives people places at an event: signing up, the waiting list, changing and cancelling.
package registration

import (
	"sync"

	"meguri/app/service/link"
	"meguri/app/service/pdf"
	"meguri/models"
)

// Service is the registrations of one database.
type Service struct {
	db    *models.DB
	links link.Maker
	maker *pdf.Maker
	// keys holds the signing keys of events.
	keys sync.Map
	// maps holds the codes of the maps of events.
	maps sync.Map
	// photos holds the uploaded covers of events.
	photos sync.Map
}

// New makes the service.
func New(db *models.DB, links link.Maker, maker *pdf.Maker) *Service {
	return &Service{db: db, links: links, maker: maker}
}

// Link is the secret in the address of the attendee's page as it is mailed.
func (s *Service) Link(r *models.Registration) string {
	return s.links.Registration(r.ID, r.LinkNumber)
}

// ProvisionalLink is the secret with which whoever made a registration sees its page until the mailed link is opened.
func (s *Service) ProvisionalLink(r *models.Registration) string { return s.links.Provisional(r.ID) }

// mail queues a mail of a kind about an activity, if the address may have one today. A mail with the same cause is
// queued once.
func (s *Service) mail(
	tx *models.Tx, r *models.Registration, kind, cause, activity string, data map[string]string,
) error {
	if may, err := mayMail(tx, r, kind); err != nil || !may {
		return err
	}
	return s.queueMail(tx, r, kind, cause, activity, data)
}

func (s *Service) queueMail(
	tx *models.Tx, r *models.Registration, kind, cause, activity string, data map[string]string,
) error {
	return tx.Mails().Queue(letter(r, kind, cause, activity, data))
}

func letter(r *models.Registration, kind, cause, activity string, data map[string]string) *models.Mail {
	return &models.Mail{
		Cause:          mailCause(r, kind, cause),
		Kind:           kind,
		EventID:        &r.EventID,
		RegistrationID: &r.ID,
		ActivityID:     &activity,
		ToAddress:      r.Email,
		ToName:         r.Full(r.Locale),
		Locale:         r.Locale,
		Data:           data,
	}
}

func mailCause(r *models.Registration, kind, cause string) string {
	return kind + ":" + r.ID + ":" + cause
}
