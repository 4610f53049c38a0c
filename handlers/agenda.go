package handlers

import (
	"encoding/xml"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"meguri/app/agenda"
	"meguri/app/service/calendar"
	"meguri/models"
)

type agendaPage struct {
	Groups []agenda.Group
	ByRoom bool
	Rooms  int
	Many   bool // on several days
	// Language is that of all sessions, "" where they differ.
	Language string
}

func (h *Handlers) agenda(c echo.Context) error {
	event, err := h.shownEvent(c)
	if err != nil {
		return err
	}
	q := h.DB.Query(c.Request().Context())
	sessions, err := q.Sessions().OfEvent(event)
	if err != nil {
		return err
	}
	rooms, err := q.Rooms().OfEvent(event)
	if err != nil {
		return err
	}
	page := agendaPage{ByRoom: c.QueryParam("by") == "room", Rooms: len(rooms), Many: manyDays(event)}
	page.Language = agenda.OneLanguage(sessions)
	if page.ByRoom {
		page.Groups = agenda.ByRoom(rooms, sessions)
	} else {
		page.Groups = agenda.ByTime(sessions)
	}
	return h.show(c, public, "agenda/show", page)
}

// manyDays reports whether the event goes on for longer than a day, so that a time alone does not tell when.
func manyDays(e *models.Event) bool {
	return e.Local(e.StartsAt).Format(time.DateOnly) != e.Local(e.EndsAt.Add(-time.Second)).Format(time.DateOnly)
}

func (h *Handlers) eventCalendar(c echo.Context) error {
	event, err := h.publicEvent(c)
	if err != nil {
		return err
	}
	content := calendar.Event(event, calendar.Options{Texts: h.texts(c), URL: h.BaseURL + "/events/" + event.Slug})
	return h.download(c, event.Slug+".ics", calendarType, content)
}

const calendarType = "text/calendar; charset=utf-8"

// sessionsCalendar is the whole agenda as entries, or one session of it.
func (h *Handlers) sessionsCalendar(c echo.Context) error {
	event, err := h.publicEvent(c)
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
	content := calendar.Sessions(event, sessions, calendar.Options{Texts: h.texts(c), URL: h.BaseURL + "/events/" + event.Slug + "/agenda"})
	return h.download(c, event.Slug+"-agenda.ics", calendarType, content)
}

func (h *Handlers) schedule(c echo.Context) (*agenda.Schedule, error) {
	event, err := h.publicEvent(c)
	if err != nil {
		return nil, err
	}
	sessions, err := h.DB.Query(c.Request().Context()).Sessions().OfEvent(event)
	return agenda.NewSchedule(event, sessions, h.BaseURL), err
}

func (h *Handlers) scheduleJSON(c echo.Context) error {
	schedule, err := h.schedule(c)
	if err != nil {
		return err
	}
	c.Response().Header().Set(echo.HeaderAccessControlAllowOrigin, "*")
	return c.JSON(http.StatusOK, schedule.JSON())
}

func (h *Handlers) scheduleXML(c echo.Context) error {
	schedule, err := h.schedule(c)
	if err != nil {
		return err
	}
	content, err := xml.MarshalIndent(schedule.XML(), "", " ")
	if err != nil {
		return err
	}
	c.Response().Header().Set(echo.HeaderAccessControlAllowOrigin, "*")
	return c.Blob(http.StatusOK, "application/xml; charset=utf-8", append([]byte(xml.Header), content...))
}
