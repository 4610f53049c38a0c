package registration

import (
	"context"
	"slices"
	"strings"

	"meguri/app/service/ask"
	"meguri/app/service/i18n"
	"meguri/app/service/table"
	"meguri/models"
)

// ImportsPage is where a list is uploaded.
type ImportsPage struct {
	Imports     []models.Import
	TicketTypes []models.TicketType
	// Open says that the event takes registrations now.
	Open bool
}

// recentImports is how many imports a page lists.
const recentImports = 20

// ImportsPage reads the page on which a list is uploaded. Staff who may edit people call it.
func (s *Service) ImportsPage(ctx context.Context, event *models.Event) (*ImportsPage, error) {
	q := s.db.Query(ctx)
	page := &ImportsPage{Open: checkOpen(event, q.Now) == nil}
	var err error
	if page.TicketTypes, err = q.TicketTypes().OfEvent(event); err != nil {
		return nil, err
	}
	page.Imports, err = q.Imports().OfEvent(event, recentImports)
	return page, err
}

// ImportColumn is a column of a list: its name in a spreadsheet, what its title says it holds, and its first texts.
type ImportColumn struct {
	Letter, Title string
	Field         ImportField
	Samples       []string
}

// ImportLine is a row of a list with what it does, and the person's name.
type ImportLine struct {
	models.ImportRow
	Person string
	About  string // what tells the person from others
}

// ImportPage is a list that was uploaded: how it is read, what its rows do or did.
type ImportPage struct {
	*models.Import
	Columns     []ImportColumn
	TicketType  string // slug of everybody's
	Locale      string
	Refuse      bool
	Mail        bool
	TicketTypes []models.TicketType
	// Form is what the event asks: columns may be answers to it.
	Form *ask.Form
	// Tallies count the rows by outcome; Wanted counts the chosen new people by the id of their ticket type.
	Tallies map[models.ImportOutcome]models.ImportTally
	Wanted  map[string]int
	Filter  models.ImportRowFilter
	Lines   []ImportLine
	Number  int // of the page of lines, from 1
	Total   int // of the lines that the filter chooses
	Open    bool
	Removed bool // what was read of the file is removed
}

// Chosen counts the rows that are ticked.
func (p *ImportPage) Chosen() int {
	return p.Tallies[models.ImportRowNew].Chosen + p.Tallies[models.ImportRowChanged].Chosen
}

// Able counts the rows that can be imported.
func (p *ImportPage) Able() int {
	return p.Tallies[models.ImportRowNew].Count + p.Tallies[models.ImportRowChanged].Count
}

// Faulty counts the rows that have a fault.
func (p *ImportPage) Faulty() int { return p.Tallies[models.ImportRowFault].Count }

// NotImported counts the rows that something was wrong with, before the import or while it ran.
func (p *ImportPage) NotImported() int { return p.Failed + p.Faulty() }

// Mailed counts the chosen new people who have an address.
func (p *ImportPage) Mailed() int { return p.Tallies[models.ImportRowNew].HaveMail }

// Beyond counts the chosen new people of a ticket type for whom there is no place.
func (p *ImportPage) Beyond(t *models.TicketType) int {
	if t.Capacity == nil {
		return 0
	}
	return max(0, p.Wanted[t.ID]-t.FreePlaces())
}

// AnyBeyond reports whether there are more people than places.
func (p *ImportPage) AnyBeyond() bool {
	return slices.ContainsFunc(p.TicketTypes, func(t models.TicketType) bool { return p.Beyond(&t) > 0 })
}

// Percent is how much of the import is done.
func (p *ImportPage) Percent() int {
	if p.ToDo == 0 {
		return 100
	}
	return 100 * p.Done() / p.ToDo
}

// Busy reports whether it is being imported now.
func (p *ImportPage) Busy() bool { return p.State == models.ImportRunning }

// HasFailed reports whether there are rows that were not imported because something is wrong with them.
func (p *ImportPage) HasFailed() bool {
	return !p.Removed && p.NotImported() > 0
}

// ImportShown is which rows of a list a page shows.
type ImportShown struct {
	Outcome models.ImportOutcome `query:"show"`
	Page    int                  `query:"page"`
}

// ImportPage reads a list that was uploaded. Staff who may edit people call it.
func (s *Service) ImportPage(
	ctx context.Context, event *models.Event, id string, shown ImportShown, limit int,
) (*ImportPage, error) {
	q := s.db.Query(ctx)
	i, err := q.Imports().InEvent(event, id)
	if err != nil {
		return nil, err
	}
	page := &ImportPage{
		Import: i, Number: max(1, shown.Page), Open: checkOpen(event, q.Now) == nil, Removed: i.Content == nil,
	}
	if page.TicketTypes, err = q.TicketTypes().OfEvent(event); err != nil || page.Removed {
		return page, err
	}
	if page.Form, err = ask.Read(q, event); err != nil {
		return nil, err
	}
	if slices.Contains(models.ImportOutcomes, shown.Outcome) {
		page.Filter.Outcome = shown.Outcome
	}
	err = page.read(q, limit)
	return page, err
}

func (p *ImportPage) read(q *models.Query, limit int) (err error) {
	settings, err := settingsOf(p.Import)
	if err != nil {
		return err
	}
	p.TicketType, p.Locale, p.Refuse, p.Mail = settings.TicketType, settings.Locale, settings.Refuse, settings.Mail
	if p.Tallies, err = q.Imports().Tallies(p.Import); err != nil {
		return err
	}
	if p.Wanted, err = q.Imports().Wanted(p.Import, true); err != nil {
		return err
	}
	for outcome, tally := range p.Tallies {
		if p.Filter.Outcome == "" || p.Filter.Outcome == outcome {
			p.Total += tally.Count
		}
	}
	if p.Busy() {
		return nil
	}
	sheet, err := sheetOf(p.Import)
	if err != nil {
		return err
	}
	p.Columns = columnsOf(sheet, settings)
	rows, err := q.Imports().Rows(p.Import, p.Filter, (p.Number-1)*limit, limit)
	if err != nil {
		return err
	}
	p.Lines = linesOf(sheet, settings, rows)
	return nil
}

// maxSamples is how many texts of a column are shown, where its title does not tell what it holds.
const maxSamples = 3

func columnsOf(sheet *table.Sheet, settings *importSettings) []ImportColumn {
	columns := make([]ImportColumn, len(sheet.Header))
	for i, title := range sheet.Header {
		columns[i] = ImportColumn{Letter: table.ColumnLetter(i), Title: title, Field: settings.Columns[i]}
		for _, row := range sheet.Rows {
			if len(columns[i].Samples) == maxSamples {
				break
			}
			if cell := strings.TrimSpace(row.Cells[i]); cell != "" && !slices.Contains(columns[i].Samples, cell) {
				columns[i].Samples = append(columns[i].Samples, cell)
			}
		}
	}
	return columns
}

// linesOf finds the people of rows in the list.
func linesOf(sheet *table.Sheet, settings *importSettings, rows []models.ImportRow) []ImportLine {
	reader := &importReader{header: sheet.Header, settings: settings}
	lines := make([]ImportLine, len(rows))
	for n, row := range rows {
		lines[n] = ImportLine{ImportRow: row}
		i, ok := slices.BinarySearchFunc(sheet.Rows, row.Number, func(r table.Row, n int) int { return r.Number - n })
		if !ok {
			continue
		}
		cells := sheet.Rows[i].Cells
		in := reader.input(cells)
		lines[n].Person = strings.TrimSpace(in.Family + " " + in.Given)
		about := []string{in.Email, in.Organization}
		if in.Email == "" {
			about[0] = reader.cell(cells, FieldPhone)
		}
		about = slices.DeleteFunc(about, func(s string) bool { return strings.TrimSpace(s) == "" })
		lines[n].About = strings.Join(about, "・")
	}
	return lines
}

// FaultyRows is the rows of a list that were not imported because something is wrong with them, with what it is, for a
// file that can be mended and uploaded again. Staff who may edit people call it.
func (s *Service) FaultyRows(
	ctx context.Context, texts *i18n.Localizer, event *models.Event, id string,
) (table.Table, error) {
	q := s.db.Query(ctx)
	i, err := q.Imports().InEvent(event, id)
	if err != nil {
		return table.Table{}, err
	}
	sheet, err := sheetOf(i)
	if err != nil {
		return table.Table{}, err
	}
	rows, err := q.Imports().Faulty(i)
	if err != nil {
		return table.Table{}, err
	}
	faults := make(map[int][]models.ImportFault, len(rows))
	for _, row := range rows {
		faults[row.Number] = row.Faults
	}
	header := append(slices.Clone(sheet.Header), texts.T("import.row"), texts.T("import.why"))
	return table.Table{
		Name: texts.T("import.faulty"), Header: header,
		Rows: func(yield func([]any, error) bool) {
			for _, row := range sheet.Rows {
				if _, ok := faults[row.Number]; ok && !yield(faultyRow(texts, sheet.Header, row, faults[row.Number]), nil) {
					return
				}
			}
		},
	}, nil
}

func faultyRow(texts *i18n.Localizer, header []string, row table.Row, faults []models.ImportFault) []any {
	cells := make([]any, 0, len(row.Cells)+2)
	for _, cell := range row.Cells {
		cells = append(cells, cell)
	}
	why := make([]string, len(faults))
	for i, fault := range faults {
		why[i] = FaultText(texts, header, fault)
	}
	return append(cells, row.Number, strings.Join(why, "\n"))
}

// FaultText says what is wrong with a cell, in the language of texts.
func FaultText(texts *i18n.Localizer, header []string, fault models.ImportFault) string {
	what := texts.T(fault.Key, readable(texts, fault.Args)...)
	if fault.Column < 0 || fault.Column >= len(header) {
		return what
	}
	return texts.T("import.at_column", "column", ColumnName(header, fault.Column), "what", what)
}

// ColumnName is the title of a column, or what a spreadsheet calls it where it has none.
func ColumnName(header []string, column int) string {
	if column < 0 || column >= len(header) {
		return ""
	}
	if header[column] != "" {
		return header[column]
	}
	return table.ColumnLetter(column)
}

// readable replaces names of fields in the values of a text by what people call them.
func readable(texts *i18n.Localizer, args []any) []any {
	shown := slices.Clone(args)
	for i, arg := range args {
		list, ok := arg.([]any)
		if !ok {
			continue
		}
		names := make([]string, len(list))
		for n, field := range list {
			name, _ := field.(string)
			names[n] = texts.T("import.field_" + name)
		}
		shown[i] = texts.List(names)
	}
	return shown
}

// ImportTemplate is a list to fill in: the columns, and one person as an example.
func (s *Service) ImportTemplate(
	ctx context.Context, texts *i18n.Localizer, event *models.Event,
) (table.Table, error) {
	q := s.db.Query(ctx)
	types, err := q.TicketTypes().OfEvent(event)
	if err != nil {
		return table.Table{}, err
	}
	form, err := ask.Read(q, event)
	if err != nil {
		return table.Table{}, err
	}
	columns := []string{
		"family_name", "given_name", "family_kana", "given_kana", "email", "phone", "organization", "ticket_type", "needs",
		"locale",
	}
	header, example := make([]string, len(columns)), make([]any, len(columns))
	for i, column := range columns {
		header[i] = texts.T("table." + column)
		if i < 7 {
			example[i] = texts.T("import.example_" + column)
		}
	}
	if len(types) > 0 {
		example[7] = texts.Pick(types[0].NameJa, types[0].NameEn)
	}
	example[9] = texts.Lang
	for _, title := range form.Titles(texts) {
		header, example = append(header, title), append(example, "")
	}
	return table.Table{
		Name: texts.T("registration.people"), Header: header,
		Rows: func(yield func([]any, error) bool) { yield(example, nil) },
	}, nil
}
