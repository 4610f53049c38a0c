package survey

import (
	"context"
	"errors"
	"log/slog"
	"strconv"
	"time"

	"meguri/models"
)

const (
	inviteBatch = 100
	// lateInvites is how long after the event those are looked for who came after the survey was opened by hand.
	lateInvites = 7 * 24 * time.Hour
)

// Open lets a survey take answers now, whatever the clock says, and invites those who attended. Staff who may edit
// surveys call it, also for one that is closed. Errors: Conflict where it is open or has no question.
func (s *Service) Open(ctx context.Context, event *models.Event, id string) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		survey, err := tx.Surveys().ByID(event, id)
		if err != nil {
			return err
		}
		if len(survey.Questions) == 0 {
			return models.NewError(models.CodeConflict, "survey.no_questions")
		}
		return openSurvey(tx, survey)
	})
}

func openSurvey(tx *models.Tx, survey *models.Survey) error {
	activityID := tx.Emit(models.ActivitySurveyOpened, survey)
	if err := tx.Surveys().Open(survey); err != nil {
		return err
	}
	return tx.Jobs().
		Add(JobInvite, JobInvite+":"+survey.ID+":"+strconv.Itoa(survey.Version), survey.ID+" "+activityID, tx.Now)
}

// Close ends the taking of answers and shuffles them. Errors: Conflict where the survey is not open.
func (s *Service) Close(ctx context.Context, event *models.Event, id string) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		survey, err := tx.Surveys().ByID(event, id)
		if err != nil {
			return err
		}
		return closeSurvey(tx, survey)
	})
}

func closeSurvey(tx *models.Tx, survey *models.Survey) error {
	tx.Emit(models.ActivitySurveyClosed, survey)
	if err := tx.Surveys().Close(survey); err != nil {
		return err
	}
	return tx.Responses().Shuffle(survey)
}

// Watch opens and closes surveys by the clock until ctx ends. Several processes may watch.
func (s *Service) Watch(ctx context.Context) {
	tick := time.NewTicker(time.Minute)
	defer tick.Stop()
	for {
		if err := s.FollowClock(ctx); err != nil && ctx.Err() == nil {
			slog.Error("surveys cannot follow the clock", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// FollowClock opens the surveys whose event has ended, closes those whose time has come, and has late guests invited
// once the event is over.
func (s *Service) FollowClock(ctx context.Context) error {
	q := s.db.Query(ctx)
	due, err := q.Surveys().DueToOpen()
	overdue, err2 := q.Surveys().DueToClose()
	running, err3 := q.Surveys().OpenSince(q.Now.Add(-lateInvites))
	errs := []error{err, err2, err3, s.each(ctx, due, openSurvey), s.each(ctx, overdue, closeSurvey), s.each(ctx, running, inviteLate)}
	return errors.Join(errs...)
}

func inviteLate(tx *models.Tx, survey *models.Survey) error {
	return tx.Jobs().Add(JobInvite, JobInvite+":"+survey.ID+":late", survey.ID, tx.Now)
}

// each takes one transaction a survey; a conflict means that another process, or staff, was faster.
func (s *Service) each(ctx context.Context, list []models.Survey, do func(*models.Tx, *models.Survey) error) error {
	var errs []error
	for i := range list {
		err := s.db.InTx(ctx, func(tx *models.Tx) error {
			survey := list[i]
			return do(tx, &survey)
		})
		if err != nil && models.CodeOf(err) != models.CodeConflict {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}
