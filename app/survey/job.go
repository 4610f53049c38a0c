package survey

import (
	"context"
	"errors"
	"strings"

	"meguri/app/service/jobs"
	"meguri/app/service/mail"
	"meguri/models"
)

// JobInvite is the kind of job that invites those who attended and are not invited yet; its payload is the survey's
// id and, but for those who came late, after a space that of the activity of its opening.
const JobInvite = "survey_invite"

// Jobs are the kinds of jobs of this feature.
func (s *Service) Jobs() []jobs.Kind { return []jobs.Kind{{Name: JobInvite, Do: s.Invite}} }

// Invite does the job of a survey: it writes an invitation and queues a mail for everyone who attended, a batch at
// a time. Who is invited already is left alone, so the job bears repetition.
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
	return mail.QueueBulk(ctx, s.db, invitations(event, id, activityID))
}
