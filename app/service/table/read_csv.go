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

// separator returns the separator that gives the first row the most cells.
func separator(text string) (separator rune) {
	mostCells := 0
	for _, comma := range []rune{',', ';', '\t'} {
		cells, err := newReader(text, comma).Read()
		if err == nil && len(cells) > mostCells {
			separator, mostCells = comma, len(cells)
		}
	}
	if mostCells == 0 {
		return ','
	}
	return separator
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
