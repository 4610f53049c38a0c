package project

import (
	"context"
	"time"

	"meguri/app/service/i18n"
	"meguri/app/service/mail"
	"meguri/app/service/paths"
	"meguri/models"
	"meguri/models/text"
)

// The kinds of mail about projects that are over: somebody is asked, and what is new of it.
const (
	MailReviewAsked = "review_asked"
	MailReviewNews  = "review_news"
)

// What is new: an answer is due, the time is over, thanks can be read.
const (
	reviewDue    = "due"
	reviewLapsed = "lapsed"
	reviewThanks = "thanks"
)

const (
	factReview = "review"
	factAbout  = "about" // which text it is
)

// MailKinds are the kinds of mail of this feature.
func (s *Closings) MailKinds() []mail.Kind {
	secret := func(l *mail.Letter) string { return s.of.Links.Review(l.Data[factReview]) }
	address := func(l *mail.Letter) string { return l.BaseURL + string(paths.OfReview(secret(l))) }
	kind := func(name, button string, key func(about string) string) mail.Kind {
		return mail.Kind{
			Name: name, Audience: mail.Account, Fixed: true, Write: writeReview(key),
			Link: mail.Link{Button: button, Address: address, Secret: secret},
		}
	}
	asked := func(about string) string { return "mail.review_asked_" + about }
	news := func(about string) string { return "mail.review_news_" + about }
	return []mail.Kind{
		kind(MailReviewAsked, "mail.review_asked_button", asked), kind(MailReviewNews, "mail.review_news_button", news),
	}
}

// writeReview takes the text for what a mail is about: keyOf makes the key of it.
func writeReview(
	keyOf func(about string) string,
) func(context.Context, *i18n.Localizer, *mail.Letter) (*mail.Wording, error) {
	return func(_ context.Context, texts *i18n.Localizer, l *mail.Letter) (*mail.Wording, error) {
		key, day := keyOf(l.Data[factAbout]), ""
		if on := models.Day(l.Data[factDay]); on != nil {
			day = texts.Date(*on)
		}
		body := texts.T(key, "project", mail.Plain(l.Data[factProject]), "day", day)
		if l.ToName != "" {
			body = texts.T("mail.greeting", "name", mail.Plain(text.Unlinked(l.ToName))) + "\n\n" + body
		}
		return &mail.Wording{
			Subject: texts.T(key+"_subject", "project", l.Data[factProject]), Markdown: body, Ours: true,
		}, nil
	}
}

func reviewLetter(p *models.Project, r *models.Review, kind, cause, about string) *models.Mail {
	name, email, locale := r.Person()
	return &models.Mail{
		Cause: cause, Kind: kind, PersonID: r.ID, ToAddress: email, ToName: name, Locale: locale,
		Data: map[string]string{
			factReview: r.ID, factProject: p.Title, factAbout: about,
			factDay: r.DueAt.In(p.Zone()).Format(time.DateOnly),
		},
	}
}

// queueReviewAsked mails somebody their link.
func queueReviewAsked(tx *models.Tx, p *models.Project, r *models.Review) error {
	about := string(r.Round) + "_" + string(r.Side)
	return tx.Mails().Queue(reviewLetter(p, r, MailReviewAsked, r.Cause(), about))
}

// queueReviewNews tells somebody what is new, once.
func queueReviewNews(tx *models.Tx, r *models.Review, about string) error {
	cause := r.Cause() + ":" + about
	return tx.Mails().Queue(reviewLetter(&r.Project, r, MailReviewNews, cause, about))
}
