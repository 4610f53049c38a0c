package event

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"meguri/models"
)

const (
	// JobTell is the kind of job that mails all who registered; its payload is a news.
	JobTell       = "event_tell"
	mailChanged   = "event_changed"
	mailCancelled = "event_cancelled"
	tellBatch     = 200
)

// news is what all who registered are told, with the facts of the moment.
type news struct {
	EventID string            `json:"event"`
	Kind    string            `json:"kind"` // of the mail
	Facts   map[string]string `json:"facts"`
}

// asItWas are the facts of when and where an event was to be.
func asItWas(e *models.Event) map[string]string {
	return map[string]string{
		"was_starts_at": e.StartsAt.Format(time.RFC3339), "was_ends_at": e.EndsAt.Format(time.RFC3339), "was_time_zone": e.TimeZone,
		"was_venue_ja": e.VenueNameJa, "was_venue_en": e.VenueNameEn, "was_address_ja": e.VenueAddressJa, "was_address_en": e.VenueAddressEn,
	}
}

// tellAll queues the job that mails everybody, in the transaction that made it necessary. A thousand mails do not fit into one transaction.
func tellAll(tx *models.Tx, e *models.Event, kind string, facts map[string]string) error {
	payload, err := json.Marshal(news{e.ID, kind, facts})
	if err != nil {
		return err
	}
	return tx.Jobs().Add(JobTell, fmt.Sprintf("%s:%s:%d", kind, e.ID, e.Version), string(payload), tx.Now)
}

// Tell does one job of kind JobTell. A repetition mails nobody twice.
func (s *Service) Tell(ctx context.Context, job *models.Job) error {
	var n news
	if err := json.Unmarshal([]byte(job.Payload), &n); err != nil {
		return err
	}
	after := ""
	for {
		last := ""
		err := s.db.InTx(ctx, func(tx *models.Tx) (err error) {
			last, err = n.batch(tx, job, after)
			return err
		})
		if err != nil || last == "" {
			return err
		}
		after = last
	}
}

// batch queues the mails of the next people after the one with the id; last is "" where there are none.
func (n *news) batch(tx *models.Tx, job *models.Job, after string) (last string, err error) {
	list, err := tx.Registrations().Live(n.EventID, after, tellBatch)
	if err != nil {
		return "", err
	}
	for i := range list {
		if err := tx.Mails().Queue(n.to(&list[i], job)); err != nil {
			return "", err
		}
		last = list[i].ID
	}
	return last, nil
}

// to is the mail that tells the news to one person.
func (n *news) to(r *models.Registration, job *models.Job) *models.Mail {
	return &models.Mail{
		Cause: job.ID + ":" + r.ID, Kind: n.Kind, EventID: &n.EventID, RegistrationID: &r.ID, ToAddress: r.Email, ToName: r.Full(r.Locale), Locale: r.Locale,
		Data: n.Facts,
	}
}
