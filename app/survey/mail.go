package survey

import (
	"meguri/app/service/mail"
	"meguri/app/service/paths"
	"meguri/models"
)

// MailInvitation is the kind of mail that invites to a survey.
const MailInvitation = "survey_invitation"

// MailKinds are the kinds of mail of this feature.
func MailKinds() []mail.Kind {
	page := func(own paths.Attendee, l *mail.Letter) string { return string(own.Survey(l.Data["survey"])) }
	return []mail.Kind{{Name: MailInvitation, Audience: mail.Attendee, Link: mail.AttendeeLink("mail.survey", page)}}
}

// invitations are the invitations to a survey, with their mails, for all who attended and are not invited yet. Each
// batch is read anew: who has an invitation is no longer in it.
func invitations(event *models.Event, id string, activityID *string) mail.Bulk {
	var survey *models.Survey
	return mail.Bulk{
		EventID: event.ID,
		Cause:   MailInvitation + ":" + id,
		Next: func(tx *models.Tx, _ string) (batch []models.Registration, err error) {
			if survey, err = tx.Surveys().ByID(event, id); err != nil || !survey.Accepts(tx.Now) {
				return nil, err
			}
			return tx.SurveyInvitations().Uninvited(survey, inviteBatch)
		},
		Write: func(tx *models.Tx, r *models.Registration) (*models.Mail, error) {
			isNew, err := tx.SurveyInvitations().Add(survey, r)
			if err != nil || !isNew {
				return nil, err
			}
			return &models.Mail{
				Kind: MailInvitation, ActivityID: activityID, Data: map[string]string{"survey": id},
			}, nil
		},
	}
}
