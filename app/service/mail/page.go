package mail

import (
	"context"
	"errors"
	"net/url"

	"meguri/app/service/jobs"
	"meguri/models"
)

// Filter chooses mails of an event's outbox. Empty fields choose all.
type Filter struct {
	State  models.MailState `query:"state"`
	Query  string           `query:"q"` // part of a name, an address or a subject
	Kind   string           `query:"kind"`
	Before string           `query:"before"` // id of the last mail of the page before
}

// Values returns the filter as the query of an address, for the first page.
func (f *Filter) Values() url.Values {
	values := url.Values{"state": {string(f.State)}, "q": {f.Query}}
	if f.Kind != "" {
		values.Set("kind", f.Kind)
	}
	return values
}

func (f *Filter) kinds() []string {
	if f.Kind == "" {
		return nil
	}
	return []string{f.Kind}
}

// States lists the states of mails in the order in which they are offered.
var States = []models.MailState{
	models.MailQueued, models.MailSent, models.MailKept, models.MailFailed, models.MailBounced, models.MailOvertaken,
	models.MailStopped,
}

// Outbox is one page of an event's mails, the latest first.
type Outbox struct {
	Filter
	Mails      []models.Mail
	Tallies    map[models.MailState]int
	States     []models.MailState
	Next       string // Filter.Before of the next page, "" on the last page
	OutboxOnly bool   // mails stay in the outbox because there is no SMTP server
}

// Outbox returns one page of an event's outbox, with at most limit mails.
func (s *Service) Outbox(ctx context.Context, event *models.Event, filter Filter, limit int) (*Outbox, error) {
	q := s.db.Query(ctx)
	page := &Outbox{Filter: filter, States: States, OutboxOnly: s.OutboxOnly()}
	var err error
	page.Mails, err = q.Mails().OfEvent(event, filter.State, filter.Query, filter.Before, limit+1, filter.kinds()...)
	if err != nil {
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
	// Masked says that the secrets in the message are hidden.
	Masked    bool
	RequestID string // for sending it again
}

// Page returns one of an event's mails as it is sent, to staff with the roles there, who may see mails. It does not
// write to the database.
func (s *Service) Page(ctx context.Context, event *models.Event, id string, roles []models.Role) (*Page, error) {
	m, err := s.db.Query(ctx).Mails().InEvent(event, id)
	if err != nil {
		return nil, err
	}
	message, err := s.composeForStaff(ctx, m)
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
	if page.Masked, err = s.hidesSecrets(ctx, kind, l, roles); page.Masked {
		page.Message = message.masked(kind, l)
	}
	return page, err
}

// composeForStaff is Compose without what its addressee alone may read.
func (s *Service) composeForStaff(ctx context.Context, m *models.Mail) (*Message, error) {
	c, err := s.composerFor(ctx, m, true)
	if err != nil {
		return nil, err
	}
	return c.compose(ctx)
}

// hidesSecrets reports whether a reader with the roles must not see the secrets in a mail. They are hidden if mails are
// really sent. Of a mail to an account, the kind says who may see them.
func (s *Service) hidesSecrets(ctx context.Context, kind *Kind, l *Letter, roles []models.Role) (bool, error) {
	if !kind.holdsSecret() || (s.OutboxOnly() && kind.Audience != Account) {
		return false, nil
	}
	if !s.OutboxOnly() || kind.MayRead == nil {
		return true, nil
	}
	may, err := kind.MayRead(ctx, l, roles)
	return !may, err
}

// File returns an attachment of the message by name.
func (p *Page) File(name string) (Attachment, error) {
	for _, file := range p.Message.Attachments {
		if file.Name == name {
			return file, nil
		}
	}
	return Attachment{}, models.NewError(models.CodeNotFound, "error.not_found")
}
