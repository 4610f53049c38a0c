package survey

import (
	"context"
	"errors"
	"log/slog"
	"strconv"
	"time"

	"meguri/models"
)

// Asking is when surveys may be answered, and who is asked: what the clock and staff open and close is here,
// invitations in job.go and mail.go, links in link.go. Closing chooses what may be published: release.go.
type Asking struct {
	secrets

	db *models.DB
}

const (
	inviteBatch = 100
	// lateInvites is how long after the event a survey that was opened by hand invites those who attended later.
	lateInvites = 7 * 24 * time.Hour
)

// Open opens a survey now, whatever the clock says, and invites those whom it asks. It may be closed before. Staff who
// may edit surveys call it. Errors: Conflict where it is open, released or has no question,
// or asks who was absent from an event that goes on.
func (s *Asking) Open(ctx context.Context, event *models.Event, id string) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		survey, err := tx.Surveys().ByID(event, id)
		if err != nil {
			return err
		}
		if len(Flat(survey.Questions)) == 0 {
			return models.NewError(models.CodeConflict, "survey.no_questions")
		}
		if survey.Audience == models.AskAbsent && !event.Ended(tx.Now) {
			return models.NewError(models.CodeConflict, "asking.absent_early")
		}
		return openSurvey(tx, survey)
	})
}

// WouldInvite counts whom opening the survey now invites by e-mail. Staff who may edit surveys call it.
func (s *Asking) WouldInvite(ctx context.Context, event *models.Event, survey *models.Survey) (int, error) {
	q := s.db.Query(ctx)
	everybody, err := asked(q, event, survey)
	if err != nil {
		return 0, err
	}
	return q.SurveyInvitations().CountUninvited(everybody)
}

func openSurvey(tx *models.Tx, survey *models.Survey) error {
	activityID := tx.Emit(models.ActivitySurveyOpened, survey)
	if err := tx.Surveys().Open(survey); err != nil {
		return err
	}
	if survey.Audience == models.AskLink && !survey.LinkOpen { // else nobody could answer
		if err := tx.Surveys().SetLink(survey, max(survey.LinkNumber, 1), true); err != nil {
			return err
		}
	}
	return tx.Jobs().
		Add(JobInvite, JobInvite+":"+survey.ID+":"+strconv.Itoa(survey.Version), survey.ID+" "+activityID, tx.Now)
}

// Close closes a survey and releases its results, after which it cannot be opened again; with fewer than SmallGroup
// responses there are none. Staff who may edit surveys call it. Errors: Conflict where it is not open.
func (s *Asking) Close(ctx context.Context, event *models.Event, id string) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		survey, err := tx.Surveys().ByID(event, id)
		if err != nil {
			return err
		}
		return s.closeSurvey(tx, survey)
	})
}

func (s *Asking) closeSurvey(tx *models.Tx, survey *models.Survey) error {
	tx.Emit(models.ActivitySurveyClosed, survey)
	if err := tx.Surveys().Close(survey); err != nil {
		return err
	}
	if err := tx.ResponseDrafts().DeleteAll(survey); err != nil {
		return err
	}
	return s.release(tx, survey)
}

// Watch opens and closes surveys by the clock until ctx ends. Several processes may call it.
func (s *Asking) Watch(ctx context.Context) {
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
			s.db.EmptyLogAgain()
		}
	}
}

// FollowClock opens the surveys whose event has ended or whose time has come, closes those whose end has come, reminds
// who has not answered, and invites those who attended after a survey was opened by hand. It releases those that an
// earlier version of the program closed.
func (s *Asking) FollowClock(ctx context.Context) error {
	q := s.db.Query(ctx)
	due, err := q.Surveys().DueToOpen()
	overdue, err2 := q.Surveys().DueToClose()
	running, err3 := q.Surveys().OpenSince(q.Now.Add(-lateInvites))
	closed, err4 := q.Surveys().DueToRelease(SmallGroup)
	toRemind, err5 := q.Surveys().DueToRemind()
	return errors.Join(
		err, err2, err3, err4, err5,
		s.each(ctx, due, openSurvey), s.each(ctx, overdue, s.closeSurvey), s.each(ctx, running, inviteLate),
		s.each(ctx, closed, s.release), s.each(ctx, toRemind, remind),
	)
}

// remind queues the latest reminder that is due. Earlier ones that no process was there to send are left out.
func remind(tx *models.Tx, survey *models.Survey) error {
	at := strconv.FormatInt(survey.DueReminder(tx.Now).Unix(), 10)
	if err := tx.Surveys().Remind(survey); err != nil {
		return err
	}
	return tx.Jobs().Add(JobRemind, JobRemind+":"+survey.ID+":"+at, survey.ID+" "+at, tx.Now)
}

func inviteLate(tx *models.Tx, survey *models.Survey) error {
	return tx.Jobs().Add(JobInvite, JobInvite+":"+survey.ID+":late", survey.ID, tx.Now)
}

// each calls do for each survey in a transaction of its own. A conflict is no error: another process, or staff, was
// faster.
func (s *Asking) each(ctx context.Context, list []models.Survey, do func(*models.Tx, *models.Survey) error) error {
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
