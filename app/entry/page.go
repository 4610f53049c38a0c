package entry

import (
	"context"
	"slices"
	"strings"

	"meguri/app/service/i18n"
	"meguri/app/service/table"
	"meguri/models"
)

// Code is a code as staff see it.
type Code struct {
	models.EntryCode
	State models.EntryCodeState
	Types []models.TicketType
	// Path is that of the form that carries the code.
	Path  string
	Input *CodeInput
}

// CodesPage is an event's codes.
type CodesPage struct {
	Codes []Code
	// Types are those that a new code may be for. Asked are the slugs of those that ask for one, or are hidden.
	Types []models.TicketType
	Asked []string
	// Hosts counts the organizations that the event is of.
	Hosts int
}

// CodesPage reads an event's codes, the latest first. Staff who may edit the event call it.
func (s *Service) CodesPage(ctx context.Context, e *models.Event) (*CodesPage, error) {
	q := s.db.Query(ctx)
	page := &CodesPage{}
	var err error
	if page.Types, err = q.TicketTypes().OfEvent(e); err != nil {
		return nil, err
	}
	list, err := q.EntryCodes().OfEvent(e)
	if err != nil {
		return nil, err
	}
	for i := range list {
		page.Codes = append(page.Codes, Code{
			EntryCode: list[i], State: list[i].State(q.Now), Types: typesOf(&list[i], page.Types),
			Path: FormPath(e, list[i].Code), Input: codeInputOf(e, &list[i]),
		})
	}
	for _, t := range page.Types {
		if t.Hidden || t.NeedsCode(q.Now) {
			page.Asked = append(page.Asked, t.Slug)
		}
	}
	hosts, err := hostNames(q, e)
	page.Hosts = len(hosts)
	return page, err
}

func typesOf(code *models.EntryCode, all []models.TicketType) []models.TicketType {
	return slices.DeleteFunc(slices.Clone(all), func(t models.TicketType) bool { return !code.IsFor(t.ID) })
}

// CodesTable is an event's codes as a file, with the links that carry them; base begins these. Staff who may edit the
// event call it.
func (s *Service) CodesTable(
	ctx context.Context, texts *i18n.Localizer, e *models.Event, base string,
) (table.Table, error) {
	page, err := s.CodesPage(ctx, e)
	if err != nil {
		return table.Table{}, err
	}
	header := []string{}
	for _, key := range []string{
		"entry.code", "entry.link", "entry.types", "entry.used", "entry.max_uses", "entry.expires_at", "entry.state",
		"entry.note",
	} {
		header = append(header, texts.T(key))
	}
	return table.Table{
		Name: texts.T("entry.title"), Header: header, ReplacedTitle: texts.T("table.replaced"),
		Rows: func(yield func([]any, error) bool) {
			for i := range page.Codes {
				if !yield(page.Codes[i].row(texts, e, base), nil) {
					return
				}
			}
		},
	}, nil
}

func (c *Code) row(texts *i18n.Localizer, e *models.Event, base string) []any {
	names := make([]string, len(c.Types))
	for i, t := range c.Types {
		names[i] = texts.Pick(t.NameJa, t.NameEn)
	}
	var most, ends any
	if c.MaxUses != nil {
		most = *c.MaxUses
	}
	if c.ExpiresAt != nil {
		ends = e.Local(*c.ExpiresAt)
	}
	return []any{
		c.Code, base + c.Path, strings.Join(names, ", "), c.Used, most, ends, texts.T("entry.state_" + string(c.State)),
		c.Note,
	}
}
