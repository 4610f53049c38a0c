package table

import (
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"
	"time"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/width"
)

const (
	maxCell   = excelize.TotalCellChars // in UTF-16 units
	batchSize = 100                     // rows read at once; the first ones decide how wide the columns are
	minWidth  = 8
	maxWidth  = 60
	maxSheet  = 31 // UTF-16 units of a sheet's name
)

// ErrCellTooLong is a text that no cell of a spreadsheet can hold (32,767 UTF-16 units). It is not cut.
var ErrCellTooLong = errors.New("a text is too long for a cell of a spreadsheet")

// XLSX writes tables as the sheets of one workbook: a bold header that stays in view, columns as wide as what is in
// them, numbers and times as such. Text is always text and never a formula, character for character; only control
// characters, which the format cannot hold, are written as their pictures (␀ ␁ …). Rows are streamed, so a long table
// does not have to fit into memory.
func XLSX(w io.Writer, tables ...Table) error {
	file := excelize.NewFile()
	defer file.Close()
	styles, err := newStyles(file)
	if err != nil {
		return err
	}
	for i, table := range tables {
		name := sheetName(table.Name, i)
		if err := addSheet(file, name, i); err != nil {
			return err
		}
		if err := writeSheet(file, name, styles, table); err != nil {
			return err
		}
	}
	return file.Write(w)
}

type styles struct{ header, text, time int }

func newStyles(file *excelize.File) (s styles, err error) {
	clock := "yyyy\\-mm\\-dd\\ hh:mm:ss"
	top := &excelize.Alignment{Vertical: "top", WrapText: true}
	var errs [3]error
	s.header, errs[0] = file.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}, Alignment: top})
	s.text, errs[1] = file.NewStyle(&excelize.Style{NumFmt: 49, Alignment: top}) // stays text when somebody edits the cell
	s.time, errs[2] = file.NewStyle(&excelize.Style{CustomNumFmt: &clock})
	return s, errors.Join(errs[:]...)
}

func addSheet(file *excelize.File, name string, index int) error {
	if index == 0 {
		return file.SetSheetName(file.GetSheetName(0), name)
	}
	_, err := file.NewSheet(name)
	return err
}

// writeSheet looks at the first rows before it writes them, because a stream wants the columns' widths first.
func writeSheet(file *excelize.File, name string, styles styles, table Table) error {
	sheet, err := file.NewStreamWriter(name)
	if err != nil {
		return err
	}
	next, stop := iter.Pull2(table.Rows)
	defer stop()
	sample, err := nextRows(next)
	if err != nil {
		return err
	}
	if err := layOut(sheet, styles, table.Header, sample); err != nil {
		return err
	}
	for line := 2; len(sample) > 0; {
		for _, row := range sample {
			if err := setRow(sheet, line, styles, row); err != nil {
				return err
			}
			line++
		}
		if sample, err = nextRows(next); err != nil {
			return err
		}
	}
	return sheet.Flush()
}

// nextRows reads the next rows, none at the end.
func nextRows(next func() ([]any, error, bool)) (rows [][]any, err error) {
	for len(rows) < batchSize {
		row, err, ok := next()
		if !ok || err != nil {
			return rows, err
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// layOut sets widths, keeps the header in view and writes it.
func layOut(sheet *excelize.StreamWriter, styles styles, header []string, sample [][]any) error {
	for i, title := range header {
		wide := displayWidth(title)
		for _, row := range sample {
			if i < len(row) {
				wide = max(wide, displayWidth(cellText(row[i])))
			}
		}
		if err := sheet.SetColWidth(i+1, i+1, float64(min(max(wide+2, minWidth), maxWidth))); err != nil {
			return err
		}
	}
	panes := &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}
	if err := sheet.SetPanes(panes); err != nil {
		return err
	}
	cells := make([]any, len(header))
	for i, title := range header {
		cells[i] = excelize.Cell{StyleID: styles.header, Value: replaceControls(title)}
	}
	return sheet.SetRow("A1", cells)
}

func setRow(sheet *excelize.StreamWriter, line int, styles styles, row []any) error {
	cells := make([]any, len(row))
	for i, value := range row {
		switch v := underlying(value).(type) {
		case nil:
		case string:
			text := replaceControls(v)
			if len(utf16.Encode([]rune(text))) > maxCell {
				return fmt.Errorf("row %d, column %d: %w", line, i+1, ErrCellTooLong)
			}
			cells[i] = excelize.Cell{StyleID: styles.text, Value: text}
		case time.Time:
			cells[i] = excelize.Cell{StyleID: styles.time, Value: v}
		default:
			cells[i] = v
		}
	}
	return sheet.SetRow(fmt.Sprintf("A%d", line), cells)
}

// replaceControls replaces what XML 1.0 cannot hold.
func replaceControls(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r < ' ' && r != '\t' && r != '\n' && r != '\r':
			return r + '␀'
		case r == 0xFFFE || r == 0xFFFF:
			return '�'
		}
		return r
	}, text)
}

// displayWidth is how many displayWidth of a fixed-width face the widest line of a text takes: two for a Japanese character.
func displayWidth(text string) (widest int) {
	for line := range strings.Lines(text) {
		n := 0
		for _, r := range line {
			n++
			if kind := width.LookupRune(r).Kind(); kind == width.EastAsianWide || kind == width.EastAsianFullwidth {
				n++
			}
		}
		widest = max(widest, n)
	}
	return widest
}

var notInSheetNames = strings.NewReplacer(
	":", "_", `\`, "_", "/", "_", "?", "_", "*", "_", "[", "(", "]", ")", "'", "’",
)

// sheetName keeps to what spreadsheets allow.
func sheetName(name string, index int) string {
	runes := []rune(strings.TrimSpace(notInSheetNames.Replace(replaceControls(name))))
	if len(runes) == 0 {
		return fmt.Sprintf("Sheet%d", index+1)
	}
	for len(utf16.Encode(runes)) > maxSheet {
		runes = runes[:len(runes)-1]
	}
	return string(runes)
}
