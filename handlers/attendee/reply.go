package attendee

import (
	"github.com/labstack/echo/v4"

	"meguri/handlers/web"
)

// Reply says that the attendee comes, where their place waits for that.
func (h *Pages) Reply(c echo.Context) error {
	return h.change(c, &struct{}{}, "waiting_list.replied", func() error {
		return h.Replies.Reply(c.Request().Context(), web.EventOf(c), web.RegistrationOf(c))
	})
}
