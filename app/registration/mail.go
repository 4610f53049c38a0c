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
	// MailUnanswered is to who did not say in time that they come.
	MailUnanswered = "reply_lapsed"
	// MailApplied is to who applied to a lottery.
	MailApplied = "registration_applied"
	// MailMoved is to the former address of a registration.
	MailMoved = "address_changed"
	// MailConfirmAddress is to the address that an attendee wants instead of theirs, MailAddressAsked to theirs.
	MailConfirmAddress = "address_confirm"
	MailAddressAsked   = "address_asked"
	// MailGroup is to who registers others with themselves, with the links of all; MailGroupPromoted where a group gets
	// places that waited for them together, MailGroupChanged where their representative changed something.
	MailGroup         = "group_registered"
	MailGroupPromoted = "group_promoted"
	MailGroupChanged  = "group_changed"
	// MailMerged is to whose two registrations staff made one, MailUnmerged to both once that was undone.
	MailMerged   = "registration_merged"
	MailUnmerged = "registration_unmerged"
	// MailLimit is to an address that has as many people as the event allows.
	MailLimit = "address_limit"
	// MailAccessibility is to who asked for something to take part, once staff answer.
	MailAccessibility = "accessibility_answered"
)

// MailKinds are the kinds of mail of this feature.
func (s *Service) MailKinds() []mail.Kind {
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
		{Name: MailLink, Audience: mail.Attendee, Facts: true, Ticket: true, Companions: true, Link: mail.AttendeePage},
		{Name: MailNewLink, Audience: mail.Attendee, Link: mail.AttendeePage},
		{Name: MailKnown, Audience: mail.Attendee, Facts: true, Ticket: true, Companions: true, Link: mail.AttendeePage},
		{Name: MailLapsed, Audience: mail.Attendee, Facts: true, Link: mail.EventPage},
		{Name: MailUnanswered, Audience: mail.Attendee, Facts: true, Link: mail.EventPage},
		{
			Name: MailApplied, Audience: mail.Attendee, While: []models.RegistrationState{models.RegistrationApplied},
			Facts: true, Companions: true, Link: mail.AttendeePage,
		},
		{Name: MailMoved, Audience: mail.Attendee, Link: mail.EventPage},
		{Name: MailConfirmAddress, Audience: mail.Attendee, Fixed: true, Link: AddressChangesOf(s).link()},
		{Name: MailAddressAsked, Audience: mail.Attendee, Fixed: true, Link: mail.AttendeePage},
		{
			Name: MailGroup, Audience: mail.Attendee, Fixed: true,
			Facts: true, Ticket: true, Calendar: true, Companions: true, Link: mail.AttendeePage,
		},
		{
			Name: MailGroupPromoted, Audience: mail.Attendee,
			Facts: true, Ticket: true, Calendar: true, Companions: true, Link: mail.AttendeePage,
		},
		{Name: MailGroupChanged, Audience: mail.Attendee, Ticket: true, Companions: true, Link: mail.AttendeePage},
		{Name: MailMerged, Audience: mail.Attendee, Facts: true, Ticket: true, Link: mail.AttendeePage},
		{Name: MailUnmerged, Audience: mail.Attendee, Facts: true, Ticket: true, Link: mail.AttendeePage},
		{Name: MailLimit, Audience: mail.Attendee, Link: mail.EventPage},
		{Name: MailAccessibility, Audience: mail.Attendee, Link: mail.AttendeePage},
	}
}
