package privacy

import (
	"meguri/app/service/mail"
	"meguri/app/service/paths"
	"meguri/models"
)

// The kinds of mail about requests to erase.
const (
	mailAsked    = "erasure_asked"
	mailErasing  = "erasure_agreed"
	mailDeclined = "erasure_declined"
)

// dataPage leads to what is held of the person.
var dataPage = mail.AttendeeLink(
	"mail.data_page", func(own paths.Attendee, _ *mail.Letter) string { return own.Data() },
)

// MailKinds are the kinds of mail of this feature.
func MailKinds() []mail.Kind {
	return []mail.Kind{
		{Name: mailAsked, Audience: mail.Attendee, Link: dataPage},
		{Name: mailErasing, Audience: mail.Attendee, Link: mail.EventPage},
		{Name: mailDeclined, Audience: mail.Attendee, Link: dataPage},
	}
}

func mailTo(r *models.Registration, kind, requestID string, data map[string]string) *models.Mail {
	return &models.Mail{
		Cause: mailCause(kind, requestID), Kind: kind, EventID: &r.EventID, RegistrationID: &r.ID,
		ToAddress: r.Email, ToName: r.Full(r.Locale), Locale: r.Locale, Data: data,
	}
}

func mailCause(kind, requestID string) string { return kind + ":" + requestID }
