package organization

import (
	"context"

	"meguri/app/service/i18n"
	"meguri/app/service/mail"
	"meguri/app/service/paths"
	"meguri/models"
	"meguri/models/text"
)

// The kinds of mail of this feature: to who is invited, to who asked to join, and to who no longer belongs.
const (
	MailInvitation = "organization_invitation"
	MailAccepted   = "organization_accepted"
	MailDeclined   = "organization_declined"
	MailLeft       = "organization_left"
)

// What the data of a mail has.
const (
	factAffiliation  = "affiliation"
	factKey          = "key"
	factOrganization = "organization"
	factSlug         = "slug"
)

// MailKinds are the kinds of mail of this feature.
func (s *Service) MailKinds() []mail.Kind {
	secret := func(l *mail.Letter) string { return s.links.Joining(l.Data[factAffiliation], l.Data[factKey]) }
	to := func(button string, address func(l *mail.Letter) string) mail.Link {
		return mail.Link{Button: button, Address: func(l *mail.Letter) string { return l.BaseURL + address(l) }}
	}
	page := func(l *mail.Letter) string { return string(paths.OfHost(l.Data[factSlug])) }
	settings := func(*mail.Letter) string { return paths.MeSettings }
	join := to("mail.organization_invitation_button", func(l *mail.Letter) string { return paths.Joining(secret(l)) })
	join.Secret = secret
	return []mail.Kind{
		{
			Name: MailInvitation, Audience: mail.Account, Fixed: true, Write: write("mail.organization_invitation"), Link: join,
		},
		{
			Name: MailAccepted, Audience: mail.Account, Fixed: true, Write: write("mail.organization_accepted"),
			Link: to("mail.organization_accepted_button", page),
		},
		{
			Name: MailDeclined, Audience: mail.Account, Fixed: true, Write: write("mail.organization_declined"),
			Link: to("mail.organization_declined_button", page),
		},
		{
			Name: MailLeft, Audience: mail.Account, Fixed: true, Write: write("mail.organization_left"),
			Link: to("mail.organization_left_button", settings),
		},
	}
}

func write(key string) func(context.Context, *i18n.Localizer, *mail.Letter) (*mail.Wording, error) {
	return func(_ context.Context, texts *i18n.Localizer, l *mail.Letter) (*mail.Wording, error) {
		name := l.Data[factOrganization]
		greeting := texts.T("mail.greeting", "name", mail.Plain(text.Unlinked(l.ToName)))
		return &mail.Wording{
			Subject:  texts.T(key+"_subject", "organization", name),
			Markdown: greeting + "\n\n" + texts.T(key, "organization", mail.Plain(name)), Ours: true,
		}, nil
	}
}

func nameIn(locale string, o *models.Organization) string {
	if locale == i18n.English && o.NameEn != "" || o.NameJa == "" {
		return o.NameEn
	}
	return o.NameJa
}

// queueInvitation mails the link with which a person of the register joins, in the language of their name's script: it
// is not known which one they read.
func queueInvitation(tx *models.Tx, o *models.Organization, a *models.Affiliation) error {
	locale := i18n.Japanese
	if account, err := tx.Persons().ByAddress(a.EmailKey); err == nil {
		locale = account.Locale
	}
	return tx.Mails().Queue(&models.Mail{
		Cause: MailInvitation + ":" + a.ID + ":" + tx.Now.UTC().Format("2006-01-02T15:04"), Kind: MailInvitation,
		ToAddress: a.Email, ToName: a.Full(locale), Locale: locale,
		Data: map[string]string{factAffiliation: a.ID, factKey: a.EmailKey, factOrganization: nameIn(locale, o)},
	})
}

// queueToAccount tells the account of an affiliation what became of it.
func queueToAccount(tx *models.Tx, o *models.Organization, a *models.Affiliation, kind string) error {
	account, err := tx.Accounts().ByID(*a.AccountID)
	if err != nil {
		return err
	}
	return tx.Mails().Queue(&models.Mail{
		Cause: kind + ":" + a.ID + ":" + tx.Now.UTC().Format("2006-01-02T15:04"), Kind: kind, AccountID: &account.ID,
		ToAddress: account.Email, ToName: account.Name, Locale: account.Locale,
		Data: map[string]string{factOrganization: nameIn(account.Locale, o), factSlug: o.Slug},
	})
}
