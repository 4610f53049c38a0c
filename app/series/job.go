package series

import (
	"context"

	"meguri/app/service/jobs"
	"meguri/models"
)

// JobOpen is the kind of job that tells who follows a series of an event, and registers them; its payload is the
// event's id.
const JobOpen = "series_open"

// Jobs are the kinds of jobs of this feature.
func (s *Service) Jobs() []jobs.Kind {
	return []jobs.Kind{{Name: JobOpen, Do: s.Open}, {Name: JobAction, Do: s.Remind}}
}

// atOnce is how many followers are read at once.
const atOnce = 200

// Open does one job of kind JobOpen. Done again it tells and registers nobody twice. An event that was called off
// meanwhile is told to nobody; one that opens later by now waits.
func (s *Service) Open(ctx context.Context, job *models.Job) error {
	q := s.db.Query(ctx)
	e, err := q.Events().ByID(job.Payload)
	if err != nil || !e.TakesRegistrations(q.Now) {
		return err
	}
	series, err := q.Series().OfEvent(e.ID)
	if err != nil || series == nil {
		return err
	}
	types, err := q.TicketTypes().OfEvent(e)
	if err != nil {
		return err
	}
	if opens(types, q.Now).After(q.Now) {
		return s.db.InTx(ctx, func(tx *models.Tx) error { return s.Announced(tx, e) })
	}
	for after := ""; ; {
		list, err := q.Series().Followers(series, after, atOnce)
		if err != nil || len(list) == 0 {
			return err
		}
		for i := range list {
			if err := s.reach(ctx, e, series, &list[i]); err != nil {
				return err
			}
		}
		after = list[len(list)-1].ID
	}
}

// reach registers a follower who wants that, and tells all others of the event. Who has a registration already hears
// nothing. Of an edition of another host all are only told: their name and address are for who keeps the series.
func (s *Service) reach(ctx context.Context, e *models.Event, series *models.Series, f *models.SeriesFollower) error {
	if e.OrganizationID != series.OrganizationID {
		return s.db.InTx(ctx, func(tx *models.Tx) error { return queueElsewhere(tx, series, e, f) })
	}
	if f.Registers() {
		err := s.Register(ctx, e, f, func(tx *models.Tx, r *models.Registration) error {
			return queueRegistered(tx, series, e, r)
		})
		switch models.CodeOf(err) {
		case "", models.CodeInvalid: // registered now, or before
			return nil
		case models.CodeConflict, models.CodeFull: // only by hand
		default:
			return err
		}
	}
	return s.db.InTx(ctx, func(tx *models.Tx) error { return queueNext(tx, series, e, f) })
}
