package handlers

import (
	"github.com/labstack/echo/v4"

	"meguri/app/export"
	"meguri/models"
)

const xlsxType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

// writeCSV streams a table. The encoding is ?encoding=utf-8-bom (the default) or shift_jis.
func writeCSV(c echo.Context, name string, table export.Table) error {
	encoding, ok := export.ParseEncoding(c.QueryParam("encoding"))
	if !ok {
		return models.InvalidFields(map[string]string{"encoding": "export.encoding"})
	}
	attach(c, name, "text/csv; charset="+encoding.Charset())
	return export.CSV(c.Response(), encoding, table)
}

func writeXLSX(c echo.Context, name string, tables ...export.Table) error {
	attach(c, name, xlsxType)
	return export.XLSX(c.Response(), tables...)
}

// attach announces a file to save.
func attach(c echo.Context, name, kind string) {
	c.Response().Header().Set(echo.HeaderContentDisposition, `attachment; filename="`+name+`"`)
	c.Response().Header().Set(echo.HeaderContentType, kind)
}

func (h *Handlers) registrationsCSV(c echo.Context) error {
	filter, err := h.peopleFilter(c)
	if err != nil {
		return err
	}
	return writeCSV(c, eventOf(c).Slug+"-people.csv", h.Registrations.Table(c.Request().Context(), h.texts(c), eventOf(c), filter))
}

func (h *Handlers) registrationsXLSX(c echo.Context) error {
	filter, err := h.peopleFilter(c)
	if err != nil {
		return err
	}
	return writeXLSX(c, eventOf(c).Slug+"-people.xlsx", h.Registrations.Table(c.Request().Context(), h.texts(c), eventOf(c), filter))
}
