package web

import (
	"github.com/labstack/echo/v4"

	"meguri/app/project"
	"meguri/app/service/i18n"
)

// SendSheetPDF answers with a sheet of hours as a PDF.
func SendSheetPDF(c echo.Context, texts *i18n.Localizer, projects *project.Service, sheet *project.Sheet) error {
	content, err := projects.SheetPDF(texts, sheet)
	if err != nil {
		return err
	}
	return Download(c, "hours-"+sheet.ThisMonth()+".pdf", "application/pdf", content)
}

// SendSheetXLSX answers with a sheet of hours as a workbook.
func SendSheetXLSX(c echo.Context, texts *i18n.Localizer, sheet *project.Sheet) error {
	return SendXLSX(c, "hours-"+sheet.ThisMonth()+".xlsx", sheet.Tables(texts)...)
}
