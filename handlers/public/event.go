package public

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"meguri/app/event"
)

func (h *Pages) Front(c echo.Context) error {
	page, err := h.Events.FrontPage(c.Request().Context())
	if err != nil {
		return err
	}
	return h.Show(c, "public/event/index", page)
}

type eventPage struct {
	*event.EventPage
	LinkedData *linkedEvent
}

func (h *Pages) Event(c echo.Context) error {
	e, err := h.ShownEvent(c)
	if err != nil {
		return err
	}
	data, err := h.Events.EventPage(c.Request().Context(), e)
	if err != nil {
		return err
	}
	page := h.NewPage(c, nil, nil)
	page.Data = eventPage{data, linkedData(page, data.TicketTypes)}
	return h.RenderPage(c, http.StatusOK, "public/event/show", page)
}
