package table

import (
	"encoding/csv"
	"errors"
	"io"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

const byteOrderMark = "\ufeff" // the byte order mark

func readCSV(content []byte, sheet *Sheet) error {
	text, mayBeDamaged, err := decode(content)
	if err != nil {
		return err
	}
	text, hasMark := strings.CutPrefix(text, byteOrderMark)
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

// decode detects the encoding and decodes the content. mayBeDamaged says that a U+FFFD in the text may stand for bytes
// that could not be decoded. The byte order mark of UTF-8 stays in the text.
func decode(content []byte) (text string, mayBeDamaged bool, err error) {
	if utf8.Valid(content) {
		return string(content), false, nil
	}
	decoder := japanese.ShiftJIS.NewDecoder().Transformer
	switch {
	case strings.HasPrefix(string(content[:min(3, len(content))]), byteOrderMark):
		return strings.ToValidUTF8(string(content), string(utf8.RuneError)), true, nil
	case len(content) > 1 && (content[0] == 0xFF && content[1] == 0xFE || content[0] == 0xFE && content[1] == 0xFF):
		decoder = unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder().Transformer
	}
	text, _, err = transform.String(decoder, string(content))
	return text, true, err
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
