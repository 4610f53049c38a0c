package event

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"meguri/models"
)

const (
	// JobTell is the kind of job that mails all who registered; its payload is the event's id, a space and the kind of mail.
	JobTell       = "event_tell"
	mailChanged   = "event_changed"
	mailCancelled = "event_cancelled"
	tellBatch     = 200
)

// Missing lists, as text keys, what an event lacks to be published.
func (s *Service) Missing(ctx context.Context, e *models.Event) ([]string, error) {
	tx := s.db.Reader(ctx)
	types, err := tx.TicketTypes(e)
	if err != nil {
		return nil, err
	}
	var missing []string
	if !e.HasVenue() && !e.HasStream() {
		missing = append(missing, "event.missing_place")
	}
	if len(types) == 0 {
		missing = append(missing, "event.missing_types")
	}
	for _, mode := range []models.Mode{models.Venue, models.Online} {
		if key := lacks(e, mode); key != "" && holds(types, mode) {
			missing = append(missing, key)
		}
	}
	if e.Ended(tx.Now) {
		missing = append(missing, "event.missing_future")
	}
	return missing, nil
}

// lacks names what people who attend in a mode would look for in vain, "" where there is nothing.
func lacks(e *models.Event, mode models.Mode) string {
	switch {
	case mode == models.Venue && !e.HasVenue():
		return "event.missing_venue"
	case mode == models.Online && !e.HasStream():
		return "event.missing_stream"
	}
	return ""
}

func holds(types []models.TicketType, mode models.Mode) bool {
	return slices.ContainsFunc(types, func(t models.TicketType) bool { return t.Mode == mode })
}

// Publish lets everybody see a draft. It is Invalid where something is missing.
func (s *Service) Publish(ctx context.Context, e *models.Event) error {
	missing, err := s.Missing(ctx, e)
	if err != nil {
		return err
	}
	if len(missing) > 0 {
		return models.Fail(models.Invalid, missing[0])
	}
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		return tx.MoveEvent(e, models.Published, map[string]any{"published_at": tx.Now}, models.Draft)
	})
}

// Cancel calls a published event off and mails the reason to all who registered.
func (s *Service) Cancel(ctx context.Context, e *models.Event, reason string) error {
	reason = models.CleanText(reason)
	if reason == "" || len(reason) > maxText {
		return models.InvalidFields(map[string]string{"reason": "event.reason_needed"})
	}
	err := s.db.InTx(ctx, func(tx *models.Tx) error {
		if err := tx.MoveEvent(e, models.Cancelled, map[string]any{"cancel_reason": reason, "cancelled_at": tx.Now}, models.Published); err != nil {
			return err
		}
		return tellAll(tx, e, mailCancelled)
	})
	s.wake()
	return err
}

// Archive takes an event out of the lists; its data stays. Restore brings it back as it was. Who is to come would look for it in vain, so it is a
// Conflict where a published event is not over.
func (s *Service) Archive(ctx context.Context, e *models.Event) error {
	if e.State == models.Published && !e.Ended(s.db.Now()) {
		return models.Fail(models.Conflict, "event.archive_early")
	}
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		return tx.MoveEvent(e, models.Archived, map[string]any{"archived_at": tx.Now}, models.Draft, models.Published, models.Cancelled)
	})
}

// Restore brings an archived event back: cancelled, published or a draft, as it was.
func (s *Service) Restore(ctx context.Context, e *models.Event) error {
	to := models.Draft
	if e.CancelledAt != nil {
		to = models.Cancelled
	} else if e.PublishedAt != nil {
		to = models.Published
	}
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		return tx.MoveEvent(e, to, map[string]any{"archived_at": nil}, models.Archived)
	})
}

// tellAll queues the job that mails everybody, in the transaction that made it necessary. A thousand mails do not fit into one transaction.
func tellAll(tx *models.Tx, e *models.Event, kind string) error {
	return tx.AddJob(JobTell, fmt.Sprintf("%s:%s:%d", kind, e.ID, e.Version), e.ID+" "+kind, tx.Now)
}

// Tell does one job of kind JobTell. A repetition mails nobody twice.
func (s *Service) Tell(ctx context.Context, job *models.Job) error {
	var eventID, kind string
	if _, err := fmt.Sscan(job.Payload, &eventID, &kind); err != nil {
		return err
	}
	event, err := s.db.Reader(ctx).Event(eventID)
	if err != nil {
		return err
	}
	after := ""
	for {
		var last string
		err := s.db.InTx(ctx, func(tx *models.Tx) error {
			list, err := tx.LiveRegistrations(eventID, after, tellBatch)
			if err != nil {
				return err
			}
			for i := range list {
				last = list[i].ID
				if err := tx.QueueMail(&models.Mail{
					Cause: job.ID + ":" + last, Kind: kind, EventID: &eventID, RegistrationID: &list[i].ID, ToAddress: list[i].Email,
					ToName: list[i].Full(list[i].Locale), Locale: list[i].Locale, Data: map[string]string{"reason": event.CancelReason},
				}); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
		if last == "" {
			s.wake()
			return nil
		}
		after = last
	}
}

// Copy makes a draft like an event, with ticket types, wording, agenda, doors and surveys, but without people and their answers. The same request
// again (id, made by the client) answers with the copy that it made.
func (s *Service) Copy(ctx context.Context, e *models.Event, id string) (*models.Event, error) {
	if made, err := s.made(ctx, id, e.OrganizationID); err != nil || made != nil {
		return made, err
	}
	slug, err := s.freeSlug(ctx, e.Slug)
	if err != nil {
		return nil, err
	}
	copied := *e
	copied.ID, copied.Slug, copied.State, copied.RoomState, copied.Sequence, copied.CancelReason = valid(id), slug, models.Draft, models.RoomAuto, 0, ""
	copied.PublishedAt, copied.CancelledAt, copied.ArchivedAt = nil, nil, nil
	return &copied, s.db.InTx(ctx, func(tx *models.Tx) error {
		if err := tx.CreateEvent(&copied); err != nil {
			return err
		}
		return tx.CopyParts(e, &copied)
	})
}

// valid is a client's id, or "" where it is none.
func valid(id string) string {
	if !models.ValidID(id) {
		return ""
	}
	return id
}

func (s *Service) freeSlug(ctx context.Context, slug string) (string, error) {
	for n := 2; ; n++ {
		next := slug + "-" + strconv.Itoa(n)
		taken, err := s.db.Reader(ctx).SlugTaken(next)
		if err != nil || !taken {
			return next, err
		}
	}
}
