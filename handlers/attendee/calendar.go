package attendee

import (
	"github.com/labstack/echo/v4"

	"meguri/app/registration"
	"meguri/handlers/web"
)

func (h *Pages) Calendar(c echo.Context) error {
	event := web.EventOf(c)
	content := registration.Calendar(h.Texts(c), event, web.RegistrationOf(c), h.BaseURL)
	return web.Download(c, event.Slug+".ics", web.CalendarType, content)
}
