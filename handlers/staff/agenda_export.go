package staff

import (
	"github.com/labstack/echo/v4"

	"meguri/handlers/web"
)

// ExportCSV is the agenda as CSV.
func (h *AgendaDesk) ExportCSV(c echo.Context) error {
	t, err := h.Agenda.Table(c.Request().Context(), web.EventOf(c), h.Texts(c))
	if err != nil {
		return err
	}
	return web.SendCSV(c, web.EventOf(c).Slug+"-agenda.csv", t)
}

// ExportXLSX is the agenda as a workbook.
func (h *AgendaDesk) ExportXLSX(c echo.Context) error {
	t, err := h.Agenda.Table(c.Request().Context(), web.EventOf(c), h.Texts(c))
	if err != nil {
		return err
	}
	return web.SendXLSX(c, web.EventOf(c).Slug+"-agenda.xlsx", t)
}
