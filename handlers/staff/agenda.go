package staff

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"meguri/app/agenda"
	"meguri/app/service/paths"
	"meguri/handlers/web"
	"meguri/models"
)

// agendaPath is the path of the page that edits the agenda.
func agendaPath(c echo.Context) string { return paths.OfStaffEvent(web.EventOf(c).Slug).Agenda() }

// rowsPage is the agenda as rows, with what may be chosen in them.
type rowsPage struct {
	*agenda.RowsPage
	Kinds     []web.Option
	Languages []web.Option
}

// List shows the agenda as rows.
func (h *Agenda) List(c echo.Context) error {
	page, err := h.Agenda.RowsPage(c.Request().Context(), web.EventOf(c), nil)
	if err != nil {
		return err
	}
	return h.Show(c, "staff/agenda/index", h.newRowsPage(c, page))
}

func (h *Agenda) newRowsPage(c echo.Context, page *agenda.RowsPage) *rowsPage {
	kinds, languages := h.choices(c)
	return &rowsPage{page, kinds, languages}
}

// SaveRows stores the rows of the agenda.
func (h *Agenda) SaveRows(c echo.Context) error {
	form, err := h.Bind(c, &struct{}{})
	if err != nil {
		return err
	}
	ctx, event, in := c.Request().Context(), web.EventOf(c), agenda.ReadRows(form.Values)
	form.InOrder(in.Fields())
	err = h.Agenda.SaveRows(ctx, event, in)
	if done, err := h.Save(c, form, err, agendaPath(c), "agenda.saved"); done {
		return err
	}
	page, loadErr := h.Agenda.RowsPage(ctx, event, in)
	if loadErr != nil {
		return loadErr
	}
	status := http.StatusUnprocessableEntity
	if models.CodeOf(err) == models.CodeConflict {
		status = http.StatusConflict
	}
	return h.Render(c, status, "staff/agenda/index", h.newRowsPage(c, page), form)
}

// showTyped shows the agenda with names of rooms or tracks that could not be stored.
func (h *Agenda) showTyped(c echo.Context, form *web.Form, typed *agenda.NamesInput) error {
	page, err := h.Agenda.RowsPage(c.Request().Context(), web.EventOf(c), nil)
	if err != nil {
		return err
	}
	page.ShowTyped(typed)
	return h.ShowForm(c, "staff/agenda/index", h.newRowsPage(c, page), form)
}
