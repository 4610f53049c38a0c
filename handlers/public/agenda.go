package public

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"meguri/app/agenda"
	"meguri/handlers/web"
)

func (h *Pages) Agenda(c echo.Context) error {
	event, err := h.ShownEvent(c)
	if err != nil {
		return err
	}
	in := &agenda.PublicInput{}
	if err := web.BindQuery(c, in); err != nil {
		return err
	}
	page, err := h.Sessions.PublicPage(c.Request().Context(), event, in)
	if err != nil {
		return err
	}
	return h.Show(c, "public/agenda/show", page)
}

type sessionPage struct {
	*agenda.ShownSession
	LinkedData *linkedSession
}

// Session is the page of a session.
func (h *Pages) Session(c echo.Context) error {
	event, err := h.ShownEvent(c)
	if err != nil {
		return err
	}
	data, err := h.Sessions.ShownSession(c.Request().Context(), event, c.Param("id"))
	if err != nil {
		return err
	}
	page := h.NewPage(c, nil, nil)
	page.Data = sessionPage{data, linkedSessionOf(page, data.Session)}
	return h.RenderPage(c, http.StatusOK, "public/agenda/session", page)
}
