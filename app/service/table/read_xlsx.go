package table

import (
	"archive/zip"
	"bytes"
	"fmt"
	"path"
	"strings"

	"github.com/xuri/excelize/v2"

	"meguri/models"
)

const (
	// maxUnpacked is the maximum size of an unpacked workbook: a small file can unpack to gigabytes.
	maxUnpacked = 64 << 20
	// maxShared is the maximum size of the texts that cells share, which take the most time: a few bytes each.
	maxShared = 24 << 20
	// maxInMemory is the size above which a part of it is unpacked to the disk.
	maxInMemory = 4 << 20
)

// readXLSX reads cells as a spreadsheet shows them, so that a date does not become a number.
func readXLSX(content []byte, sheet *Sheet) error {
	if err := checkShared(content); err != nil {
		return brokenFile(err)
	}
	options := excelize.Options{UnzipSizeLimit: maxUnpacked, UnzipXMLSizeLimit: maxInMemory}
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
		if len(cells) > maxColumns { // even if they are empty: they would take long to process
			return faultAt(number, maxColumns, "table.columns_many", "most", maxColumns)
		}
		if err := sheet.add(number, cells); err != nil {
			return err
		}
	}
	if err := rows.Error(); err != nil {
		return brokenFile(err)
	}
	return rows.Close()
}

// checkShared returns an error for a workbook whose cells share too many texts.
func checkShared(content []byte) error {
	parts, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return err
	}
	for _, part := range parts.File {
		if strings.EqualFold(path.Base(part.Name), "sharedStrings.xml") && part.UncompressedSize64 > maxShared {
			return fmt.Errorf("the shared texts have %d bytes", part.UncompressedSize64)
		}
	}
	return nil
}

// brokenFile makes the error for a damaged workbook. It wraps the library's error for the log.
func brokenFile(err error) error {
	return fmt.Errorf("%w (%w)", models.NewError(models.CodeInvalid, "table.file_broken"), err)
}
