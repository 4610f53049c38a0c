package event

import (
	"cmp"
	"strings"

	"meguri/app/service/i18n"
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

// mailUnpublished is the kind of mail that tells who prepares an event that it was not published at its time.
const mailUnpublished = "publish_missed"

// factSlug is the key, in a mail's data, of the organization's slug.
const factSlug = "slug"

// organizationPage leads to the page where owners agree.
var organizationPage = mail.Link{
	Button:  "mail.organization_page",
	Address: func(l *mail.Letter) string { return l.BaseURL + paths.OfStaffOrganization(l.Data[factSlug]).Members() },
}

// publishPage leads to where an event is published.
var publishPage = mail.Link{
	Button:  "mail.publish_page",
	Address: func(l *mail.Letter) string { return l.BaseURL + paths.OfStaffEvent(l.Data[factSlug]).Publish() },
}

// MailKinds are the kinds of mail of this feature.
func MailKinds() []mail.Kind {
	return []mail.Kind{
		{
			Name: mailChanged, Audience: mail.Attendee, While: models.LiveStates,
			Facts: true, Ticket: true, Calendar: true, Link: mail.AttendeePage,
		},
		{
			Name: mailPostponed, Audience: mail.Attendee, While: models.LiveStates,
			Facts: true, Calendar: true, Link: mail.AttendeePage,
		},
		{
			Name: mailNewDates, Audience: mail.Attendee, While: models.LiveStates,
			Facts: true, Ticket: true, Calendar: true, Link: mail.AttendeePage,
		},
		{Name: mailCancelled, Audience: mail.Attendee, Facts: true, Calendar: true, Link: mail.EventPage},
		{
			Name: mailMovedOnline, Audience: mail.Attendee, While: models.LiveStates, Write: writeMove,
			Facts: true, Calendar: true, Link: mail.AttendeePage,
		},
		{
			Name: mailMovedBack, Audience: mail.Attendee, While: models.LiveStates, Write: writeMove,
			Facts: true, Ticket: true, Calendar: true, Link: mail.AttendeePage,
		},
		{Name: mailUnpublished, Audience: mail.Account, Link: publishPage},
		{Name: mailNamed, Audience: mail.Account, Link: organizationPage},
	}
}

// tellEditors mails those who may edit an event that it was not published, because something is missing. at names the
// time at which it was to be.
func tellEditors(tx *models.Tx, e *models.Event, at string) error {
	members, err := tx.Members().AtEvent(e)
	if err != nil {
		return err
	}
	for i := range members {
		to := &members[i].Account
		if members[i].Pending() || to.DisabledAt != nil || !models.Holds([]models.Role{members[i].Role}, models.EditEvent) {
			continue
		}
		title := cmp.Or(e.TitleJa, e.TitleEn)
		if to.Locale == i18n.English {
			title = cmp.Or(e.TitleEn, e.TitleJa)
		}
		err := tx.Mails().Queue(&models.Mail{
			Cause: strings.Join([]string{mailUnpublished, e.ID, at, to.ID}, ":"), Kind: mailUnpublished,
			AccountID: &to.ID, ToAddress: to.Email, ToName: to.Name, Locale: to.Locale,
			Data: map[string]string{"event": title, factSlug: e.Slug},
		})
		if err != nil {
			return err
		}
	}
	return nil
}
