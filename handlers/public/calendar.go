package public

import (
	"github.com/labstack/echo/v4"

	"meguri/app/service/calendar"
	"meguri/handlers/web"
	"meguri/models"
)

func (h *Pages) EventCalendar(c echo.Context) error {
	event, err := h.PublicEvent(c)
	if err != nil {
		return err
	}
	content := calendar.Event(event, calendar.Options{Texts: h.Texts(c), URL: h.BaseURL + "/events/" + event.Slug})
	return web.Download(c, event.Slug+".ics", web.CalendarType, content)
}

// SessionsCalendar is the whole agenda as entries, or one session of it.
func (h *Pages) SessionsCalendar(c echo.Context) error {
	event, err := h.PublicEvent(c)
	if err != nil {
		return err
	}
	q := h.DB.Query(c.Request().Context())
	var sessions []models.Session
	if id := c.Param("id"); id != "" {
		one, err := q.Sessions().ByID(event, id)
		if err != nil {
			return err
		}
		sessions = []models.Session{*one}
	} else if sessions, err = q.Sessions().OfEvent(event); err != nil {
		return err
	}
	content := calendar.Sessions(event, sessions, calendar.Options{Texts: h.Texts(c), URL: h.BaseURL + "/events/" + event.Slug + "/agenda"})
	return web.Download(c, event.Slug+"-agenda.ics", web.CalendarType, content)
}
