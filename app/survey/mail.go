package survey

import (
	"cmp"

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
		{Name: MailInvitation, Audience: mail.Attendee, MayWait: true, Link: link, Adds: promise},
		{Name: MailReminder, Audience: mail.Attendee, MayWait: true, Link: link, Adds: promise},
	}
}

// dataAnonymity is what a mail knows of its survey. Mails of earlier versions are of anonymous ones.
const dataAnonymity = "anonymity"

// promise is what the survey of a mail promises, before anybody opens it.
func promise(l *mail.Letter) string {
	return "survey_names.mail_" + cmp.Or(l.Data[dataAnonymity], string(models.SurveyAnonymous))
}

// invitations are the mails to those who are invited to a survey, have not answered and have no such mail yet.
func invitations(event *models.Event, id string, activityID *string) mail.Bulk {
	cause := MailInvitation + ":" + id
	return toThoseAsked(event, id, cause, models.Mail{Kind: MailInvitation, ActivityID: activityID},
		func(tx *models.Tx, survey *models.Survey) ([]models.Registration, error) {
			return tx.SurveyInvitations().Unmailed(survey, cause+":", inviteBatch)
		})
}

// reminders are the mails of one reminder, to those who are invited by a mail and have not answered.
func reminders(event *models.Event, id, at string) mail.Bulk {
	cause := MailReminder + ":" + id + ":" + at
	return toThoseAsked(event, id, cause, models.Mail{Kind: MailReminder},
		func(tx *models.Tx, survey *models.Survey) ([]models.Registration, error) {
			return tx.SurveyInvitations().Unreminded(survey, MailInvitation+":"+id+":", cause+":", inviteBatch)
		})
}

// toThoseAsked are mails of a survey while it takes answers. Each batch is read anew: who has a mail is no longer in
// it.
func toThoseAsked(
	event *models.Event, id, cause string, m models.Mail,
	batch func(*models.Tx, *models.Survey) ([]models.Registration, error),
) mail.Bulk {
	m.Data = map[string]string{"survey": id}
	return mail.Bulk{
		EventID: event.ID,
		Cause:   cause,
		Next: func(tx *models.Tx, _ string) ([]models.Registration, error) {
			survey, err := tx.Surveys().ByID(event, id)
			if err != nil || !survey.Accepts(tx.Now) {
				return nil, err
			}
			m.Data[dataAnonymity] = string(survey.Anonymity)
			return batch(tx, survey)
		},
		Write: func(*models.Tx, *models.Registration) (*models.Mail, error) {
			one := m
			return &one, nil
		},
	}
}
