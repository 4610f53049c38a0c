package public

import (
	"github.com/labstack/echo/v4"

	"meguri/app/record"
	"meguri/handlers/web"
)

// Records are what events show of themselves once they are over.
type Records struct {
	Pages   *Pages
	Records *record.Service
}

// Show shows the record of an event. A recording is shown in the page once somebody asks for it: nothing of other sites
// is loaded before.
func (h *Records) Show(c echo.Context) error {
	event, err := h.Pages.PublicEvent(c)
	if err != nil {
		return err
	}
	page, err := h.Records.Page(c.Request().Context(), event, c.QueryParam("play"))
	if err != nil {
		return err
	}
	if page.Playing != nil {
		web.AllowPlayers(c, page.Playing.Player)
	}
	return h.Pages.Show(c, "public/record/show", web.RecordPage{Page: page})
}
