// Package entry has the ways into an event that are not open to everybody: codes, which package registration takes and
// counts, and invitations of single people.
package entry

import (
	"context"
	"net/url"
	"strconv"
	"strings"
	"time"

	"meguri/app/service/check"
	"meguri/app/service/paths"
	"meguri/app/service/ticket"
	"meguri/models"
	"meguri/models/text"
)

const (
	maxNote  = 200 // characters
	maxUses  = 1_000_000
	maxCodes = 1000 // that are made at once
)

// Service is the ways into the events of one database.
type Service struct{ db *models.DB }

// New makes the service.
func New(db *models.DB) *Service { return &Service{db} }

// FormPath is the path of the form to register that carries a code.
func FormPath(event *models.Event, code string) string {
	return paths.OfEvent(event.Slug).Register() + "?" + url.Values{"code": {code}}.Encode()
}

// CodeInput is what staff type about a code. Times are in the event's time zone.
type CodeInput struct {
	// Code is a word of theirs, "" for one that is made; Count is how many are made at once, "" for one.
	Code  string   `form:"code"         label:"entry.code"`
	Count string   `form:"count"        label:"entry.count"`
	Types []string `form:"ticket_types" label:"entry.types"` // slugs; of new codes
	Note  string   `form:"note"         label:"entry.note"`
	// MaxUses is "" for no limit, ExpiresAt for no end.
	MaxUses   string `form:"max_uses"   label:"entry.max_uses"`
	ExpiresAt string `form:"expires_at" label:"entry.expires_at"`
	// Hosts makes a code for each organization that the event is of, with its name as the note.
	Hosts bool `form:"hosts"`
}

// fill reads what staff may change of a code later, too.
func (in *CodeInput) fill(c *check.Checker, e *models.Event, code *models.EntryCode) {
	code.Note = c.Line("note", in.Note, maxNote, check.Optional)
	code.MaxUses, code.ExpiresAt = nil, nil
	if text.CleanLine(in.MaxUses) != "" {
		n := c.Int("max_uses", in.MaxUses, 1, maxUses, check.Required)
		code.MaxUses = &n
	}
	if at := c.LocalTime("expires_at", in.ExpiresAt, e.Zone(), check.Optional); !at.IsZero() {
		code.ExpiresAt = &at
	}
}

// types are the ids of the ticket types that are chosen.
func (in *CodeInput) types(c *check.Checker, all []models.TicketType) (ids []string) {
	for _, t := range all {
		for _, slug := range in.Types {
			if t.Slug == slug {
				ids = append(ids, t.ID)
			}
		}
	}
	if len(ids) == 0 {
		c.Fault("ticket_types", "entry.no_type")
	}
	return ids
}

// MakeCodes makes one code or many. Staff who may edit the event call it. Errors: Invalid with the fields at fault, as
// a code that the event has already.
func (s *Service) MakeCodes(ctx context.Context, e *models.Event, in *CodeInput) (made []models.EntryCode, err error) {
	q := s.db.Query(ctx)
	types, err := q.TicketTypes().OfEvent(e)
	if err != nil {
		return nil, err
	}
	notes := []string{in.Note}
	if in.Hosts {
		if notes, err = hostNames(q, e); err != nil {
			return nil, err
		}
	}
	list, err := in.read(e, types, notes)
	if err != nil {
		return nil, err
	}
	err = s.db.InTx(ctx, func(tx *models.Tx) error {
		made = append([]models.EntryCode{}, list...)
		return tx.EntryCodes().Create(made)
	})
	return made, err
}

// read makes the codes with each of the notes.
func (in *CodeInput) read(
	e *models.Event, types []models.TicketType, notes []string,
) (list []models.EntryCode, err error) {
	c := check.New()
	like := models.EntryCode{EventID: e.ID, TypeIDs: in.types(c, types)}
	in.fill(c, e, &like)
	count := 1
	if strings.TrimSpace(in.Count) != "" {
		count = c.Int("count", in.Count, 1, maxCodes, check.Required)
	}
	if strings.TrimSpace(in.Code) != "" {
		var ok bool
		if like.Code, like.CodeKey, ok = text.EntryCode(in.Code); !ok {
			c.Fault("code", "entry.code_form", "min", text.MinEntryCode, "max", text.MaxEntryCode)
		}
		if count > 1 || in.Hosts {
			c.Fault("code", "entry.code_once")
		}
	}
	if err := c.Err(); err != nil {
		return nil, err
	}
	for _, note := range notes {
		for range count {
			code := like
			if code.Note = note; code.Code == "" {
				code.Code = ticket.NewCode()
				_, code.CodeKey, _ = text.EntryCode(code.Code)
			}
			list = append(list, code)
		}
	}
	return list, nil
}

// hostNames are the names of the organizations that an event is of, the host first.
func hostNames(q *models.Query, e *models.Event) (names []string, err error) {
	host, err := q.Organizations().ByID(e.OrganizationID)
	if err != nil {
		return nil, err
	}
	if err := q.Events().LoadPartners(e); err != nil {
		return nil, err
	}
	names = []string{host.NameJa}
	for i := range e.Partners {
		names = append(names, e.Partners[i].Organization.NameJa)
	}
	return names, nil
}

// ChangeCode changes the note, the limit and the end of a code. Staff who may edit the event call it. Errors: Invalid
// with the fields at fault, NotFound.
func (s *Service) ChangeCode(ctx context.Context, e *models.Event, id string, in *CodeInput) error {
	return s.change(ctx, e, id, func(code *models.EntryCode, _ time.Time) error {
		c := check.New()
		in.fill(c, e, code)
		return c.Err()
	})
}

// StopCode stops a code, or has it taken again. Who used it keeps the place. Staff who may edit the event call it.
// Errors: NotFound.
func (s *Service) StopCode(ctx context.Context, e *models.Event, id string, stop bool) error {
	return s.change(ctx, e, id, func(code *models.EntryCode, now time.Time) error {
		if code.StoppedAt = nil; stop {
			code.StoppedAt = &now
		}
		return nil
	})
}

func (s *Service) change(
	ctx context.Context, e *models.Event, id string, edit func(code *models.EntryCode, now time.Time) error,
) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		code, err := tx.EntryCodes().ByID(e, id)
		if err != nil {
			return err
		}
		if err := edit(code, tx.Now); err != nil {
			return err
		}
		tx.About(models.AuditSubject{Kind: models.SubjectOther, ID: code.ID})
		return tx.EntryCodes().Update(code)
	})
}

// codeInputOf is what the form of a code shows.
func codeInputOf(e *models.Event, code *models.EntryCode) *CodeInput {
	in := &CodeInput{Code: code.Code, Note: code.Note}
	if code.MaxUses != nil {
		in.MaxUses = strconv.Itoa(*code.MaxUses)
	}
	if code.ExpiresAt != nil {
		in.ExpiresAt = e.Local(*code.ExpiresAt).Format(check.LocalLayout)
	}
	return in
}
