package agenda

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"meguri/models"
	"meguri/models/text"
)

// maxPasted is the greatest number of rows and of columns that are read.
const (
	maxPasted       = 2000
	maxPastedColumn = 30
)

// clean trims cells, makes all rows as wide as the widest, and leaves out what is empty.
func clean(cells [][]string) (rows [][]string, width int) {
	for _, row := range cells {
		line := make([]string, 0, len(row))
		for _, cell := range row[:min(len(row), maxPastedColumn)] {
			line = append(line, text.CleanText(cell))
		}
		if strings.Join(line, "") != "" && len(rows) < maxPasted {
			rows, width = append(rows, line), max(width, len(line))
		}
	}
	for i := range rows {
		rows[i] = append(rows[i], make([]string, width-len(rows[i]))...)
	}
	for column := width - 1; column >= 0; column-- {
		if share(rows, column, isAnything) == 0 {
			width--
			for i := range rows {
				rows[i] = slices.Delete(rows[i], column, column+1)
			}
		}
	}
	return rows, width
}

// ReadPasted reads a programme as it was pasted, or as cells of a file: it finds out what the columns are, and fills in
// what merged cells leave empty. What seems to be no session is left out, and told.
func ReadPasted(e *models.Event, cells [][]string) *PasteInput {
	rows, width := clean(cells)
	in := &PasteInput{}
	var header []string
	above := 0
	if i, found := findHeader(rows); found {
		header, above = rows[i], i
		in.Columns = columnsOf(header, rows[i+1:], width)
	} else {
		in.Columns = columnsOf(nil, rows, width)
	}
	day := ""
	for i, row := range rows {
		heading, isDay := dayHeading(e, row)
		switch {
		case isDay:
			day = heading
		case i < above:
			in.leaveOut(row)
		default:
			in.take(row, header, day)
		}
	}
	return in
}

// dayHeading reads a row that only says on which day the next ones are.
func dayHeading(e *models.Event, row []string) (day string, ok bool) {
	if filled(row) > 2 {
		return "", false
	}
	for part := range strings.FieldsSeq(strings.Join(row, " ")) {
		switch read, isDay := parseDay(e, strings.Trim(part, "【】[]■◆●")); {
		case isDay:
			day, ok = read, true
		case !weekday.MatchString(part):
			return "", false
		}
	}
	return day, ok
}

var weekday = regexp.MustCompile(`^[(（]?[月火水木金土日](?:曜日?)?[)）]?$`)

func filled(row []string) (n int) {
	for _, cell := range row {
		if cell != "" {
			n++
		}
	}
	return n
}

func (in *PasteInput) leaveOut(row []string) {
	in.LeftOut = append(in.LeftOut, strings.Join(strings.Fields(strings.Join(row, " ")), " "))
}

var noteForm = regexp.MustCompile(`^[※＊*・●○■□◆◇★☆▼注(（【<＜]`)

// take takes a row as a session, as a part of the one above, or not at all.
func (in *PasteInput) take(row, header []string, day string) {
	cell := func(column Column) *string { return in.cell(row, column) }
	isTimed := *cell(ColumnStart) != ""
	isNote := !isSpan(*cell(ColumnStart)) && (filled(row) == 1 || noteForm.MatchString(plain(strings.Join(row, ""))))
	switch {
	case header != nil && slices.Equal(row, header):
		return
	case isNote && noteForm.MatchString(plain(strings.Join(row, ""))):
		in.leaveOut(row)
		return
	case !isTimed && len(in.Rows) > 0 && *cell(ColumnTitle) == "" && *cell(ColumnSpeaker)+*cell(ColumnOrganization) != "":
		in.join(row)
		return
	case isNote, !isTimed && *cell(ColumnTitle) == "":
		in.leaveOut(row)
		return
	case !isTimed && len(in.Rows) > 0 && in.isBeside(row):
		for _, column := range []Column{ColumnStart, ColumnEnd, ColumnMinutes} {
			if *cell(column) == "" {
				*cell(column) = *in.cell(in.Rows[len(in.Rows)-1].Cells, column)
			}
		}
	}
	in.Rows = append(in.Rows, PastedRow{ID: models.NewID(), Day: day, Cells: row})
}

// cell is the cell of a row in a column; where there is no such column, an empty one.
func (in *PasteInput) cell(row []string, column Column) *string {
	if i := slices.Index(in.Columns, column); i >= 0 && i < len(row) {
		return &row[i]
	}
	return new(string)
}

// join adds a second speaker, whose other cells are merged with those above.
func (in *PasteInput) join(row []string) {
	last := in.Rows[len(in.Rows)-1].Cells
	for i, column := range in.Columns {
		switch {
		case row[i] == "" && column != ColumnOrganization && column != ColumnRole:
		case column == ColumnSpeaker || column == ColumnOrganization || column == ColumnRole:
			last[i] += "\n" + row[i]
		case row[i] != "":
			last[i] = strings.TrimSpace(last[i] + "\n" + row[i])
		}
	}
}

// isBeside reports whether a row without a time runs beside the one above, in another room.
func (in *PasteInput) isBeside(row []string) bool {
	room := *in.cell(row, ColumnRoom)
	return room != "" && room != *in.cell(in.Rows[len(in.Rows)-1].Cells, ColumnRoom)
}

var (
	betweenPeople = regexp.MustCompile(`[\n、，,;；/／]`)
	inBrackets    = regexp.MustCompile(`^(.+?)[(（](.+)[)）]$`)
	withRole      = regexp.MustCompile(`^([^\s:：]{1,8})[:：]\s*(.+)$`)
	honorific     = regexp.MustCompile(`(?:[\s　]*(?:氏|様)|[\s　]+さん)$`)
)

// speakersOfCells reads who speaks: 小田 栞（さいわい大学）、司会：高津 みのり, with organizations and roles beside them where these have
// columns. One organization or role may be that of all.
func speakersOfCells(names, organizations, roles string) (in SpeakersInput) {
	people := betweenPeople.Split(names, -1)
	if strings.TrimSpace(names) == "" {
		people = betweenPeople.Split(organizations, -1)
		organizations = ""
	}
	beside := func(cell string, i int) string {
		parts := strings.Split(cell, "\n")
		if len(parts) == 1 && len(people) > 1 {
			parts = betweenPeople.Split(cell, -1)
		}
		if len(parts) == 1 {
			return parts[0]
		}
		return lineOf(parts, i)
	}
	for i, person := range people {
		s := models.Speaker{
			NameJa: strings.TrimSpace(person), OrganizationJa: beside(organizations, i), RoleJa: beside(roles, i),
		}
		if s.NameJa == "" {
			continue
		}
		if part := withRole.FindStringSubmatch(s.NameJa); part != nil {
			s.RoleJa, s.NameJa = part[1], part[2]
		}
		if name, organization := splitBrackets(s.NameJa); s.OrganizationJa == "" {
			s.NameJa, s.OrganizationJa = name, organization
		}
		s.NameJa = honorific.ReplaceAllString(s.NameJa, "")
		in.add(&s)
	}
	return in
}

// splitBrackets splits 小田 栞（さいわい大学）. One or two characters in brackets are no organization: （仮）.
func splitBrackets(person string) (name, organization string) {
	part := inBrackets.FindStringSubmatch(person)
	if len(part) < 3 || utf8.RuneCountInString(part[2]) <= 2 {
		return person, ""
	}
	return part[1], part[2]
}
