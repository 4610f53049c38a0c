package offer

import (
	"context"
	"time"

	"meguri/app/service/jobs"
	"meguri/models"
)

// JobDue is the kind of job that looks whether an offer was answered in time; its payload is the offer's id.
const JobDue = "offer_due"

// Jobs are the kinds of jobs of this feature.
func (s *Service) Jobs() []jobs.Kind { return []jobs.Kind{{Name: JobDue, Do: s.Due}} }

func await(tx *models.Tx, o *models.Offer, at time.Time) error {
	return tx.Jobs().Add(JobDue, JobDue+":"+o.ID+":"+at.UTC().Format(time.RFC3339), o.ID, at)
}

// Due does one job of kind JobDue: coordinators who did not answer are told, and so is a person before their time is
// over; after it the offer lapses. Where somebody wrote meanwhile, it does nothing.
func (s *Service) Due(ctx context.Context, job *models.Job) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		o, err := tx.Offers().ByID(job.Payload)
		if models.CodeOf(err) == models.CodeNotFound {
			return nil
		}
		switch {
		case err != nil:
			return err
		case o.State == models.OfferOffered && o.ConfirmedAt != nil:
			return tellStaff(tx, o, toldLate, isCoordinator)
		case o.State != models.OfferTalking && o.State != models.OfferAsked || o.DueAt == nil:
			return nil
		case !tx.Now.Before(*o.DueAt):
			return s.end(tx, o, models.OfferLapsed, string(models.OfferLapsed))
		case !tx.Now.Before(o.DueAt.Add(-remindBefore)):
			return queueNews(tx, o, newsDue)
		}
		return nil
	})
}

// TellOfWaiting tells coordinators of the needs that are open for long, and for which nobody is asked or offers; each
// once, until it is opened anew. It is done each night.
func (s *Service) TellOfWaiting(ctx context.Context) error {
	list, err := s.db.Query(ctx).Needs().NobodyTakes(nil)
	if err != nil {
		return err
	}
	for i := range list {
		n := &list[i]
		err := s.db.InTx(ctx, func(tx *models.Tx) error {
			return tellOfNeed(tx, n, n.ID+":"+toldNobody+":"+n.OpenedAt.UTC().Format(time.DateOnly), toldNobody, isCoordinator)
		})
		if err != nil {
			return err
		}
	}
	return nil
}
