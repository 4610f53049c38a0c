package event

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"

	"meguri/app/service/check"
	"meguri/app/service/opendata"
	"meguri/app/service/packed"
	"meguri/app/service/table"
	"meguri/models"
)

// Importer makes drafts of the event lists that municipalities publish. The service of events is its own.
type Importer struct{ *Service }

// ImporterOf is the importer of a service.
func ImporterOf(s *Service) Importer { return Importer{s} }

// ImportInput is a list, and what is to become of it.
type ImportInput struct {
	// Organization is the id of the host of the drafts; it may be left out where there is only one.
	Organization string `form:"organization"`
	// Packed is the file as the page keeps it, Name its name.
	Packed string `form:"packed"`
	Name   string `form:"name"`
	// Rows are the numbers of the rows that are to be drafts.
	Rows []int `form:"row"`

	content []byte
}

// Take takes an uploaded file.
func (in *ImportInput) Take(name string, content []byte) {
	in.Name, in.content, in.Packed = name, content, packed.Pack(content)
}

// ImportLine is a row of a list: what would be the draft, what is assumed about it, and what is wrong.
type ImportLine struct {
	Number int
	Event  *models.Event
	// Known is the event that an earlier import made of the row, nil for none.
	Known *models.Event
	// Notes and Faults are text keys; a row with faults cannot be taken. Past says that the event is over.
	Notes, Faults []string
	Past          bool

	input    *EventInput
	deadline string
}

// Able reports whether a draft can be made.
func (l *ImportLine) Able() bool { return l.Known == nil && len(l.Faults) == 0 }

// ImportPage is a list, row by row.
type ImportPage struct {
	Input *ImportInput
	Lines []ImportLine
	// Unknown are the titles of columns that are not read.
	Unknown []string
}

// Able counts the rows of which drafts can be made, Same those that are there already, Faulty those with faults.
func (p *ImportPage) Able() int { return p.count((*ImportLine).Able) }

// Same counts the rows of which an import made a draft before.
func (p *ImportPage) Same() int {
	return p.count(func(l *ImportLine) bool { return l.Known != nil && len(l.Faults) == 0 })
}

// Faulty counts the rows of which no draft can be made.
func (p *ImportPage) Faulty() int {
	return p.count(func(l *ImportLine) bool { return len(l.Faults) > 0 })
}

func (p *ImportPage) count(is func(*ImportLine) bool) (n int) {
	for i := range p.Lines {
		if is(&p.Lines[i]) {
			n++
		}
	}
	return n
}

// Chosen reports whether a row is to be a draft: the ones that were chosen, at first all that are not over.
func (p *ImportPage) Chosen(l ImportLine) bool {
	if p.Input.Rows == nil {
		return l.Able() && !l.Past
	}
	return slices.Contains(p.Input.Rows, l.Number)
}

// ImportPage shows what a list would make. hosts are the organizations for which the caller may make events. Errors:
// Invalid for a file that cannot be read, or that is no such list; Forbidden for another host.
func (s Importer) ImportPage(
	ctx context.Context, hosts []models.Organization, in *ImportInput,
) (*ImportPage, error) {
	host, ok := chooseHost(hosts, in.Organization)
	if !ok {
		return nil, models.NewError(models.CodeForbidden, "error.forbidden")
	}
	return s.importPage(s.db.Query(ctx), host, in)
}

// Import makes drafts of the chosen rows and returns how many. A row of which there is one already makes none. Errors
// as ImportPage, and Invalid where no row is chosen.
func (s Importer) Import(ctx context.Context, hosts []models.Organization, in *ImportInput) (made int, err error) {
	host, ok := chooseHost(hosts, in.Organization)
	if !ok {
		return 0, models.NewError(models.CodeForbidden, "error.forbidden")
	}
	if len(in.Rows) == 0 {
		return 0, models.InvalidFields(map[string]string{"row": "publicity.import_choose"})
	}
	err = s.db.InTx(ctx, func(tx *models.Tx) error {
		page, err := s.importPage(tx.Query, host, in)
		if err != nil {
			return err
		}
		made = 0
		for i := range page.Lines {
			line := &page.Lines[i]
			if !line.Able() || !slices.Contains(in.Rows, line.Number) {
				continue
			}
			if err := line.make(tx); err != nil {
				return fmt.Errorf("row %d: %w", line.Number, err)
			}
			made++
		}
		return nil
	})
	return made, err
}

func (s Importer) importPage(q *models.Query, host string, in *ImportInput) (*ImportPage, error) {
	if in.content == nil {
		content, err := packed.Unpack(in.Packed)
		if err != nil {
			return nil, models.InvalidFields(map[string]string{"file": "publicity.import_none"})
		}
		in.content = content
	}
	sheet, err := table.Read(bytes.NewReader(in.content), in.Name)
	if err != nil {
		return nil, atFile(err)
	}
	columns, unknown := importColumns(sheet.Header)
	_, hasName := columns[opendata.Name]
	_, hasDay := columns[opendata.StartDay]
	if !hasName || !hasDay {
		return nil, models.InvalidFields(map[string]string{"file": "publicity.import_columns"})
	}
	page := &ImportPage{Input: in, Unknown: unknown}
	seen := map[string]bool{}
	for _, row := range sheet.Rows {
		line, err := readLine(q, host, importRow{columns, row.Cells})
		if err != nil {
			return nil, err
		}
		if line.Number = row.Number; seen[line.Event.ID] {
			line.Faults = append(line.Faults, "publicity.import_twice")
		}
		seen[line.Event.ID] = true
		page.Lines = append(page.Lines, *line)
	}
	return page, nil
}

// atFile is an error of a file as that of the field of the form.
func atFile(err error) error {
	var fault *models.Error
	if errors.As(err, &fault) && fault.Code == models.CodeInvalid && len(fault.Fields) == 0 {
		return &models.Error{
			Code: models.CodeInvalid, Key: "error.invalid", Fields: map[string]string{"file": fault.Key}, Args: fault.Args,
		}
	}
	return err
}

// readLine reads a row of a list.
func readLine(q *models.Query, host string, row importRow) (*ImportLine, error) {
	line := &ImportLine{}
	id := row.id(host)
	known, err := q.Events().ByID(id)
	switch {
	case err == nil:
		line.Known = known
	case models.CodeOf(err) != models.CodeNotFound:
		return nil, err
	}
	line.input, line.deadline, line.Notes = row.input(id)
	c := check.New()
	line.Event = &models.Event{
		ID: id, OrganizationID: host, State: models.EventDraft, LiveRoomState: models.LiveRoomAuto, RoomEmbeds: true,
	}
	line.input.fill(c, line.Event)
	line.input.checkPlaces(c)
	var fault *models.Error
	if errors.As(c.Err(), &fault) {
		for _, key := range fault.Fields {
			line.Faults = append(line.Faults, key)
		}
		slices.Sort(line.Faults)
		line.Faults = slices.Compact(line.Faults)
	}
	line.Past = line.Event.Ended(q.Now)
	return line, nil
}

// make stores the draft of a row.
func (l *ImportLine) make(tx *models.Tx) (err error) {
	if l.Event.Slug, err = makeSlug(tx.Query, l.Event); err != nil {
		return err
	}
	if err := tx.Events().Create(l.Event); err != nil {
		return err
	}
	tx.About(models.AuditSubject{Kind: models.SubjectOther, ID: l.Event.ID})
	if err := addDefaults(tx, l.Event, l.input); err != nil {
		return err
	}
	closes, fault := check.LocalTime(l.deadline, l.Event.Zone())
	if fault != "" || !closes.Before(l.Event.EndsAt) {
		return nil
	}
	types, err := tx.TicketTypes().OfEvent(l.Event)
	for i := range types {
		types[i].ClosesAt = &closes
		err = cmp.Or(err, tx.TicketTypes().SetPeriod(&types[i]))
	}
	return err
}

// rowsOfImports is the name space of the ids of imported events (RFC 9562, 5.5): the same row of the same organization
// has always the same one.
var rowsOfImports = uuid.MustParse("6f1d0c1e-6d0b-4f0b-9a53-6f4f2b1f3a10")

// id is the id of the event of a row: by its number, where it has one, else by what it says.
func (r importRow) id(host string) string {
	parts := []string{host, r.cell(opendata.Municipality), r.cell(opendata.No)}
	if parts[2] == "" {
		parts = append(parts, r.cell(opendata.Name), r.cell(opendata.StartDay), r.cell(opendata.StartTime), r.place())
	}
	return uuid.NewSHA1(rowsOfImports, []byte(strings.Join(parts, "\x00"))).String()
}
