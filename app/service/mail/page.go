package mail

import (
	"context"
	"errors"
	"net/url"

	"meguri/app/service/jobs"
	"meguri/models"
)

// Filter is what of an event's outbox is asked for. Empty fields ask for everything.
type Filter struct {
	State  models.MailState `query:"state"`
	Query  string           `query:"q"`      // part of a name, an address or a subject
	Before string           `query:"before"` // id of the mail that the page before ended with
}

// Values is the filter as the query of an address, from the first page on.
func (f *Filter) Values() url.Values {
	return url.Values{"state": {string(f.State)}, "q": {f.Query}}
}

// States lists where a mail may stand, in the order of its life.
var States = []models.MailState{models.MailQueued, models.MailSent, models.MailKept, models.MailFailed}

// Outbox is one page of an event's mails, the latest first.
type Outbox struct {
	Filter
	Mails      []models.Mail
	Tallies    map[models.MailState]int
	States     []models.MailState
	Next       string // Filter.Before of the next page, "" where this is the last
	OutboxOnly bool   // mails stay here, as there is no mail server
}

// Outbox lists at most limit of an event's mails.
func (s *Service) Outbox(ctx context.Context, event *models.Event, filter Filter, limit int) (*Outbox, error) {
	q := s.db.Query(ctx)
	page := &Outbox{Filter: filter, States: States, OutboxOnly: s.OutboxOnly()}
	var err error
	if page.Mails, err = q.Mails().OfEvent(event, filter.State, filter.Query, filter.Before, limit+1); err != nil {
		return nil, err
	}
	if len(page.Mails) > limit {
		page.Mails = page.Mails[:limit]
		page.Next = page.Mails[limit-1].ID
	}
	page.Tallies, err = q.Mails().Tallies(event)
	return page, err
}

// Page is one mail as staff may see it.
type Page struct {
	Mail    *models.Mail
	Message *Message
	// Masked is set where the secrets in the message are hidden.
	Masked    bool
	RequestID string // for sending it again
}

// Page shows one of an event's mails as it arrives. It writes nothing. Staff who may see mails call it;
// managesMembers says that the reader may also see the links with which colleagues set their passwords.
func (s *Service) Page(ctx context.Context, event *models.Event, id string, managesMembers bool) (*Page, error) {
	m, err := s.db.Query(ctx).Mails().InEvent(event, id)
	if err != nil {
		return nil, err
	}
	message, err := s.Compose(ctx, m)
	if errors.Is(err, jobs.ErrUnknownKind) {
		return nil, models.NewError(models.CodeNotFound, "error.not_found")
	}
	if err != nil {
		return nil, err
	}
	page := &Page{Mail: m, Message: message, RequestID: models.NewID()}
	l, kind, err := s.letter(ctx, m)
	if err != nil {
		return nil, err
	}
	if page.Masked = s.hidesSecrets(kind, managesMembers); page.Masked {
		page.Message = message.masked(kind, l)
	}
	return page, nil
}

// hidesSecrets reports whether the secrets in a mail are none of the reader's business: where it really goes to somebody.
// The link to an account sets a colleague's password, so even in the outbox of a server that sends nothing only
// those who manage members see it.
func (s *Service) hidesSecrets(kind *Kind, managesMembers bool) bool {
	return kind.holdsSecret() && (!s.OutboxOnly() || (kind.Audience == Account && !managesMembers))
}

// File is an attachment of the message.
func (p *Page) File(name string) (Attachment, error) {
	for _, file := range p.Message.Attachments {
		if file.Name == name {
			return file, nil
		}
	}
	return Attachment{}, models.NewError(models.CodeNotFound, "error.not_found")
}
