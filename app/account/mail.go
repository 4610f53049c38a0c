package account

import (
	"maps"
	"slices"
	"strings"
	"time"

	"meguri/app/service/mail"
	"meguri/app/service/paths"
	"meguri/models"
)

// The kinds of mail to an account.
const (
	MailPasswordReset   = "password_reset"   // to somebody who forgot their password
	MailPasswordChanged = "password_changed" // the password is another one
	MailNewSignIn       = "new_sign_in"      // the account signed in on a device for the first time
)

// factReset is the key, in a mail's data, of the id of the reset.
const factReset = "reset"

// MailKinds are the kinds of mail of this feature.
func (s *Service) MailKinds() []mail.Kind {
	own := mail.Link{
		Button:  "mail.account_page",
		Address: func(l *mail.Letter) string { return l.BaseURL + paths.Account },
	}
	return []mail.Kind{
		{Name: MailPasswordReset, Audience: mail.Account, Link: s.PasswordLink("mail.reset")},
		{Name: MailPasswordChanged, Audience: mail.Account, Link: own},
		{Name: MailNewSignIn, Audience: mail.Account, Link: own},
	}
}

// mailNewSignIn tells the person that their account signed in on a device for the first time.
func (s *Service) mailNewSignIn(tx *models.Tx, account *models.Account, userAgent string) error {
	device := DeviceOf(userAgent)
	names := slices.DeleteFunc([]string{device.Browser, device.System}, func(name string) bool { return name == "" })
	if len(names) == 0 {
		names = []string{"?"}
	}
	return s.mailNotice(tx, account, MailNewSignIn, map[string]string{"device": strings.Join(names, " / ")})
}

// mailNotice tells the person what happened to their account, and when.
func (s *Service) mailNotice(tx *models.Tx, account *models.Account, kind string, data map[string]string) error {
	facts := map[string]string{"at": tx.Now.Format(time.RFC3339)}
	maps.Copy(facts, data)
	return tx.Mails().Queue(&models.Mail{
		Cause: kind + ":" + models.NewID(), Kind: kind, AccountID: &account.ID, ToAddress: account.Email,
		ToName: account.Name, Locale: account.Locale, Data: facts,
	})
}

// PasswordLink is the link to the page where a password is set, for mails that MailLink queues. button is the key of
// its text.
func (s *Service) PasswordLink(button string) mail.Link {
	secret := func(l *mail.Letter) string { return s.links.PasswordReset(ResetID(l)) }
	return mail.Link{
		Button:  button,
		Address: func(l *mail.Letter) string { return l.BaseURL + paths.PasswordReset(secret(l)) },
		Secret:  secret,
	}
}

// ResetID is the id of the reset that the link of a mail belongs to.
func ResetID(l *mail.Letter) string { return l.Data[factReset] }

// MailLink queues a mail with a link of its own. The link works once, and until it is too old. The mail holds the id of
// the reset: the secret is derived from it when the mail is sent.
func (s *Service) MailLink(tx *models.Tx, link mail.AccountLink) error {
	to := link.Account
	reset := &models.PasswordReset{ID: models.NewID(), AccountID: to.ID, ExpiresAt: tx.Now.Add(link.Age)}
	reset.TokenHash = models.HashSecret(s.links.PasswordReset(reset.ID))
	letter := &models.Mail{
		Cause: link.Kind + ":" + reset.ID, Kind: link.Kind, AccountID: &to.ID, ToAddress: to.Email, ToName: link.ToName,
		Locale: to.Locale, Data: map[string]string{factReset: reset.ID},
	}
	if link.Member != nil {
		reset.MemberID = &link.Member.ID
	}
	if link.Event != nil {
		letter.EventID = &link.Event.ID
	}
	if err := tx.PasswordResets().Create(reset); err != nil {
		return err
	}
	return tx.Mails().Queue(letter)
}
