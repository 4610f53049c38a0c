package event

import "meguri/app/service/mail"

// The kinds of mail that tell everybody who registered of a change.
const (
	mailChanged   = "event_changed"
	mailCancelled = "event_cancelled"
)

// MailKinds are the kinds of mail of this feature.
func MailKinds() []mail.Kind {
	return []mail.Kind{
		{Name: mailChanged, Audience: mail.Attendee, Facts: true, Ticket: true, Calendar: true, Link: mail.AttendeePage},
		{Name: mailCancelled, Audience: mail.Attendee, Facts: true, Calendar: true, Link: mail.EventPage},
	}
}
