package attendee

import (
	"time"

	"github.com/labstack/echo/v4"

	"meguri/app/rally"
	"meguri/app/service/paths"
	"meguri/handlers/web"
)

// Rally has the attendee's card of the stamp rally.
type Rally struct {
	*web.Kit
	Rally *rally.Service
}

// Open opens the attendee's card in this browser. What the browser has collected before is put onto it.
func (h *Rally) Open(c echo.Context) error {
	event := web.EventOf(c)
	secret, err := h.Rally.OpenOwn(c.Request().Context(), event, web.RegistrationOf(c), web.RallySecret(c))
	if err != nil {
		return err
	}
	web.SetRallyCookie(c, secret, event.EndsAt.Sub(h.Now())+30*24*time.Hour)
	return web.SeeOther(c, paths.OfEvent(event.Slug).Rally())
}
