package event

import (
	"meguri/app/service/mail"
	"meguri/app/service/paths"
	"meguri/models"
)

// The kinds of mail that tell everybody who registered of a change.
const (
	mailChanged   = "event_changed"
	mailCancelled = "event_cancelled"
)

// mailNamed is the kind of mail that asks an owner whether their organization may be named as co-host or partner.
const mailNamed = "partner_named"

// factSlug is the key, in a mail's data, of the organization's slug.
const factSlug = "slug"

// organizationPage leads to the page where owners agree.
var organizationPage = mail.Link{
	Button:  "mail.organization_page",
	Address: func(l *mail.Letter) string { return l.BaseURL + paths.OfStaffOrganization(l.Data[factSlug]).Members() },
}

// MailKinds are the kinds of mail of this feature.
func MailKinds() []mail.Kind {
	return []mail.Kind{
		{
			Name: mailChanged, Audience: mail.Attendee, While: models.LiveStates,
			Facts: true, Ticket: true, Calendar: true, Link: mail.AttendeePage,
		},
		{Name: mailCancelled, Audience: mail.Attendee, Facts: true, Calendar: true, Link: mail.EventPage},
		{Name: mailNamed, Audience: mail.Account, Link: organizationPage},
	}
}
