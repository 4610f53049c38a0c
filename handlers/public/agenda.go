package public

import "github.com/labstack/echo/v4"

func (h *Pages) Agenda(c echo.Context) error {
	event, err := h.ShownEvent(c)
	if err != nil {
		return err
	}
	page, err := h.Sessions.PublicPage(c.Request().Context(), event, c.QueryParam("by") == "room")
	if err != nil {
		return err
	}
	return h.Show(c, "public/agenda/show", page)
}
