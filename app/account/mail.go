package account

import (
	"time"

	"meguri/app/service/mail"
	"meguri/app/service/paths"
	"meguri/models"
)

// MailPasswordReset is the kind of mail to somebody who forgot their password.
const MailPasswordReset = "password_reset"

// factReset is the key, in a mail's data, of the id of the reset.
const factReset = "reset"

// MailKinds are the kinds of mail of this feature.
func (s *Service) MailKinds() []mail.Kind {
	return []mail.Kind{{Name: MailPasswordReset, Audience: mail.Account, Link: s.PasswordLink("mail.reset")}}
}

// PasswordLink is the link to the page where a password is set, for mails that MailLink queues. button is the key of
// its text.
func (s *Service) PasswordLink(button string) mail.Link {
	secret := func(l *mail.Letter) string { return s.links.PasswordReset(l.Data[factReset]) }
	return mail.Link{
		Button:  button,
		Address: func(l *mail.Letter) string { return l.BaseURL + paths.PasswordReset(secret(l)) },
		Secret:  secret,
	}
}

// MailLink queues a mail of a kind with a link to set the account's password. The link works once, and until age has
// passed. The mail holds the id of the reset: the secret is derived from it when the mail is sent. event is what the
// mail is about, nil for none.
func (s *Service) MailLink(
	tx *models.Tx, account *models.Account, event *models.Event, kind string, age time.Duration,
) error {
	reset := &models.PasswordReset{ID: models.NewID(), AccountID: account.ID, ExpiresAt: tx.Now.Add(age)}
	reset.TokenHash = models.HashSecret(s.links.PasswordReset(reset.ID))
	if err := tx.PasswordResets().Create(reset); err != nil {
		return err
	}
	mail := &models.Mail{
		Cause: kind + ":" + reset.ID, Kind: kind, AccountID: &account.ID, ToAddress: account.Email, ToName: account.Name,
		Locale: account.Locale, Data: map[string]string{factReset: reset.ID},
	}
	if event != nil {
		mail.EventID = &event.ID
	}
	return tx.Mails().Queue(mail)
}
