package mail

import (
	"context"
	"errors"

	"meguri/app/service/jobs"
	"meguri/models"
)

// Filter is what of an event's outbox is asked for. Empty fields ask for everything.
type Filter struct {
	State  models.MailState
	Query  string // part of a name, an address or a subject
	Before string // id of the mail that the page before ended with
}

// States lists where a mail may stand, in the order of its life.
var States = []models.MailState{models.MailQueued, models.MailSent, models.MailKept, models.MailFailed}

// pageSize is how many mails a page lists.
const pageSize = 50

// Outbox is one page of an event's mails, the latest first.
type Outbox struct {
	Filter
	Mails   []models.Mail
	Tallies map[models.MailState]int
	States  []models.MailState
	Next    string // Filter.Before of the next page, "" where this is the last
	Keeps   bool   // mails stay here, as there is no mail server
}

// Outbox lists an event's mails.
func (s *Service) Outbox(ctx context.Context, event *models.Event, filter Filter) (*Outbox, error) {
	q := s.db.Query(ctx)
	page := &Outbox{Filter: filter, States: States, Keeps: s.Keeps()}
	var err error
	if page.Mails, err = q.Mails().OfEvent(event, filter.State, filter.Query, filter.Before, pageSize+1); err != nil {
		return nil, err
	}
	if len(page.Mails) > pageSize {
		page.Mails = page.Mails[:pageSize]
		page.Next = page.Mails[pageSize-1].ID
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
	if page.Masked = s.hides(kind, managesMembers); page.Masked {
		page.Message = message.masked(kind, l)
	}
	return page, nil
}

// hides reports whether the secrets in a mail are none of the reader's business: where it really goes to somebody.
// The link to an account sets a colleague's password, so even in the outbox of a server that sends nothing only
// those who manage members see it.
func (s *Service) hides(kind *Kind, managesMembers bool) bool {
	return kind.secret() && (!s.Keeps() || (kind.Audience == Account && !managesMembers))
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
