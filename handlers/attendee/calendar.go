package attendee

import (
	"github.com/labstack/echo/v4"

	"meguri/app/service/calendar"
	"meguri/handlers/web"
)

func (h *Pages) Calendar(c echo.Context) error {
	event, r := web.EventOf(c), web.RegistrationOf(c)
	content := calendar.Event(event, calendar.Options{
		Texts:     h.Texts(c),
		URL:       h.BaseURL + string(pagePath(c)),
		Mode:      r.TicketType.Mode,
		Cancelled: !r.Live(),
	})
	return web.Download(c, event.Slug+".ics", web.CalendarType, content)
}
