package organization

import (
	"context"

	"meguri/app/service/i18n"
	"meguri/app/service/mail"
	"meguri/app/service/paths"
	"meguri/models"
	"meguri/models/text"
)

// The kinds of mail of this feature: to who is invited, to who asked to join, and to members of one that leaves.
const (
	MailInvitation = "organization_invitation"
	MailAccepted   = "organization_accepted"
	MailDeclined   = "organization_declined"
	MailLeft       = "organization_left"
	// MailLeftListed tells who is in the register and has no account.
	MailLeftListed = "organization_left_listed"
)

// What the data of a mail has.
const (
	factAffiliation  = "affiliation"
	factKey          = "key"
	factOrganization = "organization"
	factWords        = "words"
)

// MailKinds are the kinds of mail of this feature.
func (s *Service) MailKinds() []mail.Kind {
	secret := func(l *mail.Letter) string { return s.Links.Joining(l.Data[factAffiliation], l.Data[factKey]) }
	me := func(l *mail.Letter) string { return l.BaseURL + paths.Me }
	kinds := []mail.Kind{{
		Name: MailInvitation, Audience: mail.Account, Fixed: true, Write: write(MailInvitation),
		Link: mail.Link{
			Button:  "mail.organization_invitation_button",
			Address: func(l *mail.Letter) string { return l.BaseURL + paths.JoinOrganization(secret(l)) }, Secret: secret,
		},
	}}
	for _, name := range []string{MailAccepted, MailDeclined, MailLeft} {
		kinds = append(kinds, mail.Kind{
			Name: name, Audience: mail.Account, Fixed: true, Write: write(name),
			Link: mail.Link{Button: "mail.organization_me_button", Address: me},
		})
	}
	// Who has no account has nothing to open but that.
	privacy := func(l *mail.Letter) string { return l.BaseURL + paths.Privacy }
	kinds = append(kinds, mail.Kind{
		Name: MailLeftListed, Audience: mail.Account, Fixed: true, Write: write(MailLeftListed),
		Link: mail.Link{Button: "mail.privacy_button", Address: privacy},
	})
	return kinds
}

func write(kind string) func(context.Context, *i18n.Localizer, *mail.Letter) (*mail.Wording, error) {
	return func(_ context.Context, texts *i18n.Localizer, l *mail.Letter) (*mail.Wording, error) {
		name := l.Data[factOrganization]
		body := texts.T("mail."+kind, "organization", mail.Plain(name))
		if l.ToName != "" {
			body = texts.T("mail.greeting", "name", mail.Plain(text.Unlinked(l.ToName))) + "\n\n" + body
		}
		if words := l.Data[factWords]; words != "" {
			body += "\n\n" + texts.T("mail.organization_words") + "\n\n" + mail.Plain(words)
		}
		return &mail.Wording{
			Subject: texts.T("mail."+kind+"_subject", "organization", name), Markdown: body, Ours: true,
		}, nil
	}
}

func nameIn(lang string, o *models.Organization) string { return i18n.PickIn(lang, o.NameJa, o.NameEn) }

// queueInvitation mails the link with which a person of the register joins: in the language of their account, else in
// Japanese, as nobody knows which one they read.
func queueInvitation(tx *models.Tx, o *models.Organization, a *models.Affiliation) error {
	locale := i18n.Japanese
	account, err := tx.Persons().ByAddress(a.EmailKey)
	switch {
	case err == nil:
		locale = account.Locale
	case models.CodeOf(err) != models.CodeNotFound:
		return err
	}
	return tx.Mails().Queue(&models.Mail{
		Cause: MailInvitation + ":" + a.ID + ":" + tx.Now.UTC().Format("2006-01-02T15:04"), Kind: MailInvitation,
		ToAddress: a.Email, ToName: a.Full(locale), Locale: locale,
		Data: map[string]string{factAffiliation: a.ID, factKey: a.EmailKey, factOrganization: nameIn(locale, o)},
	})
}

// queueListed tells somebody of the register who has no account.
func queueListed(tx *models.Tx, o *models.Organization, a *models.Affiliation) error {
	return tx.Mails().Queue(&models.Mail{
		Cause: MailLeftListed + ":" + a.ID + ":" + tx.Now.UTC().Format("2006-01-02T15:04"), Kind: MailLeftListed,
		ToAddress: a.Email, ToName: a.Full(i18n.Japanese), Locale: i18n.Japanese,
		Data: map[string]string{factOrganization: nameIn(i18n.Japanese, o)},
	})
}

// queueTo tells the person of an account what became of their place.
func queueTo(
	tx *models.Tx, o *models.Organization, account *models.Account, kind, cause, words string,
) error {
	return tx.Mails().Queue(&models.Mail{
		Cause: kind + ":" + cause + ":" + tx.Now.UTC().Format("2006-01-02T15:04"), Kind: kind, AccountID: &account.ID,
		ToAddress: account.Email, ToName: account.Name, Locale: account.Locale,
		Data: map[string]string{factOrganization: nameIn(account.Locale, o), factWords: words},
	})
}
