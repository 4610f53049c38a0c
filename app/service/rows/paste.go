package rows

import (
	"regexp"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"meguri/app/service/table"
	"meguri/models/text"
)

// Column is what a column of a pasted table may be.
type Column struct {
	Name string
	// Heading is what the column is called, in one width and case and without spaces.
	Heading *regexp.Regexp
	// Looks reports whether a cell looks like one of this column, where the table has no header. Without it the column is
	// the next one that looks like nothing else.
	Looks func(plain string) bool
	// Many says that several columns may be this one.
	Many bool
}

// Pasted is a row of a pasted table: its cells by the name of their column.
type Pasted map[string][]string

// One is the cell of a column, "" where there is none.
func (p Pasted) One(name string) string { return strings.Join(p[name], " ") }

// Paste reads a table as spreadsheets copy it, with a header or without.
func Paste(pasted string, columns []Column) (list []Pasted) {
	cells := table.SplitPasted(pasted)
	if len(strings.TrimSpace(pasted)) == 0 || len(cells) == 0 {
		return nil
	}
	named, isHeader := byHeading(cells[0], columns)
	if isHeader {
		cells = cells[1:]
	} else {
		named = byLook(cells, columns)
	}
	for _, row := range cells[:min(len(cells), most)] {
		if read := readPasted(row, named); len(read) > 0 {
			list = append(list, read)
		}
	}
	return list
}

func readPasted(row, named []string) Pasted {
	read := Pasted{}
	for i, cell := range row {
		if cell = text.CleanText(cell); cell != "" && i < len(named) && named[i] != "" {
			read[named[i]] = append(read[named[i]], cell)
		}
	}
	return read
}

// byHeading names the columns by the first row. It is a header where two cells are headings, or all are.
func byHeading(row []string, columns []Column) (named []string, isHeader bool) {
	named = make([]string, len(row))
	found, filled := 0, 0
	for i, cell := range row {
		cell = Plain(cell)
		if cell == "" {
			continue
		}
		filled++
		for _, column := range columns {
			if column.Heading.MatchString(cell) && (column.Many || !slices.Contains(named, column.Name)) {
				named[i] = column.Name
				found++
				break
			}
		}
	}
	return named, found > 1 || found > 0 && found == filled
}

// byLook names columns by their cells.
func byLook(cells [][]string, columns []Column) []string {
	width := 0
	for _, row := range cells {
		width = max(width, len(row))
	}
	named := make([]string, width)
	name := func(fits func(Column, int) bool) {
		for i := range named {
			at := slices.IndexFunc(columns, func(c Column) bool {
				return named[i] == "" && (c.Many || !slices.Contains(named, c.Name)) && fits(c, i)
			})
			if at >= 0 {
				named[i] = columns[at].Name
			}
		}
	}
	name(func(c Column, i int) bool { return c.Looks != nil && mostLook(cells, i, c.Looks) })
	name(func(c Column, _ int) bool { return c.Looks == nil })
	return named
}

// mostLook reports whether most of the filled cells of a column look like something.
func mostLook(cells [][]string, column int, looks func(string) bool) bool {
	filled, fitting := 0, 0
	for _, row := range cells {
		if column >= len(row) || Plain(row[column]) == "" {
			continue
		}
		filled++
		if looks(Plain(row[column])) {
			fitting++
		}
	}
	return filled > 0 && fitting*10 >= filled*6
}

// Plain is a cell in one width and case and without spaces.
func Plain(cell string) string {
	return strings.ToLower(strings.Join(strings.Fields(norm.NFKC.String(cell)), ""))
}
