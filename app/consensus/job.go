package consensus

import (
	"context"
	"errors"
	"strings"
	"time"

	"meguri/app/service/jobs"
	"meguri/models"
)

const (
	// JobFinish is the kind of job that stores the result of a round once it is over. Its payload is the event's slug, a
	// space and the round's id.
	JobFinish = "consensus_finish"
	// JobForget is the kind of job that deletes what single people said; the result stays. The payload is the same.
	JobForget = "consensus_forget"
	// forgetAfter is how long one finds one's own place in the map of a round that is over.
	forgetAfter = 30 * 24 * time.Hour
)

// Jobs are the kinds of jobs of this feature.
func (s *Service) Jobs() []jobs.Kind {
	return []jobs.Kind{{Name: JobFinish, Do: s.doFinish}, {Name: JobForget, Do: s.doForget}}
}

func (s *Service) ofJob(ctx context.Context, job *models.Job) (*models.Event, string, error) {
	slug, id, _ := strings.Cut(job.Payload, " ")
	event, err := s.db.Query(ctx).Events().BySlug(slug)
	return event, id, orGiveUp(err)
}

func orGiveUp(err error) error {
	if models.CodeOf(err) == models.CodeNotFound {
		return errors.Join(jobs.ErrGiveUp, err)
	}
	return err
}

func (s *Service) doFinish(ctx context.Context, job *models.Job) error {
	event, id, err := s.ofJob(ctx, job)
	if err != nil {
		return err
	}
	return orGiveUp(s.finish(ctx, event, id))
}

func (s *Service) doForget(ctx context.Context, job *models.Job) error {
	event, id, err := s.ofJob(ctx, job)
	if err != nil {
		return err
	}
	return orGiveUp(s.db.InTx(ctx, func(tx *models.Tx) error {
		round, err := tx.Consensus().InEvent(event, id)
		if err != nil || round.Result == "" { // it was opened again: a later job forgets it
			return err
		}
		return tx.Consensus().ForgetStances(round)
	}))
}
