package public

import (
	"github.com/labstack/echo/v4"

	"meguri/handlers/web"
)

// Picture is the event's picture for sites on which its address is shared.
func (h *Pages) Picture(c echo.Context) error {
	e, err := h.PublicEvent(c)
	if err != nil {
		return err
	}
	content, err := h.Pictures.Event(h.Texts(c), e)
	if err != nil {
		return err
	}
	return web.SendPolled(c, "image/png", content)
}
