package agenda

import (
	"cmp"
	"context"
	"errors"
	"net/url"
	"strconv"
	"strings"
	"time"

	"meguri/app/service/check"
	"meguri/app/service/rows"
	"meguri/models"
	"meguri/models/text"
)

// PasteInput is a programme that came from a spreadsheet: cells as they came, and what their columns are.
type PasteInput struct {
	Columns []Column
	Rows    []PastedRow
	// LeftOut are the lines that seem to be no sessions.
	LeftOut []string
}

// PastedRow is a row of it. ID becomes the id of a new session. Day is a date, or "" for the event's.
type PastedRow struct {
	ID, Day string
	Cells   []string
	Skip    bool
}

// ReadPasteForm reads the cells as the page has them, corrected perhaps.
func ReadPasteForm(values url.Values) *PasteInput {
	in := &PasteInput{LeftOut: values["left_out"]}
	for _, column := range values["column"] {
		in.Columns = append(in.Columns, Column(column))
	}
	in.Columns = in.Columns[:min(len(in.Columns), maxPastedColumn)]
	for _, id := range values["row"] {
		if !models.ValidID(id) || len(in.Rows) == maxPasted {
			continue
		}
		cells := values[rows.Field("cell", id)]
		cells = append(cells, make([]string, len(in.Columns))...)[:len(in.Columns)]
		in.Rows = append(in.Rows, PastedRow{
			ID: id, Day: values.Get(rows.Field("day", id)), Skip: values.Get(rows.Field("skip", id)) != "", Cells: cells,
		})
	}
	return in
}

// PastePage is what a pasted programme becomes.
type PastePage struct {
	Columns []Column
	Rows    []PastePageRow
	LeftOut []string
	// Added, Updated and Problems count rows.
	Added, Updated, Problems int
	// Days says that the rows are on several days.
	Days bool
}

// PastePageRow is a row of it: the cells, and the row of the agenda that they make.
type PastePageRow struct {
	PastedRow

	// Number counts the rows from 1.
	Number int
	Row    RowInput
	stored *models.Session
	// Updates says that a session of this title is there already; Same, that nothing changes.
	Updates, Same bool
	Faults        []PasteFault
	// TellsSpeakers says that the cells were read as something else: several people, a role, an organization in brackets.
	TellsSpeakers bool
}

// PasteFault is what is wrong with a row. Field is the field of a row; Key and Args are its text.
type PasteFault struct {
	Field, Key string
	Args       []any
}

// IsAtFault reports whether something is wrong with the cell of a column.
func (r *PastePageRow) IsAtFault(column Column) bool {
	for _, fault := range r.Faults {
		switch {
		case fault.Field == string(column),
			fault.Field == "minutes" && column == ColumnEnd,
			fault.Field == "title_ja" && column == ColumnTitle,
			fault.Field == "speaker_ja" && (column == ColumnSpeaker || column == ColumnOrganization):
			return true
		}
	}
	return false
}

// PasteHead is the head of a column. Number counts from 1.
type PasteHead struct {
	Number int
	Column Column
}

// Heads are the heads of the columns.
func (p *PastePage) Heads() []PasteHead {
	heads := make([]PasteHead, len(p.Columns))
	for i, column := range p.Columns {
		heads[i] = PasteHead{i + 1, column}
	}
	return heads
}

// Taken counts the rows that the button takes.
func (p *PastePage) Taken() int { return p.Added + p.Updated }

// PastePage shows what the cells become. Staff who may edit the event call it.
func (s *Service) PastePage(ctx context.Context, e *models.Event, in *PasteInput) (*PastePage, error) {
	w, err := readWorking(s.db.Query(ctx), e)
	if err != nil {
		return nil, err
	}
	return in.page(e, w.Sessions), nil
}

// AddPasted makes sessions of the rows and updates those of the same title, all or none. Errors: Invalid where a row
// has a fault, or there is none to add; PastePage tells which. Staff who may edit the event call it.
func (s *Service) AddPasted(ctx context.Context, e *models.Event, in *PasteInput) error {
	page, err := s.PastePage(ctx, e, in)
	switch {
	case err != nil:
		return err
	case page.Problems > 0:
		return models.NewError(models.CodeInvalid, "agenda.paste_problems", "n", page.Problems)
	}
	taken := &RowsInput{}
	for i := range page.Rows {
		if row := &page.Rows[i]; !row.Skip && !row.Same {
			taken.Rows = append(taken.Rows, row.Row)
		}
	}
	if len(page.Rows) == 0 {
		return models.NewError(models.CodeInvalid, "agenda.paste_nothing")
	}
	return s.SaveRows(ctx, e, taken)
}

func (in *PasteInput) page(e *models.Event, sessions []models.Session) *PastePage {
	page := &PastePage{Columns: in.Columns, LeftOut: in.LeftOut}
	first := e.Local(e.StartsAt).Format(time.DateOnly)
	known := newMatcher(sessions)
	for i, pasted := range in.Rows {
		row := in.pageRow(e, pasted, first, known)
		row.Number = i + 1
		page.Days = page.Days || row.Row.Day != first
		page.Rows = append(page.Rows, row)
	}
	page.fillMinutes()
	for i := range page.Rows {
		page.check(e, &page.Rows[i])
	}
	return page
}

// byTitle are the sessions by their title; of several of one title none is found.
func byTitle(sessions []models.Session) map[string]*models.Session {
	known := map[string]*models.Session{}
	for i := range sessions {
		title := text.FoldWidth(cmp.Or(sessions[i].TitleJa, sessions[i].TitleEn))
		if _, isSecond := known[title]; isSecond {
			known[title] = nil
			continue
		}
		known[title] = &sessions[i]
	}
	return known
}

// pageRow makes a row of the agenda: of the session of the same title, or a new one. Each session is updated once.
func (in *PasteInput) pageRow(
	e *models.Event, pasted PastedRow, first string, known *matcher,
) PastePageRow {
	shown := PastePageRow{PastedRow: pasted}
	title := text.CleanTitle(*in.cell(pasted.Cells, ColumnTitle))
	shown.Row = RowInput{SessionInput: *blankInput()}
	shown.Row.ID = pasted.ID
	shown.Row.Kind = kindOf(*in.cell(pasted.Cells, ColumnKind), title)
	if stored := in.known(known, pasted, title); stored != nil {
		shown.Updates, shown.Row = true, rowOf(e, stored)
		shown.stored = stored
		in.setKind(&shown.Row, pasted.Cells)
	} else if id := *in.cell(pasted.Cells, ColumnID); models.ValidID(id) && known.byID[id] == nil {
		shown.Row.ImportID = id
	}
	shown.Row.TitleJa = title
	shown.Row.Day = cmp.Or(pasted.Day, first)
	in.setColumns(e, &shown.Row, pasted.Cells)
	in.setSpeakers(&shown, pasted.Cells)
	speaker := strings.TrimSpace(*in.cell(pasted.Cells, ColumnSpeaker))
	shown.TellsSpeakers = speaker != "" && (len(shown.Row.List()) != 1 || shown.Row.List()[0].NameJa != speaker)
	return shown
}

// setColumns puts what the columns have into a row; what they do not have stays.
func (in *PasteInput) setColumns(e *models.Event, row *RowInput, cells []string) {
	cell := func(column Column) string { return strings.TrimSpace(*in.cell(cells, column)) }
	set := func(field *string, column Column) {
		if value := cell(column); value != "" {
			*field = text.CleanTitle(value)
		}
	}
	set(&row.TitleEn, ColumnTitleEn)
	set(&row.Room, ColumnRoom)
	set(&row.Track, ColumnTrack)
	if value := cell(ColumnDescription); value != "" {
		row.DescriptionJa = value
	}
	if day, ok := parseDay(e, cell(ColumnDay)); ok {
		row.Day = day
	} else if cell(ColumnDay) != "" {
		row.Day = cell(ColumnDay)
	}
	if value := cell(ColumnDescriptionEn); value != "" {
		row.DescriptionEn = value
	}
	if language := languageOf(cell(ColumnLanguage)); language != "" {
		row.Language = language
	}
	setPastedTimes(row, cell(ColumnStart), cell(ColumnEnd), cell(ColumnMinutes))
}

// known finds the session that a row is about: by its id, or by its title. Each session is updated once.
func (in *PasteInput) known(known *matcher, pasted PastedRow, title string) *models.Session {
	id := *in.cell(pasted.Cells, ColumnID)
	if pasted.Skip || title == "" && id == "" {
		return nil
	}
	return known.match(&item{id: id, fields: map[field]string{inTitle: title}})
}

// setKind takes over the kind of a session that is there, where the cell is surely one.
func (in *PasteInput) setKind(row *RowInput, cells []string) {
	cell := *in.cell(cells, ColumnKind)
	if kind := kindOf(cell, ""); cell != "" && (kind != models.SessionTalk || isKind(cell)) {
		row.Kind = kind
	}
}

// setSpeakers reads who speaks. Cells that say what is stored change nothing, as its English names.
func (in *PasteInput) setSpeakers(shown *PastePageRow, cells []string) {
	names, organizations := strings.TrimSpace(*in.cell(cells, ColumnSpeaker)), *in.cell(cells, ColumnOrganization)
	if names+organizations == "" || shown.stored != nil && names == speakersCell(shown.stored) {
		return
	}
	shown.Row.SpeakersInput = speakersOfCells(names, organizations, *in.cell(cells, ColumnRole))
}

// languageOf reads the language of a session, "" for another one.
func languageOf(cell string) string {
	switch plain(cell) {
	case "ja", "日本語", "japanese", "日":
		return "ja"
	case "en", "英語", "english", "英":
		return "en"
	case "both", "日英", "日本語・英語", "japaneseandenglish":
		return "both"
	}
	return ""
}

// setPastedTimes writes the times of a row as its form has them. A length is what the columns say, in this order: the
// minutes, the end, the end of a span.
func setPastedTimes(row *RowInput, start, end, minutes string) {
	row.Start, row.Minutes = start, ""
	from, until, ok := parseSpan(start)
	if !ok {
		row.Minutes = cmp.Or(minutes, end)
		return
	}
	if row.Start = formatClock(from); from >= 24*60 { // 25:00 is tomorrow
		if day, err := time.Parse(time.DateOnly, row.Day); err == nil {
			row.Day = day.AddDate(0, 0, from/(24*60)).Format(time.DateOnly)
		}
	}
	if last, isClock := parseClock(end); isClock {
		until = last
	}
	length, ok := parseMinutes(minutes)
	switch {
	case ok:
		row.Minutes = strconv.Itoa(length)
	case minutes != "":
		row.Minutes = minutes
	case until >= 0:
		row.Minutes = strconv.Itoa(daysRound(until - from))
	case end != "":
		row.Minutes = end
	}
}

// fillMinutes lets a row without a length last until the next one that starts later, on its day.
func (p *PastePage) fillMinutes() {
	for i := range p.Rows {
		row := &p.Rows[i].Row
		from, ok := parseClock(row.Start)
		if !ok || row.Minutes != "" {
			continue
		}
		for _, later := range p.Rows[i+1:] {
			next, ok := parseClock(later.Row.Start)
			if ok && later.Row.Day == row.Day && next > from {
				row.Minutes = strconv.Itoa(next - from)
				break
			}
		}
	}
}

// check counts a row, with what is wrong with it.
func (p *PastePage) check(e *models.Event, shown *PastePageRow) {
	if shown.Skip {
		return
	}
	row := shown.Row
	row.setTimes()
	c := check.New()
	if row.Start != "" || row.Version > 0 {
		row.session(c, e)
	} else {
		c.Fault(rows.Field("start", row.ID), "agenda.no_clock")
	}
	var faults *models.Error
	if errors.As(c.Err(), &faults) {
		for _, field := range rowFields {
			if key, ok := faults.Fields[rows.Field(field, row.ID)]; ok {
				shown.Faults = append(shown.Faults, PasteFault{field, key, faults.ArgsOf(rows.Field(field, row.ID))})
			}
		}
		p.Problems++
	}
	shown.Same = shown.Updates && !shown.Row.isTouched()
	switch {
	case shown.Same:
	case shown.Updates:
		p.Updated++
	default:
		p.Added++
	}
}
