package project

import (
	"context"
	"time"

	"meguri/app/service/jobs"
	"meguri/models"
)

// The kinds of jobs about projects that are over: whether somebody answered in time, whose payload is the id of what
// they are asked, and asking again half a year later, whose payload is the id of the project.
const (
	JobReviewDue   = "review_due"
	JobReviewLater = "review_later"
)

// laterMonths is after how many months it is asked what changed.
const laterMonths = 6

// Jobs are the kinds of jobs of this feature.
func (s *Closings) Jobs() []jobs.Kind {
	return []jobs.Kind{{Name: JobReviewDue, Do: s.Due}, {Name: JobReviewLater, Do: s.Later}}
}

// await lets jobs look at what somebody is asked: before the time is over, then, and once thanks may be read.
func await(tx *models.Tx, r *models.Review) error {
	for _, at := range []time.Time{r.DueAt.Add(-remindBefore), r.DueAt, r.DueAt.Add(models.ThanksWait)} {
		err := tx.Jobs().Add(JobReviewDue, JobReviewDue+":"+r.ID+":"+at.UTC().Format(time.RFC3339), r.ID, at)
		if err != nil {
			return err
		}
	}
	return nil
}

// laterAt is when it is asked what changed by a project that ended at a time.
func laterAt(ended time.Time) time.Time { return ended.AddDate(0, laterMonths, 0) }

func awaitLater(tx *models.Tx, p *models.Project) error {
	at := laterAt(p.StateAt)
	return tx.Jobs().Add(JobReviewLater, JobReviewLater+":"+p.ID+":"+at.UTC().Format(time.RFC3339), p.ID, at)
}

// Due does one job of kind JobReviewDue: who did not answer is reminded once, and told when the time is over; where
// thanks of the other side wait, the person is told. Each mail goes once, however often this runs.
func (s *Closings) Due(ctx context.Context, job *models.Job) error {
	return s.of.db.InTx(ctx, func(tx *models.Tx) error {
		r, err := tx.Reviews().ByID(job.Payload)
		if models.CodeOf(err) == models.CodeNotFound {
			return nil
		}
		if err != nil {
			return err
		}
		switch {
		case r.State == models.ReviewAsked && !tx.Now.Before(r.DueAt):
			r.State = models.ReviewLapsed
			if err := tx.Reviews().Update(r, r.Version); err != nil {
				return err
			}
			return queueReviewNews(tx, r, reviewLapsed)
		case r.State == models.ReviewAsked && !tx.Now.Before(r.DueAt.Add(-remindBefore)):
			return queueReviewNews(tx, r, reviewDue)
		case r.State == models.ReviewAnswered || r.State == models.ReviewLapsed:
			return tellThanks(tx, r)
		}
		return nil
	})
}

// tellThanks tells somebody, once all thanks may be read, that there are some.
func tellThanks(tx *models.Tx, r *models.Review) error {
	if tx.Now.Before(r.DueAt.Add(models.ThanksWait)) {
		return nil
	}
	list, err := thanksFor(tx.Query, r)
	if err != nil || len(list) == 0 {
		return err
	}
	return queueReviewNews(tx, r, reviewThanks)
}

// Later does one job of kind JobReviewLater: who was helped and who leads the team are asked what changed, where the
// project is over still. Who is not there any more is left out.
func (s *Closings) Later(ctx context.Context, job *models.Job) error {
	return s.of.db.InTx(ctx, func(tx *models.Tx) error {
		p, err := tx.Projects().ByID(job.Payload)
		if models.CodeOf(err) == models.CodeNotFound {
			return nil
		}
		if err != nil {
			return err
		}
		if p.State != models.ProjectEnded || tx.Now.Before(laterAt(p.StateAt)) {
			return nil
		}
		asked, err := tx.Reviews().OfProject(p.ID)
		if err != nil {
			return err
		}
		team, err := tx.Projects().Team(p.ID)
		if err != nil {
			return err
		}
		for i := range team {
			if team[i].IsActive() && team[i].Role == models.ProjectLead {
				if err := askMember(tx, p, &team[i], models.ReviewLater, asked); err != nil {
					return err
				}
			}
		}
		return askHelpedLater(tx, p, asked)
	})
}

// askHelpedLater asks those who were helped and were asked at the end; where nobody of them is known any more, whom the
// organization names now.
func askHelpedLater(tx *models.Tx, p *models.Project, asked []models.Review) error {
	known := map[string]bool{}
	for i := range asked {
		if asked[i].Side == models.ReviewHelped && asked[i].Round == models.ReviewLater {
			known[asked[i].EmailKey] = true
		}
	}
	n := len(known)
	for i := range asked {
		r := &asked[i]
		if r.Side != models.ReviewHelped || r.Round != models.ReviewAtEnd || r.Email == "" {
			continue
		}
		n++
		if known[r.EmailKey] {
			continue
		}
		again := &models.Review{
			ProjectID: p.ID, Round: models.ReviewLater, Side: models.ReviewHelped, Name: r.Name, Email: r.Email,
			EmailKey: r.EmailKey, Locale: r.Locale,
		}
		if err := ask(tx, p, again); err != nil {
			return err
		}
	}
	if n > 0 {
		return nil
	}
	return askHelped(tx, p, models.ReviewLater, nil)
}
