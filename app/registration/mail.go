package registration

import (
	"meguri/app/service/mail"
	"meguri/models"
)

// The kinds of mail that registrations cause.
const (
	MailConfirmed  = "registration_confirmed"
	MailWaitlisted = "registration_waitlisted"
	MailPromoted   = "registration_promoted"
	MailCancelled  = "registration_cancelled"
	MailChanged    = "registration_changed"
	MailLink       = "link_again"
	MailNewLink    = "link_new"
	// MailKnown is to who registers again under the same name.
	MailKnown = "registration_known"
	// MailLapsed is to who did not confirm the address in time.
	MailLapsed = "registration_lapsed"
	// MailMoved is to the former address of a registration.
	MailMoved = "address_changed"
)

// MailKinds are the kinds of mail of this feature.
func MailKinds() []mail.Kind {
	confirmed := mail.Kind{
		Audience: mail.Attendee, While: []models.RegistrationState{models.RegistrationConfirmed},
		Facts: true, Ticket: true, Calendar: true, Link: mail.AttendeePage,
	}
	promoted, changed := confirmed, confirmed
	confirmed.Name, promoted.Name, changed.Name = MailConfirmed, MailPromoted, MailChanged
	return []mail.Kind{
		confirmed, promoted, changed,
		{
			Name: MailWaitlisted, Audience: mail.Attendee, While: []models.RegistrationState{models.RegistrationWaitlisted},
			Facts: true, Calendar: true, Link: mail.AttendeePage,
		},
		{Name: MailCancelled, Audience: mail.Attendee, Calendar: true, Link: mail.EventPage},
		{Name: MailLink, Audience: mail.Attendee, Facts: true, Ticket: true, Link: mail.AttendeePage},
		{Name: MailNewLink, Audience: mail.Attendee, Link: mail.AttendeePage},
		{Name: MailKnown, Audience: mail.Attendee, Facts: true, Ticket: true, Link: mail.AttendeePage},
		{Name: MailLapsed, Audience: mail.Attendee, Facts: true, Link: mail.EventPage},
		{Name: MailMoved, Audience: mail.Attendee, Link: mail.EventPage},
	}
}
