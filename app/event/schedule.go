package event

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"meguri/app/service/check"
	"meguri/app/service/jobs"
	"meguri/models"
)

// ScheduleInput is when a draft is to be published, in the event's time zone.
type ScheduleInput struct {
	PublishAt string `form:"publish_at"`
}

// Schedule has a draft published by itself, at a time. Staff who may edit the event call it. Errors: Invalid with the
// field at fault: a time that is past, or not before the event's start; Invalid where something is missing; Conflict
// where it is no draft.
func (s *Service) Schedule(ctx context.Context, e *models.Event, in *ScheduleInput) error {
	c := check.New()
	at := c.LocalTime("publish_at", in.PublishAt, e.Zone(), check.Required)
	switch {
	case !c.OK():
	case !at.After(s.db.Now()):
		c.Fault("publish_at", "event.publish_at_past")
	case !at.Before(e.StartsAt):
		c.Fault("publish_at", "event.publish_at_late")
	}
	if err := c.Err(); err != nil {
		return err
	}
	keys, err := s.Missing(ctx, e)
	if err != nil {
		return err
	}
	if len(keys) > 0 {
		return models.NewError(models.CodeInvalid, keys[0])
	}
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		if err := tx.Events().SetPublishAt(e, &at); err != nil {
			return err
		}
		stamp := at.Format(time.RFC3339)
		cause := fmt.Sprintf("%s:%s:%s:%d", JobPublish, e.ID, stamp, tx.Now.UnixNano())
		return tx.Jobs().Add(JobPublish, cause, e.ID+" "+stamp, at)
	})
}

// Unschedule takes back that a draft is published by itself. Staff who may edit the event call it. Errors: Conflict
// where it is no draft.
func (s *Service) Unschedule(ctx context.Context, e *models.Event) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error { return tx.Events().SetPublishAt(e, nil) })
}

// PublishDue does one job of kind JobPublish. It changes nothing where the time was changed or taken back meanwhile.
// Where something is missing by now, the event stays a draft, and those who prepare it are told by mail.
func (s *Service) PublishDue(ctx context.Context, job *models.Job) error {
	id, stamp, _ := strings.Cut(job.Payload, " ")
	at, err := time.Parse(time.RFC3339, stamp)
	if err != nil {
		return errors.Join(jobs.ErrGiveUp, err)
	}
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		e, err := tx.Events().ByID(id)
		if err != nil {
			return err
		}
		if e.State != models.EventDraft || e.PublishAt == nil || !e.PublishAt.Equal(at) {
			return nil
		}
		keys, err := lacks(tx.Query, e)
		if err != nil {
			return err
		}
		if len(keys) == 0 {
			return s.publish(tx, e)
		}
		if err := tx.Events().SetPublishAt(e, nil); err != nil {
			return err
		}
		return tellEditors(tx, e, stamp)
	})
}
