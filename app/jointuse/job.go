package jointuse

import (
	"context"
	"strings"
	"time"

	"meguri/app/service/jobs"
	"meguri/models"
)

// Jobs are the kinds of jobs of this feature.
func (s *Service) Jobs() []jobs.Kind { return []jobs.Kind{{Name: models.JobJointUse, Do: s.TellEnd}} }

// endingBefore is how long before its last day the organizations are told.
const endingBefore = 14 * 24 * time.Hour

// daysOf are the mornings on which the organizations hear that a joint use ends soon, and that it ended.
func daysOf(j *models.JointUse) (ending, ended time.Time, err error) {
	last, err := time.ParseInLocation(time.DateOnly, j.EndsOn, models.DefaultZone)
	ended = last.AddDate(0, 0, 1).Add(9 * time.Hour)
	return ended.Add(-endingBefore), ended, err
}

// TellEnd does one job of kind models.JobJointUse: it tells the owners of the organizations that one of them left, that
// all of it ended, or that it will soon, and waits for what comes next. Doing it again tells nobody twice.
func (s *Service) TellEnd(ctx context.Context, job *models.Job) error {
	id, left, _ := strings.Cut(job.Payload, " ")
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		j, err := tx.JointUses().ByID(id)
		if models.CodeOf(err) == models.CodeNotFound {
			return nil
		}
		if err != nil {
			return err
		}
		if left != "" {
			return tellLeft(tx, j, left)
		}
		if j.AgreedAt == nil || j.EndedAt != nil { // ended by somebody: that was told
			return nil
		}
		return tellDays(tx, j)
	})
}

func tellDays(tx *models.Tx, j *models.JointUse) error {
	ending, ended, err := daysOf(j)
	if err != nil {
		return err
	}
	next := func(at time.Time) error {
		return tx.Jobs().Add(models.JobJointUse, models.JobJointUse+":"+j.ID+":"+at.UTC().Format(time.DateOnly), j.ID, at)
	}
	switch {
	case !tx.Now.Before(ended):
		return queueEnd(tx, j, MailEnded, j.Members, nil)
	case tx.Now.Before(ending):
		return next(ending)
	case j.AgreedAt.Before(ending): // shorter ones are agreed on as they end
		if err := queueEnd(tx, j, MailEnding, j.Members, nil); err != nil {
			return err
		}
	}
	return next(ended)
}

// tellLeft tells all organizations, also the one that left.
func tellLeft(tx *models.Tx, j *models.JointUse, organizationID string) error {
	by := j.MemberOf(organizationID)
	if by == nil {
		return nil
	}
	kind := MailLeft
	if j.EndedAt != nil {
		kind = MailEnded
	}
	to := append([]models.JointUseMember{*by}, j.Members...)
	return queueEnd(tx, j, kind, to, &by.Organization)
}
