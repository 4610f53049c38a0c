package event

import (
	"context"
	"slices"
	"strconv"

	"meguri/models"
	"meguri/models/text"
)

// Missing lists, as text keys, what an event lacks to be published.
func (s *Service) Missing(ctx context.Context, e *models.Event) ([]string, error) {
	q := s.db.Query(ctx)
	types, err := q.TicketTypes().OfEvent(e)
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
	for _, mode := range []models.Mode{models.ModeVenue, models.ModeOnline} {
		if key := lacks(e, mode); key != "" && holds(types, mode) {
			missing = append(missing, key)
		}
	}
	if e.Ended(q.Now) {
		missing = append(missing, "event.missing_future")
	}
	return missing, nil
}

// lacks names what people who attend in a mode would look for in vain, "" where there is nothing.
func lacks(e *models.Event, mode models.Mode) string {
	switch {
	case mode == models.ModeVenue && !e.HasVenue():
		return "event.missing_venue"
	case mode == models.ModeOnline && !e.HasStream():
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
		return models.NewError(models.CodeInvalid, missing[0])
	}
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		tx.Emit(models.ActivityEventPublished, e)
		return tx.Events().SetState(e, models.EventPublished, map[string]any{"published_at": tx.Now}, models.EventDraft)
	})
}

// Cancel calls a published event off and mails the reason to all who registered.
func (s *Service) Cancel(ctx context.Context, e *models.Event, reason string) error {
	reason = text.CleanText(reason)
	if reason == "" || len(reason) > maxText {
		return models.InvalidFields(map[string]string{"reason": "event.reason_needed"})
	}
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		activityID := tx.Emit(models.ActivityEventCancelled, e)
		if err := tx.Events().SetState(e, models.EventCancelled, map[string]any{"cancel_reason": reason, "cancelled_at": tx.Now}, models.EventPublished); err != nil {
			return err
		}
		return tellAll(tx, e, mailCancelled, activityID, map[string]string{"reason": reason})
	})
}

// Archive takes an event out of the lists; its data stays. Restore brings it back as it was. Who is to come would look for it in vain, so it is a
// Conflict where a published event is not over.
func (s *Service) Archive(ctx context.Context, e *models.Event) error {
	if e.State == models.EventPublished && !e.Ended(s.db.Now()) {
		return models.NewError(models.CodeConflict, "event.archive_early")
	}
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		tx.Emit(models.ActivityEventArchived, e)
		return tx.Events().SetState(e, models.EventArchived, map[string]any{"archived_at": tx.Now}, models.EventDraft, models.EventPublished, models.EventCancelled)
	})
}

// Restore brings an archived event back: cancelled, published or a draft, as it was.
func (s *Service) Restore(ctx context.Context, e *models.Event) error {
	to := models.EventDraft
	if e.CancelledAt != nil {
		to = models.EventCancelled
	} else if e.PublishedAt != nil {
		to = models.EventPublished
	}
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		tx.Emit(models.ActivityEventRestored, e)
		return tx.Events().SetState(e, to, map[string]any{"archived_at": nil}, models.EventArchived)
	})
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
	copied.ID, copied.Slug, copied.State, copied.LiveRoomState, copied.Sequence, copied.CancelReason = valid(id), slug, models.EventDraft, models.LiveRoomAuto, 0, ""
	copied.PublishedAt, copied.CancelledAt, copied.ArchivedAt = nil, nil, nil
	return &copied, s.db.InTx(ctx, func(tx *models.Tx) error {
		if err := tx.Events().Create(&copied); err != nil {
			return err
		}
		return tx.Events().CopyParts(e, &copied)
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
		taken, err := s.db.Query(ctx).Events().SlugTaken(next)
		if err != nil || !taken {
			return next, err
		}
	}
}
