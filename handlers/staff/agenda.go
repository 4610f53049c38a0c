package staff

import (
	"github.com/labstack/echo/v4"

	"meguri/app/agenda"
	"meguri/app/service/paths"
	"meguri/handlers/web"
)

// agendaPath is the path of the page that edits the agenda.
func agendaPath(c echo.Context) string { return paths.OfStaffEvent(web.EventOf(c).Slug).Agenda() }

func (h *Agenda) List(c echo.Context) error {
	page, err := h.Agenda.StaffPage(c.Request().Context(), web.EventOf(c))
	if err != nil {
		return err
	}
	return h.Show(c, "staff/agenda/index", page)
}

// showTyped shows the agenda with names of rooms or tracks that could not be stored.
func (h *Agenda) showTyped(c echo.Context, form *web.Form, typed *agenda.NamesInput) error {
	page, err := h.Agenda.StaffPage(c.Request().Context(), web.EventOf(c))
	if err != nil {
		return err
	}
	page.ShowTyped(typed)
	return h.ShowForm(c, "staff/agenda/index", page, form)
}
