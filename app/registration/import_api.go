package registration

import (
	"context"
	"io"
	"time"

	"meguri/app/service/ask"
	"meguri/app/service/check"
	"meguri/app/service/table"
	"meguri/models"
)

// DirectImportInput is how a program imports a list. Its columns are known by their titles.
type DirectImportInput struct {
	DryRun     bool   `query:"dry_run"`
	TicketType string `query:"ticket_type"` // slug of everybody's, "" where a column has it
	Locale     string `query:"locale"`
	// Full is `wait` or `refuse`: what becomes of people for whom there is no place.
	Full string `query:"full"`
	// Mail is `false` to tell nobody.
	Mail string `query:"mail"`
}

// DirectImport is what became of a list, or would.
type DirectImport struct {
	*models.Import
	Rows, New, Same, Changed int
	Header                   []string
	Faulty                   []models.ImportRow
	// Unused are the titles of columns that are not imported.
	Unused []string
}

// directWait is when a job goes on with an import whose request was interrupted.
const directWait = 2 * time.Minute

// ImportDirectly reads a list, and imports it until the time has come; a job does the rest. A dry run changes nothing.
// by is the account or API token. Staff who may edit people call it. Errors: Invalid for a file that is no list, or
// whose columns are not known; Conflict where the event takes no registrations.
func (s *Service) ImportDirectly(
	ctx context.Context, event *models.Event, by, fileName string, file io.Reader, in *DirectImportInput, until time.Time,
) (*DirectImport, error) {
	sheet, err := readList(file, fileName)
	if err != nil {
		return nil, err
	}
	form, err := ask.Read(s.db.Query(ctx), event)
	if err != nil {
		return nil, err
	}
	i, err := newImport(event, by, fileName, sheet, form)
	if err != nil {
		return nil, err
	}
	rows, result, err := s.planDirectly(ctx, event, i, sheet, form, in)
	if err != nil || in.DryRun || result.New+result.Changed == 0 {
		return result, err
	}
	err = s.db.InTx(ctx, func(tx *models.Tx) error {
		fresh := *i
		if err := addImport(tx, &fresh); err != nil {
			return err
		}
		if err := tx.Imports().SetRows(&fresh, rows); err != nil {
			return err
		}
		start := &ImportStartInput{All: true, Refuse: in.Full == "refuse", Mail: in.Mail != "false"}
		return startImport(tx, event, &fresh, start, tx.Now.Add(directWait))
	})
	if err != nil {
		return nil, err
	}
	ended, err := s.runImport(ctx, i.ID, until)
	if err == nil && !ended {
		err = s.continueImport(ctx, i.ID)
	}
	if err != nil {
		return nil, err
	}
	return result, s.readResult(ctx, result)
}

// planDirectly finds out what the rows would do.
func (s *Service) planDirectly(
	ctx context.Context, event *models.Event, i *models.Import, sheet *table.Sheet, form *ask.Form, in *DirectImportInput,
) ([]models.ImportRow, *DirectImport, error) {
	q := s.db.Query(ctx)
	types, err := q.TicketTypes().OfEvent(event)
	if err != nil {
		return nil, nil, err
	}
	c := check.New()
	check.Choice(c, "full", in.Full, []string{"", "wait", "refuse"})
	check.Choice(c, "mail", in.Mail, []string{"", "true", "false"})
	columns := &ImportColumnsInput{Columns: guessFields(sheet.Header, form), TicketType: in.TicketType, Locale: in.Locale}
	if columns.Locale == "" {
		columns.Locale = "ja"
	}
	settings := columns.check(c, sheet.Header, types, form)
	if err := c.Err(); err != nil {
		return nil, nil, err
	}
	i.Settings = settings.pack()
	rows, err := planImport(q, event, &importReader{sheet.Header, types, settings, form}, sheet)
	result := &DirectImport{Import: i, Rows: len(rows), Header: sheet.Header}
	for n := range rows {
		rows[n].ImportID = i.ID
		switch rows[n].Outcome {
		case models.ImportRowNew:
			result.New++
		case models.ImportRowChanged:
			result.Changed++
		case models.ImportRowSame:
			result.Same++
		case models.ImportRowFault:
			result.Faulty = append(result.Faulty, rows[n])
		}
	}
	for n, field := range settings.Columns {
		if field == FieldNone {
			result.Unused = append(result.Unused, sheet.Header[n])
		}
	}
	return rows, result, err
}

// readResult replaces what would become of the rows by what did.
func (s *Service) readResult(ctx context.Context, result *DirectImport) (err error) {
	q := s.db.Query(ctx)
	if result.Import, err = q.Imports().Progress(result.ID); err != nil {
		return err
	}
	if result.State == models.ImportRunning { // the plan is the best that is known
		return nil
	}
	result.Same += result.New + result.Changed
	result.New, result.Changed = result.Added+result.Waiting, result.ImportCounts.Changed
	result.Same -= result.New + result.Changed + result.Failed
	result.Faulty, err = q.Imports().Faulty(result.Import)
	return err
}
