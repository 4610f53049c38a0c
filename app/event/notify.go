package event

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"meguri/app/service/mail"
	"meguri/models"
)

const notifyBatch = 200

// notice is the payload of JobNotify: a mail to everybody who is registered, with its data.
type notice struct {
	EventID string            `json:"event"`
	Kind    string            `json:"kind"` // of the mail
	Facts   map[string]string `json:"facts"`
	// ActivityID is the activity; nil in jobs that are older than activities.
	ActivityID *string `json:"activity,omitempty"`
	// AtVenue says that only who has a ticket type of the venue gets it.
	AtVenue bool `json:"at_venue,omitempty"`
}

// timeAndPlace is a mail's data about when and where an event was to be before it changed.
func timeAndPlace(e *models.Event) map[string]string {
	online := ""
	if e.OnlineSince != nil {
		online = e.OnlineSince.Format(time.RFC3339)
	}
	return map[string]string{
		"was_online":     online,
		"was_starts_at":  e.StartsAt.Format(time.RFC3339),
		"was_ends_at":    e.EndsAt.Format(time.RFC3339),
		"was_time_zone":  e.TimeZone,
		"was_venue_ja":   e.VenueNameJa,
		"was_venue_en":   e.VenueNameEn,
		"was_address_ja": e.VenueAddressJa,
		"was_address_en": e.VenueAddressEn,
	}
}

// notifyAll queues the job that mails everybody about an activity, in the activity's transaction. The mails themselves
// are too many for that transaction.
func notifyAll(tx *models.Tx, e *models.Event, kind, activityID string, facts map[string]string) error {
	return notify(tx, e, notice{EventID: e.ID, Kind: kind, Facts: facts, ActivityID: &activityID})
}

func notify(tx *models.Tx, e *models.Event, n notice) error {
	payload, err := json.Marshal(n)
	if err != nil {
		return err
	}
	return tx.Jobs().Add(JobNotify, fmt.Sprintf("%s:%s:%d", n.Kind, e.ID, e.Version), string(payload), tx.Now)
}

// Notify does one job of kind JobNotify. A repeated job mails nobody twice.
func (s *Service) Notify(ctx context.Context, job *models.Job) error {
	var n notice
	if err := json.Unmarshal([]byte(job.Payload), &n); err != nil {
		return err
	}
	away, err := s.others(ctx, &n)
	if err != nil {
		return err
	}
	return mail.QueueBulk(ctx, s.db, mail.Bulk{
		EventID: n.EventID,
		Cause:   job.ID,
		Next: func(tx *models.Tx, after string) ([]models.Registration, error) {
			return tx.Registrations().Live(n.EventID, after, notifyBatch)
		},
		Write: func(_ *models.Tx, r *models.Registration) (*models.Mail, error) {
			if away[r.TicketTypeID] {
				return nil, nil
			}
			return &models.Mail{Kind: n.Kind, Data: n.Facts, ActivityID: n.ActivityID}, nil
		},
	})
}

// others are the ids of the ticket types whose people get no mail of a notice.
func (s *Service) others(ctx context.Context, n *notice) (map[string]bool, error) {
	if !n.AtVenue {
		return nil, nil
	}
	types, err := s.db.Query(ctx).TicketTypes().OfEvent(&models.Event{ID: n.EventID})
	away := map[string]bool{}
	for _, t := range types {
		away[t.ID] = t.Mode != models.ModeVenue
	}
	return away, err
}
