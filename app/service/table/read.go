package table

import (
	"bytes"
	"cmp"
	"io"
	"path"
	"strings"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"

	"meguri/models"
)

// Sheet is a table that was read. Every row has as many cells as the header.
type Sheet struct {
	Header []string
	Rows   []Row

	noHeader bool // all rows are Rows, as wide as they are
	most     int  // rows, 0 for maxRows
}

// Row is one row. Number is its number in a spreadsheet, from 1.
type Row struct {
	Number int
	Cells  []string
}

// The limits of what is read.
const (
	maxBytes   = 10 << 20
	maxRows    = 20_000
	maxColumns = 200
)

// Read reads a CSV file (UTF-8, UTF-16, Shift_JIS, EUC-JP or ISO-2022-JP; separated by commas,
// semicolons or tabs; lines end in CR, LF or both) or the first sheet of an XLSX file. It restores what CSV and XLSX
// wrote: it removes the apostrophe before a formula and the escapes of Shift_JIS. A line break in a cell is "\n". Empty
// rows are left out; the first row that is not empty is the header.
//
// The error for a file that cannot be read is CodeInvalid and names the row and the column, if there is one.
func Read(r io.Reader, fileName string) (*Sheet, error) { return readInto(r, fileName, &Sheet{}) }

// ReadCells reads the same files as they are: titles above the header, rows of different width.
func ReadCells(r io.Reader, fileName string) ([][]string, error) {
	rows, err := ReadRows(r, fileName)
	if err != nil {
		return nil, err
	}
	cells := make([][]string, len(rows))
	for i, row := range rows {
		cells[i] = row.Cells
	}
	return cells, nil
}

// ReadRows is ReadCells with the numbers of the rows.
func ReadRows(r io.Reader, fileName string) ([]Row, error) {
	sheet, err := readInto(r, fileName, &Sheet{noHeader: true})
	if err != nil {
		return nil, err
	}
	return sheet.Rows, nil
}

func readInto(r io.Reader, fileName string, sheet *Sheet) (*Sheet, error) {
	content, err := io.ReadAll(io.LimitReader(r, maxBytes+1))
	if err != nil {
		return nil, err
	}
	isWorkbook := bytes.HasPrefix(content, []byte("PK\x03\x04"))
	switch {
	case len(content) > maxBytes:
		return nil, models.NewError(models.CodeInvalid, "table.file_large", "megabytes", maxBytes>>20)
	case bytes.HasPrefix(content, []byte{0xD0, 0xCF, 0x11, 0xE0}): // also a workbook with a password
		return nil, models.NewError(models.CodeInvalid, "table.file_old")
	case !isWorkbook && strings.EqualFold(path.Ext(fileName), ".xlsx"):
		return nil, models.NewError(models.CodeInvalid, "table.file_broken")
	case !isWorkbook && !isText(content): // a PDF or a picture, whatever it is called
		return nil, models.NewError(models.CodeInvalid, "table.file_other")
	}
	if isWorkbook {
		err = readXLSX(content, sheet)
	} else {
		err = readCSV(content, sheet)
	}
	if err == nil && sheet.Header == nil && len(sheet.Rows) == 0 {
		err = models.NewError(models.CodeInvalid, "table.file_empty")
	}
	if err != nil {
		return nil, err
	}
	return sheet, nil
}

// add adds one row, the header if it is the first.
func (s *Sheet) add(number int, cells []string) error {
	for len(cells) > 0 && cells[len(cells)-1] == "" {
		cells = cells[:len(cells)-1]
	}
	switch {
	case len(cells) == 0:
		return nil
	case len(cells) > maxColumns:
		return faultAt(number, maxColumns, "table.columns_many", "most", maxColumns)
	case len(s.Rows) == cmp.Or(s.most, maxRows):
		return models.NewError(models.CodeInvalid, "table.rows_many", "most", cmp.Or(s.most, maxRows))
	}
	for i, cell := range cells {
		if len(cell) > maxCell && len(utf16.Encode([]rune(cell))) > maxCell {
			return faultAt(number, i, "table.cell_long", "most", maxCell)
		}
	}
	if s.noHeader {
		s.Rows = append(s.Rows, Row{number, cells})
		return nil
	}
	if s.Header == nil {
		s.Header = cells
		return nil
	}
	return s.addRow(number, cells)
}

func (s *Sheet) addRow(number int, cells []string) error {
	for i := len(s.Header); i < len(cells); i++ {
		if cells[i] != "" {
			return faultAt(number, i, "table.no_title")
		}
	}
	padded := make([]string, len(s.Header))
	copy(padded, cells)
	s.Rows = append(s.Rows, Row{number, padded})
	return nil
}

// ColumnLetter is what spreadsheets call the column with an index from 0: A, B, …
func ColumnLetter(index int) string {
	letter, _ := excelize.ColumnNumberToName(index + 1) // fails below 1 and above 16,384
	return letter
}

// faultAt makes the error of a cell. index is the index of the column, from 0; the error names it as spreadsheets do.
func faultAt(row, index int, key string, args ...any) error {
	return models.NewError(models.CodeInvalid, key, append([]any{"row", row, "column", ColumnLetter(index)}, args...)...)
}
