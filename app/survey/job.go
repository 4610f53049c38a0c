package survey

import (
	"context"
	"errors"

	"meguri/app/service/jobs"
	"meguri/app/service/mail"
	"meguri/models"
)

// JobInvite is the kind of job that invites those who attended and are not invited yet; its payload is the survey's
// id.
const JobInvite = "survey_invite"

// Jobs are the kinds of jobs of this feature.
func (s *Service) Jobs() []jobs.Kind { return []jobs.Kind{{Name: JobInvite, Do: s.Invite}} }

// Invite does the job of a survey: it writes an invitation and queues a mail for everyone who attended, a batch at
// a time. Who is invited already is left alone, so the job bears repetition.
func (s *Service) Invite(ctx context.Context, job *models.Job) error {
	event, err := s.db.Reader(ctx).EventOfSurvey(job.Payload)
	if models.CodeOf(err) == models.NotFound {
		return errors.Join(jobs.ErrGiveUp, err)
	}
	if err != nil {
		return err
	}
	defer s.wake()
	return mail.ToMany(ctx, s.db, invitations(event, job.Payload))
}
