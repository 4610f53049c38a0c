package entry

import (
	"meguri/app/service/mail"
	"meguri/app/service/paths"
	"meguri/models"
)

// The kinds of mail of invitations.
const (
	MailInvitation = "entry_invitation"
	MailReminder   = "entry_reminder"
)

// The data of a mail.
const factCode = "code"

// MailKinds are the kinds of mail of this feature.
func (s *Service) MailKinds() []mail.Kind {
	link := mail.Link{
		Button: "mail.entry_invitation",
		Address: func(l *mail.Letter) string {
			return l.BaseURL + paths.OfEvent(l.Event.Slug).Invitation(l.Data[factCode])
		},
		Secret: func(l *mail.Letter) string { return l.Data[factCode] },
	}
	return []mail.Kind{
		{Name: MailInvitation, Audience: mail.Account, Facts: true, Link: link},
		{Name: MailReminder, Audience: mail.Account, Facts: true, Link: link},
	}
}

// queue queues a mail about an invitation. A mail with the same cause is queued once.
func queue(tx *models.Tx, e *models.Event, i *models.EntryInvitation, kind, cause string) error {
	return tx.Mails().Queue(&models.Mail{
		Cause: kind + ":" + i.ID + ":" + cause, Kind: kind, EventID: &e.ID, ToAddress: i.Email, ToName: i.Name,
		Locale: i.Locale, Data: map[string]string{factCode: i.Code.Code},
	})
}
