package table

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf16"

	"github.com/klauspost/compress/flate"
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

// ErrCellTooLong says that a text is longer than a cell of a spreadsheet can be (32,767 UTF-16 units).
var ErrCellTooLong = errors.New("a text is too long for a cell of a spreadsheet")

// XLSX writes tables as the sheets of one workbook, with a bold header that stays in view and can filter, and columns
// as wide as their content. Numbers and times are written as such. Texts are never formulas and are written exactly,
// except for control characters: the format cannot have them, so their pictures (␀ ␁ …) are written. Rows are streamed,
// so a long table does not have to fit into memory.
func XLSX(w io.Writer, tables ...Table) error {
	file := excelize.NewFile().SetZipWriter(packQuickly)
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
	return writeSorted(w, file)
}

// packQuickly packs with an encoder that takes a third of the standard library's time for files as large.
func packQuickly(w io.Writer) excelize.ZipWriter {
	packer := zip.NewWriter(w)
	packer.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) {
		return flate.NewWriter(w, flate.BestSpeed)
	})
	return packer
}

// writeSorted writes a workbook with its parts in the order of their names: the same tables give the same bytes.
func writeSorted(w io.Writer, file *excelize.File) error {
	content, err := file.WriteToBuffer()
	if err != nil {
		return err
	}
	parts, err := zip.NewReader(bytes.NewReader(content.Bytes()), int64(content.Len()))
	if err != nil {
		return err
	}
	slices.SortFunc(parts.File, func(a, b *zip.File) int { return strings.Compare(a.Name, b.Name) })
	sorted := zip.NewWriter(w)
	for _, part := range parts.File {
		if err := sorted.Copy(part); err != nil {
			return err
		}
	}
	return sorted.Close()
}

type styles struct{ header, text, time, day int }

func newStyles(file *excelize.File) (s styles, err error) {
	clock, day := "yyyy\\-mm\\-dd\\ hh:mm:ss", "yyyy\\-mm\\-dd"
	top := &excelize.Alignment{Vertical: "top", WrapText: true}
	var errs [4]error
	s.header, errs[0] = file.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}, Alignment: top})
	s.text, errs[1] = file.NewStyle(&excelize.Style{NumFmt: 49, Alignment: top}) // the cell stays a text when it is edited
	s.time, errs[2] = file.NewStyle(&excelize.Style{CustomNumFmt: &clock})
	s.day, errs[3] = file.NewStyle(&excelize.Style{CustomNumFmt: &day})
	return s, errors.Join(errs[:]...)
}

func addSheet(file *excelize.File, name string, index int) error {
	if index == 0 {
		return file.SetSheetName(file.GetSheetName(0), name)
	}
	_, err := file.NewSheet(name)
	return err
}

// writeSheet reads the first rows before it writes them, because a stream needs the widths of the columns first.
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
	line, rows := 2, rowWriter{sheet: sheet, styles: styles}
	for len(sample) > 0 {
		for _, row := range sample {
			if err := rows.write(line, row); err != nil {
				return err
			}
			line++
		}
		if sample, err = nextRows(next); err != nil {
			return err
		}
	}
	if err := addFilter(file, name, len(table.Header), line-1); err != nil {
		return err
	}
	return sheet.Flush()
}

// addFilter puts buttons on the header by which people filter and sort.
func addFilter(file *excelize.File, name string, columns, lines int) error {
	if columns == 0 {
		return nil
	}
	last, err := excelize.CoordinatesToCellName(columns, lines)
	if err != nil {
		return err
	}
	return file.AutoFilter(name, "A1:"+last, nil)
}

// nextRows reads the next rows, at most batchSize, and none at the end.
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

// layOut sets the widths of columns and writes the header.
func layOut(sheet *excelize.StreamWriter, styles styles, header []string, sample [][]any) error {
	for i, title := range header {
		width := displayWidth(title)
		for _, row := range sample {
			if i < len(row) {
				width = max(width, displayWidth(cellText(row[i])))
			}
		}
		if err := sheet.SetColWidth(i+1, i+1, float64(min(max(width+2, minWidth), maxWidth))); err != nil {
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

// rowWriter writes rows, and keeps what it needs for one.
type rowWriter struct {
	sheet  *excelize.StreamWriter
	styles styles
	cells  []any
	styled []excelize.Cell
}

func (w *rowWriter) write(line int, row []any) error {
	if len(row) > len(w.cells) {
		w.cells, w.styled = make([]any, len(row)), make([]excelize.Cell, len(row))
	}
	cells := w.cells[:len(row)]
	for i, value := range row {
		cells[i] = nil
		switch v := underlying(value).(type) {
		case nil:
		case string:
			if v == "" {
				continue
			}
			text := replaceControls(v)
			if len(text) > maxCell && len(utf16.Encode([]rune(text))) > maxCell {
				return fmt.Errorf("row %d, column %d: %w", line, i+1, ErrCellTooLong)
			}
			cells[i] = w.style(i, w.styles.text, text)
		case Day:
			cells[i] = w.style(i, w.styles.day, time.Time(v))
		case time.Time:
			cells[i] = w.style(i, w.styles.time, v)
		default:
			cells[i] = v
		}
	}
	return w.sheet.SetRow("A"+strconv.Itoa(line), cells)
}

func (w *rowWriter) style(column, style int, value any) *excelize.Cell {
	w.styled[column] = excelize.Cell{StyleID: style, Value: value}
	return &w.styled[column]
}

// replaceControls replaces characters that XML 1.0 cannot have.
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

// displayWidth returns the width of the widest line of a text, in characters of a fixed-width font. A Japanese
// character counts two.
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

// sheetName makes a name that spreadsheets allow.
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
