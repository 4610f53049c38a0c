package promise

import (
	"context"
	"strconv"
	"strings"

	"meguri/app/service/i18n"
	"meguri/app/service/mail"
	"meguri/app/service/paths"
	"meguri/models"
)

// MailReturn is the kind of mail that brings a promise back.
const MailReturn = "promise_returned"

// MailKinds are the kinds of mail of this feature.
func (s *Service) MailKinds() []mail.Kind {
	page := func(own paths.Attendee, l *mail.Letter) string { return own.PromiseAfter(l.Data["days"]) }
	return []mail.Kind{{
		Name: MailReturn, Audience: mail.Attendee, Write: s.write, Link: mail.AttendeeLink("mail.promise", page),
	}}
}

// letter is the mail that brings a promise back.
func letter(p *models.Promise, r *models.Registration, days int) *models.Mail {
	after := strconv.Itoa(days)
	return &models.Mail{
		Kind: MailReturn, Cause: MailReturn + ":" + p.ID + ":" + after, EventID: &p.EventID, RegistrationID: &r.ID,
		ToAddress: r.Email, ToName: r.Full(r.Locale), Locale: r.Locale,
		Data: map[string]string{"promise": p.ID, "days": after},
	}
}

// write makes the mail. Its text is read when it is sent, so that no mail keeps it; of a sealed one staff see that
// there is something, and not what.
func (s *Service) write(ctx context.Context, texts *i18n.Localizer, l *mail.Letter) (*mail.Wording, error) {
	days := l.Data["days"]
	wording := &mail.Wording{
		Subject: texts.T("promise.mail_subject", "title", texts.Pick(l.Event.TitleJa, l.Event.TitleEn)), MayWait: true,
	}
	said, err := s.said(ctx, texts, l)
	if err != nil {
		return nil, err
	}
	wording.Overtaken = said == ""
	page := l.BaseURL + paths.OfAttendee(l.AttendeeSecret).PromiseAfter(days)
	lines := []string{
		texts.T("promise.mail_lead", "days", days), "> " + inMarkdown.Replace(said), texts.T("promise.mail_ask"),
	}
	for _, outcome := range models.PromiseOutcomes {
		lines = append(lines, "["+texts.T("promise.answer_"+string(outcome))+"]("+page+"?answer="+string(outcome)+")")
	}
	wording.Markdown = strings.Join(append(lines, texts.T("promise.mail_kept", "days", models.PromiseKept)), "\n\n")
	return wording, nil
}

// said is the text of the promise that a mail brings back, "" where there is none any more.
func (s *Service) said(ctx context.Context, texts *i18n.Localizer, l *mail.Letter) (string, error) {
	if l.Registration == nil {
		return "", nil
	}
	p, err := s.db.Query(ctx).Promises().OfRegistration(l.Registration)
	if models.CodeOf(err) == models.CodeNotFound || err == nil && p.ID != l.Data["promise"] {
		return "", nil
	}
	if err == nil && p.Sealed && l.ForStaff {
		return texts.T("promise.sealed_for_staff"), nil
	}
	return s.open(p), err
}

// inMarkdown writes a text so that it is no Markdown by chance.
var inMarkdown = func() *strings.Replacer {
	var pairs []string
	for _, mark := range strings.Split("\\`*_{}[]()<>#+-.!|~&", "") {
		pairs = append(pairs, mark, "\\"+mark)
	}
	return strings.NewReplacer(pairs...)
}()
