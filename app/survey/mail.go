package survey

import (
	"meguri/app/service/mail"
	"meguri/app/service/paths"
	"meguri/models"
)

// The kinds of mail that invite to a survey, and remind of it.
const (
	MailInvitation = "survey_invitation"
	MailReminder   = "survey_reminder"
)

// MailKinds are the kinds of mail of this feature.
func MailKinds() []mail.Kind {
	page := func(own paths.Attendee, l *mail.Letter) string { return string(own.Survey(l.Data["survey"])) }
	link := mail.AttendeeLink("mail.survey", page)
	return []mail.Kind{
		{Name: MailInvitation, Audience: mail.Attendee, MayWait: true, Link: link},
		{Name: MailReminder, Audience: mail.Attendee, MayWait: true, Link: link},
	}
}

// invitations are the mails to those who are invited to a survey, have not answered and have no such mail yet. Each
// batch is read anew: who has a mail is no longer in it.
func invitations(event *models.Event, id string, activityID *string) mail.Bulk {
	cause := MailInvitation + ":" + id
	return mail.Bulk{
		EventID: event.ID,
		Cause:   cause,
		Next: func(tx *models.Tx, _ string) (batch []models.Registration, err error) {
			survey, err := tx.Surveys().ByID(event, id)
			if err != nil || !survey.Accepts(tx.Now) {
				return nil, err
			}
			return tx.SurveyInvitations().Unmailed(survey, cause+":", inviteBatch)
		},
		Write: func(*models.Tx, *models.Registration) (*models.Mail, error) {
			return &models.Mail{
				Kind: MailInvitation, ActivityID: activityID, Data: map[string]string{"survey": id},
			}, nil
		},
	}
}

// reminders are the mails of one reminder, to those who are invited by a mail and have not answered.
func reminders(event *models.Event, id, at string) mail.Bulk {
	cause := MailReminder + ":" + id + ":" + at
	return mail.Bulk{
		EventID: event.ID,
		Cause:   cause,
		Next: func(tx *models.Tx, _ string) (batch []models.Registration, err error) {
			survey, err := tx.Surveys().ByID(event, id)
			if err != nil || !survey.Accepts(tx.Now) {
				return nil, err
			}
			return tx.SurveyInvitations().Unreminded(survey, MailInvitation+":"+id+":", cause+":", inviteBatch)
		},
		Write: func(*models.Tx, *models.Registration) (*models.Mail, error) {
			return &models.Mail{Kind: MailReminder, Data: map[string]string{"survey": id}}, nil
		},
	}
}
