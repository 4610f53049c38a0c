package public

import (
	"github.com/labstack/echo/v4"

	"meguri/app/agenda"
	"meguri/app/service/calendar"
	"meguri/app/service/paths"
	"meguri/handlers/web"
)

func (h *Feeds) EventCalendar(c echo.Context) error {
	event, err := h.PublicEvent(c)
	if err != nil {
		return err
	}
	content := calendar.Event(event, calendar.Options{
		Texts: h.Texts(c), URL: h.BaseURL + string(paths.OfEvent(event.Slug)),
	})
	return web.DownloadPolled(c, event.Slug+".ics", web.CalendarType, content)
}

func (h *Feeds) AgendaCalendar(c echo.Context) error {
	event, err := h.PublicEvent(c)
	if err != nil {
		return err
	}
	in := agenda.FeedInput{}
	if err := web.BindQuery(c, &in); err != nil {
		return err
	}
	content, err := h.Sessions.Feed(c.Request().Context(), event, in, h.Texts(c), h.BaseURL)
	if err != nil {
		return err
	}
	return web.DownloadPolled(c, event.Slug+"-agenda.ics", web.CalendarType, content)
}

// MyCalendar is what an attendee marked, for calendar programs: the address holds a secret of its own.
func (h *Feeds) MyCalendar(c echo.Context) error {
	content, err := h.Sessions.MyCalendar(c.Request().Context(), c.Param("secret"), h.BaseURL)
	if err != nil {
		return err
	}
	return web.DownloadPolled(c, "agenda.ics", web.CalendarType, content)
}

func (h *Feeds) SessionCalendar(c echo.Context) error {
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
