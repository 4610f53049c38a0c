package table

import (
	"bytes"
	"io"
	"path"
	"strings"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"

	"meguri/models"
)

// Sheet is a table that was read: titles, and rows with as many cells as there are titles.
type Sheet struct {
	Header []string
	Rows   []Row
}

// Row is one row. Number is where a spreadsheet shows it, counted from 1.
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

// Read reads a CSV file (UTF-8, UTF-16 with a byte order mark, or Shift_JIS; cells apart by commas, semicolons or
// tabs) or the first sheet of an XLSX file. name is the file's. What CSV and XLSX wrote comes back as it was: the
// apostrophe before a formula is taken away, and so are the escapes of Shift_JIS. A line break in a cell is "\n".
// Rows without anything in them are left out; the first one that has something is the header.
//
// A file that cannot be read is an Invalid error that names the row and the column where there is one.
func Read(r io.Reader, name string) (*Sheet, error) {
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
	case !isWorkbook && strings.EqualFold(path.Ext(name), ".xlsx"):
		return nil, models.NewError(models.CodeInvalid, "table.file_broken")
	}
	var sheet Sheet
	if isWorkbook {
		err = readXLSX(content, &sheet)
	} else {
		err = readCSV(content, &sheet)
	}
	if err == nil && sheet.Header == nil {
		err = models.NewError(models.CodeInvalid, "table.file_empty")
	}
	if err != nil {
		return nil, err
	}
	return &sheet, nil
}

// add takes one row over.
func (s *Sheet) add(number int, cells []string) error {
	for len(cells) > 0 && cells[len(cells)-1] == "" {
		cells = cells[:len(cells)-1]
	}
	switch {
	case len(cells) == 0:
		return nil
	case len(cells) > maxColumns:
		return faultAt(number, maxColumns, "table.columns_many", "most", maxColumns)
	case len(s.Rows) == maxRows:
		return models.NewError(models.CodeInvalid, "table.rows_many", "most", maxRows)
	}
	for i, cell := range cells {
		if len(cell) > maxCell && len(utf16.Encode([]rune(cell))) > maxCell {
			return faultAt(number, i, "table.cell_long", "most", maxCell)
		}
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
	whole := make([]string, len(s.Header))
	copy(whole, cells)
	s.Rows = append(s.Rows, Row{number, whole})
	return nil
}

// faultAt is an error in a cell, whose index counts from 0. A column is called as in a spreadsheet: A, B, …
func faultAt(row, index int, key string, args ...any) error {
	column, err := excelize.ColumnNumberToName(index + 1)
	if err != nil {
		return err
	}
	return models.NewError(models.CodeInvalid, key, append([]any{"row", row, "column", column}, args...)...)
}
