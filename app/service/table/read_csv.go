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

func readCSV(content []byte, into *Sheet) error {
	text, damaged, err := decode(content)
	if err != nil {
		return err
	}
	text, hasMark := strings.CutPrefix(text, byteOrderMark)
	reader := newReader(text, separator(text))
	breaks := 0 // inside the cells so far: a spreadsheet does not count them as rows
	for {
		cells, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return quoteFault(err, len(cells), breaks)
		}
		line, _ := reader.FieldPos(0)
		number := line - breaks
		for i, cell := range cells {
			breaks += strings.Count(cell, "\n")
			if damaged && strings.ContainsRune(cell, utf8.RuneError) {
				return faultAt(number, i, "table.cell_letters")
			}
			cells[i] = restoreText(cell, !hasMark)
		}
		if err := into.add(number, cells); err != nil {
			return err
		}
	}
}

func newReader(text string, comma rune) *csv.Reader {
	reader := csv.NewReader(strings.NewReader(text))
	reader.Comma, reader.FieldsPerRecord = comma, -1
	return reader
}

// quoteFault is about the cell after those that could be read.
func quoteFault(err error, cells, breaks int) error {
	var fault *csv.ParseError
	if !errors.As(err, &fault) {
		return err
	}
	return faultAt(fault.StartLine-breaks, cells, "table.cell_quotes")
}

// decode finds out the encoding. damaged says that a U+FFFD in the text may stand for something that no encoding
// could read. A mark of UTF-8 stays in the text.
func decode(content []byte) (text string, damaged bool, err error) {
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

// separator is the one that cuts the first row into the most cells.
func separator(text string) (best rune) {
	most := 0
	for _, comma := range []rune{',', ';', '\t'} {
		cells, err := newReader(text, comma).Read()
		if err == nil && len(cells) > most {
			best, most = comma, len(cells)
		}
	}
	if most == 0 {
		return ','
	}
	return best
}

var escape = regexp.MustCompile(`&#x([0-9A-F]{1,6});`)

// restoreText undoes what makes a text safe and, where it was, what makes it fit into Shift_JIS. An apostrophe that we
// would not have written belongs to the text.
func restoreText(cell string, escaped bool) string {
	if escaped {
		cell = escape.ReplaceAllStringFunc(cell, func(match string) string {
			n, err := strconv.ParseInt(escape.FindStringSubmatch(match)[1], 16, 32)
			if err != nil || !utf8.ValidRune(rune(n)) {
				return match
			}
			return string(rune(n))
		})
	}
	if rest, ok := strings.CutPrefix(cell, "'"); ok && safeText(rest) == cell {
		return rest
	}
	return cell
}
