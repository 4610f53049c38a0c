package message

import (
	"context"

	"meguri/app/service/check"
	"meguri/app/service/mail"
	"meguri/models"
)

// typedKey is where a context has a message that is not stored.
type typedKey struct{}

// written finds the message that a mail brings: what is typed for a preview, or a stored one.
func (s *Service) written(ctx context.Context, q *models.Query, l *mail.Letter) (*models.Message, error) {
	if typed, ok := ctx.Value(typedKey{}).(*models.Message); ok {
		return typed, nil
	}
	return s.find(q, l.Event, l.Data[factMessage])
}

// ReachOf counts whom an audience reaches that is not saved. Staff who may write to people call it. Errors: Invalid
// with the fields at fault.
func (s *Service) ReachOf(
	ctx context.Context, e *models.Event, to *AudienceInput, isNews bool,
) (*models.Reach, error) {
	q, c := s.db.Query(ctx), check.New()
	f, err := to.Check(c, q, e)
	if err == nil {
		err = c.Err()
	}
	if err != nil {
		return nil, err
	}
	return q.Messages().Reach(e, &models.Message{EventID: e.ID, News: isNews, Audience: models.AudienceOf(&f)})
}

// PreviewTyped is what is typed as one person gets it: the preview follows the form. Nothing is stored, and what is
// wrong is told when it is saved. Secrets are hidden. Where nobody is in the audience it is a sample. Staff who may
// write to people call it.
func (s *Service) PreviewTyped(
	ctx context.Context, by *models.Account, e *models.Event, in *Input, shown Shown,
) (*mail.Message, error) {
	q := s.db.Query(ctx)
	types, err := q.TicketTypes().OfEvent(e)
	if err != nil {
		return nil, err
	}
	m := &models.Message{EventID: e.ID, State: models.MessageDraft, News: in.News}
	unchecked := check.New()
	if m.Audience, _, err = in.audience(unchecked, q, e, types); err != nil {
		return nil, err
	}
	in.readTexts(unchecked, &terms{event: e, known: Placeholders}, m)
	r, err := q.Messages().Addressee(e, m, max(0, shown.Number))
	if err != nil {
		return nil, err
	}
	made := &models.Mail{Kind: MailTrial, EventID: &e.ID, ToName: by.Name, Locale: shown.lang(by.Locale)}
	if r != nil {
		made.Kind, made.RegistrationID, made.ToName, made.Locale = MailMessage, &r.ID, r.Full(r.Locale), shown.lang(r.Locale)
	}
	made.Data = map[string]string{}
	return s.draft(context.WithValue(ctx, typedKey{}, m), made)
}
