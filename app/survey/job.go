package survey

import (
	"context"
	"errors"
	"strings"

	"meguri/app/service/jobs"
	"meguri/app/service/mail"
	"meguri/models"
)

// JobInvite is the kind of job that invites those who attended and are not invited yet. Its payload is the survey's id.
// A job of an opening has a space and the id of the activity after it.
const JobInvite = "survey_invite"

// Jobs are the kinds of jobs of this feature.
func (s *Service) Jobs() []jobs.Kind { return []jobs.Kind{{Name: JobInvite, Do: s.Invite}} }

// Invite does one job of kind JobInvite: it invites everybody who attended, and queues the mails batch by batch. It
// leaves out who has one already, so the job may be repeated.
func (s *Service) Invite(ctx context.Context, job *models.Job) error {
	id, activity, _ := strings.Cut(job.Payload, " ")
	event, err := s.db.Query(ctx).Surveys().EventOf(id)
	if models.CodeOf(err) == models.CodeNotFound {
		return errors.Join(jobs.ErrGiveUp, err)
	}
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
		return tx.SurveyInvitations().InviteAll(survey)
	})
	if err != nil {
		return err
	}
	return mail.QueueBulk(ctx, s.db, invitations(event, id, activityID))
}
