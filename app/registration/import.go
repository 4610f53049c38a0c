package registration

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"io"
	"slices"
	"time"

	"meguri/app/service/ask"
	"meguri/app/service/check"
	"meguri/app/service/table"
	"meguri/models"
	"meguri/models/text"
)

const (
	// importKept is how long what was read of a file is kept.
	importKept = 24 * time.Hour
	// matchBatch is how many rows are compared with who is registered at once.
	matchBatch  = 500
	maxFileName = 200
)

// UploadImport reads a file with a list of people, and keeps it for a day. by is the account or API token. Staff who
// may edit people call it. Errors: Invalid for a file that is no list, with what is wrong.
func (s *Service) UploadImport(
	ctx context.Context, event *models.Event, by, fileName string, file io.Reader,
) (*models.Import, error) {
	sheet, err := readList(file, fileName)
	if err != nil {
		return nil, err
	}
	form, err := ask.Read(s.db.Query(ctx), event)
	if err != nil {
		return nil, err
	}
	uploaded, err := newImport(event, by, fileName, sheet, form)
	if err != nil {
		return nil, err
	}
	err = s.db.InTx(ctx, func(tx *models.Tx) error { return addImport(tx, uploaded) })
	return uploaded, err
}

func readList(file io.Reader, fileName string) (*table.Sheet, error) {
	sheet, err := table.Read(file, fileName)
	if err != nil {
		return nil, err
	}
	if len(sheet.Rows) == 0 {
		return nil, models.NewError(models.CodeInvalid, "import.no_rows")
	}
	return sheet, nil
}

func newImport(
	event *models.Event, by, fileName string, sheet *table.Sheet, form *ask.Form,
) (*models.Import, error) {
	content, err := packSheet(sheet)
	if err != nil {
		return nil, err
	}
	settings := importSettings{Columns: guessFields(sheet.Header, form), Locale: "ja"}
	name := []rune(text.CleanLine(fileName))
	return &models.Import{
		ID: models.NewID(), EventID: event.ID, AccountID: by, FileName: string(name[:min(len(name), maxFileName)]),
		Content: content, Settings: settings.pack(), State: models.ImportUploaded, RowCount: len(sheet.Rows),
	}, nil
}

func addImport(tx *models.Tx, i *models.Import) error {
	if err := tx.Imports().Add(i); err != nil {
		return err
	}
	return tx.Jobs().Add(JobClearImport, JobClearImport+":"+i.ID, i.ID, tx.Now.Add(importKept))
}

// packSheet packs what was read of a file.
func packSheet(sheet *table.Sheet) ([]byte, error) {
	var out bytes.Buffer
	packer := gzip.NewWriter(&out)
	if err := json.NewEncoder(packer).Encode(sheet); err != nil {
		return nil, err
	}
	err := packer.Close()
	return out.Bytes(), err
}

// sheetOf is what was read of the file of an import. It is NotFound once that was removed.
func sheetOf(i *models.Import) (*table.Sheet, error) {
	if i.Content == nil {
		return nil, models.NewError(models.CodeNotFound, "import.removed")
	}
	packed, err := gzip.NewReader(bytes.NewReader(i.Content))
	if err != nil {
		return nil, err
	}
	sheet := &table.Sheet{}
	return sheet, json.NewDecoder(packed).Decode(sheet)
}

func (settings importSettings) pack() string {
	packed, _ := json.Marshal(settings) // cannot fail
	return string(packed)
}

func settingsOf(i *models.Import) (*importSettings, error) {
	settings := &importSettings{}
	return settings, json.Unmarshal([]byte(i.Settings), settings)
}

// ImportColumnsInput is how a list is read: what each of its columns holds, in their order.
type ImportColumnsInput struct {
	Columns    []ImportField `form:"column"`
	TicketType string        `form:"ticket_type"` // slug of everybody's, "" where a column has it
	Locale     string        `form:"locale"`
}

func (in *ImportColumnsInput) check(
	c *check.Checker, header []string, types []models.TicketType, form *ask.Form,
) *importSettings {
	settings := &importSettings{TicketType: in.TicketType, Columns: make([]ImportField, len(header))}
	settings.Locale = check.Choice(c, "locale", in.Locale, []string{"ja", "en"})
	for i, field := range in.Columns[:min(len(in.Columns), len(header))] {
		if !field.isField(form) {
			c.Fault("column", "field.choice")
			continue
		}
		settings.Columns[i] = field
		if !field.many() && slices.Contains(settings.Columns[:i], field) {
			c.Fault("column", "import.column_twice", "title", header[i])
		}
	}
	has := func(field ImportField) bool { return slices.Contains(settings.Columns, field) }
	if !has(FieldName) && !has(FieldFamily) && !has(FieldGiven) {
		c.Fault("column", "import.no_name")
	}
	switch {
	case in.TicketType == "" && !has(FieldTicketType) && len(types) == 1:
		settings.TicketType = types[0].Slug
	case in.TicketType == "" && !has(FieldTicketType):
		c.Fault("ticket_type", "import.no_type")
	case in.TicketType != "" && !hasType(types, in.TicketType):
		c.Fault("ticket_type", "field.choice")
	}
	return settings
}

func hasType(types []models.TicketType, slug string) bool {
	return slices.ContainsFunc(types, func(t models.TicketType) bool { return t.Slug == slug })
}

// CheckImport reads the rows of a list, and stores what each of them would do. It changes nobody. Staff who may edit
// people call it. Errors: Invalid with the fields at fault, Conflict for an import that is begun.
func (s *Service) CheckImport(ctx context.Context, event *models.Event, id string, in *ImportColumnsInput) error {
	q := s.db.Query(ctx)
	i, err := q.Imports().InEvent(event, id)
	if err != nil {
		return err
	}
	sheet, err := sheetOf(i)
	if err != nil {
		return err
	}
	types, err := q.TicketTypes().OfEvent(event)
	if err != nil {
		return err
	}
	form, err := ask.Read(q, event)
	if err != nil {
		return err
	}
	c := check.New()
	settings := in.check(c, sheet.Header, types, form)
	if err := c.Err(); err != nil {
		return err
	}
	rows, err := planImport(q, event, &importReader{sheet.Header, types, settings, form}, sheet)
	if err != nil {
		return err
	}
	for n := range rows {
		rows[n].ImportID = id
	}
	i.Settings = settings.pack()
	return s.db.InTx(ctx, func(tx *models.Tx) error { return tx.Imports().SetRows(i, rows) })
}

// planImport finds out what each row of a list would do.
func planImport(
	q *models.Query, event *models.Event, reader *importReader, sheet *table.Sheet,
) ([]models.ImportRow, error) {
	matcher := newImportMatcher(reader, event)
	plan := make([]models.ImportRow, 0, len(sheet.Rows))
	for lines := range slices.Chunk(sheet.Rows, matchBatch) {
		rows := make([]*importedRow, len(lines))
		for i, line := range lines {
			rows[i] = reader.read(line)
		}
		if err := matcher.match(q, rows); err != nil {
			return nil, err
		}
		for _, row := range rows {
			row.row.Chosen = row.row.Outcome == models.ImportRowNew || row.row.Outcome == models.ImportRowChanged
			plan = append(plan, row.row)
		}
	}
	return plan, nil
}

// ImportChoiceInput is which rows of those that a page shows are ticked.
type ImportChoiceInput struct {
	Shown  []int `form:"shown"`
	Chosen []int `form:"row"`
}

// ChooseRows chooses rows of a list that is not imported yet. Staff who may edit people call it.
func (s *Service) ChooseRows(ctx context.Context, event *models.Event, id string, in *ImportChoiceInput) error {
	return s.withImport(ctx, event, id, func(tx *models.Tx, i *models.Import) error { return in.store(tx, i) })
}

func (in *ImportChoiceInput) store(tx *models.Tx, i *models.Import) error {
	left := slices.DeleteFunc(slices.Clone(in.Shown), func(n int) bool { return slices.Contains(in.Chosen, n) })
	for chosen, numbers := range map[bool][]int{true: in.Chosen, false: left} {
		if len(numbers) == 0 {
			continue
		}
		if err := tx.Imports().Choose(i, numbers, chosen); err != nil {
			return err
		}
	}
	return nil
}

// ChooseAllRows chooses all rows, or none.
func (s *Service) ChooseAllRows(ctx context.Context, event *models.Event, id string, chosen bool) error {
	return s.withImport(ctx, event, id, func(tx *models.Tx, i *models.Import) error {
		return tx.Imports().Choose(i, nil, chosen)
	})
}

func (s *Service) withImport(
	ctx context.Context, event *models.Event, id string, do func(tx *models.Tx, i *models.Import) error,
) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		i, err := tx.Imports().InEvent(event, id)
		if err != nil {
			return err
		}
		return do(tx, i)
	})
}

// ImportStartInput says how a list is imported.
type ImportStartInput struct {
	ImportChoiceInput
	// All imports all rows that have no fault, not only the chosen ones.
	All bool `form:"all"`
	// Refuse leaves people out where no place is free; otherwise they wait.
	Refuse bool `form:"refuse"`
	// Mail tells the new people.
	Mail bool `form:"mail"`
}

// StartImport begins to import a list, which a job does. Staff who may edit people call it. Errors: Invalid where no
// row is chosen, Conflict where the import is begun already or the event takes no registrations.
func (s *Service) StartImport(ctx context.Context, event *models.Event, id string, in *ImportStartInput) error {
	return s.withImport(ctx, event, id, func(tx *models.Tx, i *models.Import) error {
		if err := in.store(tx, i); err != nil {
			return err
		}
		return startImport(tx, event, i, in, tx.Now)
	})
}

// startImport begins an import, whose job runs not before at.
func startImport(tx *models.Tx, event *models.Event, i *models.Import, in *ImportStartInput, at time.Time) error {
	if err := checkOpen(event, tx.Now); err != nil {
		return err
	}
	settings, err := settingsOf(i)
	if err != nil {
		return err
	}
	if in.All {
		if err := tx.Imports().Choose(i, nil, true); err != nil {
			return err
		}
	}
	tallies, err := tx.Imports().Tallies(i)
	if err != nil {
		return err
	}
	toDo := tallies[models.ImportRowNew].Chosen + tallies[models.ImportRowChanged].Chosen
	if toDo == 0 {
		return models.NewError(models.CodeInvalid, "import.none_chosen")
	}
	settings.Refuse, settings.Mail = in.Refuse, in.Mail
	i.Settings = settings.pack()
	if err := tx.Imports().Start(i, toDo); err != nil {
		return err
	}
	tx.About(models.AuditSubject{Kind: models.SubjectOther, ID: i.ID})
	return tx.Jobs().Add(JobImport, JobImport+":"+i.ID, i.ID, at)
}

// DiscardImport removes an uploaded list that was not imported, or what was read of one that was. Staff who may edit
// people call it. Errors: Conflict for one that is being imported.
func (s *Service) DiscardImport(ctx context.Context, event *models.Event, id string) error {
	return s.withImport(ctx, event, id, func(tx *models.Tx, i *models.Import) error {
		if i.State == models.ImportRunning {
			return models.NewError(models.CodeConflict, "import.moved_on")
		}
		return tx.Imports().Clear(id)
	})
}
