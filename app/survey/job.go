package survey

import (
	"context"
	"errors"
	"strings"

	"meguri/app/service/jobs"
	"meguri/app/service/mail"
	"meguri/models"
)

// JobInvite is the kind of job that invites those whom a survey asks and who are not invited yet. Its payload is the
// survey's id. A job of an opening has a space and the id of the activity after it.
const JobInvite = "survey_invite"

// Jobs are the kinds of jobs of this feature.
func (s *Asking) Jobs() []jobs.Kind {
	return []jobs.Kind{{Name: JobInvite, Do: s.Invite}, {Name: JobRemind, Do: s.Remind}}
}

// Invite does one job of kind JobInvite: it invites everybody whom the survey asks, and queues the mails batch by
// batch. It leaves out who has one already, so the job may be repeated.
func (s *Asking) Invite(ctx context.Context, job *models.Job) error {
	id, activity, _ := strings.Cut(job.Payload, " ")
	event, err := s.eventOf(ctx, id)
	if err != nil {
		return err
	}
	var activityID *string
	if activity != "" {
		activityID = &activity
	}
	err = s.db.InTx(ctx, func(tx *models.Tx) error {
		survey, err := tx.Surveys().ByID(event, id)
		if err != nil || !survey.Accepts(tx.Now) {
			return err
		}
		everybody, err := asked(tx.Query, event, survey)
		if err != nil {
			return err
		}
		return tx.SurveyInvitations().InviteAll(everybody)
	})
	if err != nil {
		return err
	}
	return mail.QueueBulk(ctx, s.db, invitations(event, id, activityID))
}

// JobRemind is the kind of job that reminds those who were invited by mail and have not answered. Its payload is the
// survey's id, and after a space the time of the reminder.
const JobRemind = "survey_remind"

// Remind does one job of kind JobRemind. It may be repeated: nobody gets the mail of one reminder twice. It reads whose
// invitation is open, and leaves no trace of answers.
func (s *Asking) Remind(ctx context.Context, job *models.Job) error {
	id, at, _ := strings.Cut(job.Payload, " ")
	event, err := s.eventOf(ctx, id)
	if err != nil {
		return err
	}
	return mail.QueueBulk(ctx, s.db, reminders(event, id, at))
}

func (s *Asking) eventOf(ctx context.Context, id string) (*models.Event, error) {
	event, err := s.db.Query(ctx).Surveys().EventOf(id)
	if models.CodeOf(err) == models.CodeNotFound {
		return nil, errors.Join(jobs.ErrGiveUp, err)
	}
	return event, err
}
