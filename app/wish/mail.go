package wish

import (
	"cmp"
	"context"

	"meguri/app/service/i18n"
	"meguri/app/service/mail"
	"meguri/app/service/paths"
	"meguri/models"
	"meguri/models/text"
)

// MailConfirm is the kind of mail with which a wish is confirmed, corrected and withdrawn.
const MailConfirm = "wish_confirm"

// What the data of a mail has.
const (
	factWish  = "wish"
	factTitle = "title" // of the event
)

// MailKinds are the kinds of mail of this feature.
func (s *Service) MailKinds() []mail.Kind {
	secret := func(l *mail.Letter) string { return s.links.Wish(l.Data[factWish]) }
	return []mail.Kind{{
		Name: MailConfirm, Audience: mail.Account, Fixed: true, Write: write,
		Link: mail.Link{
			Button:  "mail.wish_confirm_button",
			Address: func(l *mail.Letter) string { return l.BaseURL + string(paths.OfWish(secret(l))) },
			Secret:  secret,
		},
	}}
}

func write(_ context.Context, texts *i18n.Localizer, l *mail.Letter) (*mail.Wording, error) {
	title := l.Data[factTitle]
	body := texts.T("mail.greeting", "name", mail.Plain(text.Unlinked(l.ToName))) + "\n\n" +
		texts.T("mail.wish_confirm", "title", mail.Plain(title))
	return &mail.Wording{Subject: texts.T("mail.wish_confirm_subject", "title", title), Markdown: body, Ours: true}, nil
}

// queue queues the mail with the link, once a day: the cause has no time, as the wish has none.
func queue(tx *models.Tx, w *models.Wish, e *models.Event) error {
	title := cmp.Or(e.TitleJa, e.TitleEn)
	if w.Locale == "en" {
		title = cmp.Or(e.TitleEn, e.TitleJa)
	}
	return tx.Mails().Queue(&models.Mail{
		Cause: MailConfirm + ":" + w.ID + ":" + tx.Now.In(models.DefaultZone).Format("2006-01-02"), Kind: MailConfirm,
		ToAddress: w.Email, ToName: w.Name, Locale: w.Locale, Data: map[string]string{factWish: w.ID, factTitle: title},
	})
}
