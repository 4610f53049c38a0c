package table

import (
	"encoding/csv"
	"errors"
	"io"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"
)

const byteOrderMark = "\ufeff" // the byte order mark

func readCSV(content []byte, sheet *Sheet) error {
	text, mayBeDamaged, err := decode(content)
	if err != nil {
		return err
	}
	text, hasMark := strings.CutPrefix(lineEnds.Replace(text), byteOrderMark)
	reader := newReader(text, separator(text))
	lineBreaks := 0 // inside the cells so far, which spreadsheets do not count as rows
	for {
		cells, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return quoteFault(err, len(cells), lineBreaks)
		}
		line, _ := reader.FieldPos(0)
		number := line - lineBreaks
		for i, cell := range cells {
			lineBreaks += strings.Count(cell, "\n")
			if mayBeDamaged && strings.ContainsRune(cell, utf8.RuneError) {
				return faultAt(number, i, "table.cell_letters")
			}
			cells[i] = restoreText(cell, !hasMark)
		}
		if err := sheet.add(number, cells); err != nil {
			return err
		}
	}
}

// lineEnds makes the line ends of Windows and of old Macs those that the reader knows.
var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n")

func newReader(text string, comma rune) *csv.Reader {
	reader := csv.NewReader(strings.NewReader(text))
	reader.Comma, reader.FieldsPerRecord = comma, -1
	return reader
}

// quoteFault makes the error of a cell with a wrong quotation mark: the one after those that could be read.
func quoteFault(err error, cells, lineBreaks int) error {
	var parseErr *csv.ParseError
	if !errors.As(err, &parseErr) {
		return err
	}
	return faultAt(parseErr.StartLine-lineBreaks, cells, "table.cell_quotes")
}

// titleRows is how many rows may stand above the first one that has more than one cell, as in reports.
const titleRows = 30

// separator returns the separator that gives the first row the most cells; where none divides it, the first row after
// it that one does. In doubt it is the tab, which stands in few cells.
func separator(text string) (separator rune) {
	separator, firstRow := ',', titleRows
	mostCells := 1
	for _, comma := range []rune{'\t', ',', ';'} {
		row, cells := firstDivided(newReader(text, comma))
		if comma == ';' && row > 0 { // is part of a text
			continue
		}
		if row < firstRow || row == firstRow && cells > mostCells {
			separator, firstRow, mostCells = comma, row, cells
		}
	}
	return separator
}

// firstDivided is the index of the first row with more than one cell, and how many it has.
func firstDivided(reader *csv.Reader) (row, cells int) {
	for ; row < titleRows; row++ {
		read, err := reader.Read()
		if err != nil {
			return titleRows, 0
		}
		if len(read) > 1 {
			return row, len(read)
		}
	}
	return row, 0
}

var escape = regexp.MustCompile(`&#x([0-9A-F]{1,6});`)

// restoreText removes the apostrophes of safeText and, if escaped is set, the escapes of escapeForShiftJIS.
func restoreText(cell string, escaped bool) string {
	cell = unsafeText(cell)
	if !escaped {
		return cell
	}
	return escape.ReplaceAllStringFunc(cell, func(match string) string {
		n, err := strconv.ParseInt(escape.FindStringSubmatch(match)[1], 16, 32)
		if err != nil || !utf8.ValidRune(rune(n)) {
			return match
		}
		return string(rune(n))
	})
}
