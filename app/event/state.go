package event

import (
	"context"
	"slices"
	"time"

	"meguri/models"
	"meguri/models/text"
)

// Missing lists what an event lacks to be published, as text keys.
func (s *Service) Missing(ctx context.Context, e *models.Event) ([]string, error) {
	return lacks(s.db.Query(ctx), e)
}

func lacks(q *models.Query, e *models.Event) ([]string, error) {
	list, err := checklist(q, e)
	var keys []string
	for _, item := range list {
		if item.Required && !item.Done {
			keys = append(keys, item.Missing)
		}
	}
	return keys, err
}

// The text keys of what an event lacks, besides a place.
const (
	missingTypes  = "event.missing_types"
	missingFuture = "event.missing_future"
	missingStream = "event.missing_stream"
)

func missing(e *models.Event, types []models.TicketType, now time.Time) []string {
	var keys []string
	if !e.NamesVenue() && !e.HasStream() {
		keys = append(keys, "event.missing_place")
	}
	if len(types) == 0 {
		keys = append(keys, missingTypes)
	}
	for _, mode := range models.Modes {
		if key := missingFor(e, mode); key != "" && hasMode(types, mode) {
			keys = append(keys, key)
		}
	}
	if e.Ended(now) {
		keys = append(keys, missingFuture)
	}
	return keys
}

// missingFor is the text key of what an event lacks for those who attend in a mode, "" for nothing.
func missingFor(e *models.Event, mode models.Mode) string {
	switch {
	case mode == models.ModeVenue && !e.NamesVenue():
		return "event.missing_venue"
	case mode == models.ModeOnline && !e.HasStream():
		return missingStream
	}
	return ""
}

func hasMode(types []models.TicketType, mode models.Mode) bool {
	return slices.ContainsFunc(types, func(t models.TicketType) bool { return t.Mode == mode })
}

// Publish publishes a draft. Staff who may edit the event call it. Errors: Invalid where something is missing; Conflict
// where it is no draft.
func (s *Service) Publish(ctx context.Context, e *models.Event) error {
	keys, err := s.Missing(ctx, e)
	if err != nil {
		return err
	}
	if len(keys) > 0 {
		return models.NewError(models.CodeInvalid, keys[0])
	}
	return s.db.InTx(ctx, func(tx *models.Tx) error { return s.publish(tx, e) })
}

func (s *Service) publish(tx *models.Tx, e *models.Event) error {
	tx.Emit(models.ActivityEventPublished, e)
	fields := map[string]any{"published_at": tx.Now, "publish_at": nil}
	err := tx.Events().SetState(e, models.EventPublished, fields, models.EventDraft)
	if err != nil || s.published == nil {
		return err
	}
	return s.published(tx, e)
}

// Unpublish makes a published event a draft again. Staff who may edit the event call it. Errors: Conflict where
// somebody has registered, also if they cancelled since: they know the event, so it can only be cancelled.
func (s *Service) Unpublish(ctx context.Context, e *models.Event) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		tx.Emit(models.ActivityEventUnpublished, e)
		fields := map[string]any{"published_at": nil, "previous_starts_at": nil}
		if err := tx.Events().SetState(e, models.EventDraft, fields, models.EventPublished); err != nil {
			return err
		}
		people, err := tx.Registrations().Count(e, models.RegistrationFilter{}, 1)
		if people > 0 {
			return models.NewError(models.CodeConflict, "event.unpublish_late")
		}
		return err
	})
}

// Cancel cancels a published event, or one that waits for new dates, and mails the reason to everybody who is
// registered. Staff who may edit the event call it. Errors: Invalid without a reason; Conflict where the event is in
// another state.
func (s *Service) Cancel(ctx context.Context, e *models.Event, reason string) error {
	reason = text.CleanText(reason)
	if reason == "" || len(reason) > maxText {
		return models.InvalidFields(map[string]string{"reason": "event.reason_needed"})
	}
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		activityID := tx.Emit(models.ActivityEventCancelled, e)
		fields := map[string]any{"cancel_reason": reason, "cancelled_at": tx.Now}
		err := tx.Events().SetState(e, models.EventCancelled, fields, models.EventPublished, models.EventPostponed)
		if err != nil {
			return err
		}
		return notifyAll(tx, e, mailCancelled, activityID, map[string]string{"reason": reason})
	})
}

// Archive removes an event from the lists. Its data stays, and Restore brings it back. Staff who may edit the event
// call it. Errors: Conflict where a published event is not over.
func (s *Service) Archive(ctx context.Context, e *models.Event) error {
	if e.State == models.EventPublished && !e.Ended(s.db.Now()) {
		return models.NewError(models.CodeConflict, "event.archive_early")
	}
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		tx.Emit(models.ActivityEventArchived, e)
		return tx.Events().SetState(e, models.EventArchived, map[string]any{"archived_at": tx.Now, "publish_at": nil},
			models.EventDraft, models.EventPublished, models.EventCancelled)
	})
}

// Restore returns an archived event to its state before: cancelled, published or draft. Staff who may edit the event
// call it.
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
