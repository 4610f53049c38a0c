package table

import (
	"bytes"
	"fmt"

	"github.com/xuri/excelize/v2"

	"meguri/models"
)

// maxUnpacked is how large a workbook may be once it is unpacked: a small file can hold gigabytes of the same letter.
const maxUnpacked = 100 << 20

// readXLSX reads cells as a spreadsheet shows them, so that a date is no number.
func readXLSX(content []byte, into *Sheet) error {
	options := excelize.Options{UnzipSizeLimit: maxUnpacked, UnzipXMLSizeLimit: maxUnpacked}
	file, err := excelize.OpenReader(bytes.NewReader(content), options)
	if err != nil {
		return brokenFile(err)
	}
	defer file.Close()
	rows, err := file.Rows(file.GetSheetName(0))
	if err != nil {
		return brokenFile(err)
	}
	for number := 1; rows.Next(); number++ {
		cells, err := rows.Columns()
		if err != nil {
			return brokenFile(err)
		}
		if len(cells) > maxColumns { // even if they are empty: making them would take long
			return faultAt(number, maxColumns, "table.columns_many", "most", maxColumns)
		}
		if err := into.add(number, cells); err != nil {
			return err
		}
	}
	if err := rows.Error(); err != nil {
		return brokenFile(err)
	}
	return rows.Close()
}

// brokenFile keeps what the library says for the log.
func brokenFile(err error) error {
	return fmt.Errorf("%w (%w)", models.NewError(models.CodeInvalid, "table.file_broken"), err)
}
