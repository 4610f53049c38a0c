package attendee

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"meguri/app/record"
	"meguri/handlers/web"
)

// Record is the record of an event for who comes by their own link.
type Record struct {
	*web.Kit
	Records *record.Service
}

// Show shows the record. Who opens a recording is counted.
func (h *Record) Show(c echo.Context) error {
	ctx, event, r := c.Request().Context(), web.EventOf(c), web.RegistrationOf(c)
	page, err := h.Records.Page(ctx, event, c.QueryParam("play"))
	if err != nil {
		return err
	}
	if page.Playing != nil {
		web.AllowPlayers(c, page.Playing.Player)
		if err := h.Records.Watch(ctx, event, r); err != nil {
			return err
		}
	}
	return h.Kit.Show(c, "attendee/record/show", web.RecordPage{Page: page, Own: pagePath(c)})
}

// Beat counts the time for which a recording is open.
func (h *Record) Beat(c echo.Context) error {
	if err := h.Records.Beat(c.Request().Context(), web.EventOf(c), web.RegistrationOf(c)); err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}
