package public

import (
	"github.com/labstack/echo/v4"

	"meguri/app/service/calendar"
	"meguri/app/service/paths"
	"meguri/handlers/web"
)

func (h *Pages) EventCalendar(c echo.Context) error {
	event, err := h.PublicEvent(c)
	if err != nil {
		return err
	}
	content := calendar.Event(event, calendar.Options{
		Texts: h.Texts(c), URL: h.BaseURL + string(paths.OfEvent(event.Slug)),
	})
	return web.DownloadPolled(c, event.Slug+".ics", web.CalendarType, content)
}

func (h *Pages) AgendaCalendar(c echo.Context) error {
	event, err := h.PublicEvent(c)
	if err != nil {
		return err
	}
	content, err := h.Sessions.Calendar(c.Request().Context(), event, h.Texts(c), h.BaseURL)
	if err != nil {
		return err
	}
	return web.DownloadPolled(c, event.Slug+"-agenda.ics", web.CalendarType, content)
}

func (h *Pages) SessionCalendar(c echo.Context) error {
	event, err := h.PublicEvent(c)
	if err != nil {
		return err
	}
	content, err := h.Sessions.SessionCalendar(c.Request().Context(), event, c.Param("id"), h.Texts(c), h.BaseURL)
	if err != nil {
		return err
	}
	return web.DownloadPolled(c, event.Slug+"-agenda.ics", web.CalendarType, content)
}
