package public

import (
	"encoding/json"
	"encoding/xml"

	"github.com/labstack/echo/v4"

	"meguri/app/agenda"
	"meguri/handlers/web"
)

func (h *Feeds) schedule(c echo.Context) (*agenda.Schedule, error) {
	event, err := h.PublicEvent(c)
	if err != nil {
		return nil, err
	}
	return h.Sessions.Schedule(c.Request().Context(), event, h.BaseURL)
}

func (h *Feeds) ScheduleJSON(c echo.Context) error {
	schedule, err := h.schedule(c)
	if err != nil {
		return err
	}
	content, err := json.Marshal(schedule.JSON())
	if err != nil {
		return err
	}
	c.Response().Header().Set(echo.HeaderAccessControlAllowOrigin, "*")
	return web.SendPolledSince(c, echo.MIMEApplicationJSON, schedule.Changed, content)
}

func (h *Feeds) ScheduleXML(c echo.Context) error {
	schedule, err := h.schedule(c)
	if err != nil {
		return err
	}
	content, err := xml.MarshalIndent(schedule.XML(), "", " ")
	if err != nil {
		return err
	}
	c.Response().Header().Set(echo.HeaderAccessControlAllowOrigin, "*")
	return web.SendPolledSince(
		c, "application/xml; charset=utf-8", schedule.Changed, append([]byte(xml.Header), content...),
	)
}

// AgendaXCal is the agenda as XML for calendars.
func (h *Feeds) AgendaXCal(c echo.Context) error {
	event, err := h.PublicEvent(c)
	if err != nil {
		return err
	}
	content, err := h.Sessions.XCal(c.Request().Context(), event, h.Texts(c), h.BaseURL)
	if err != nil {
		return err
	}
	return web.SendPolled(c, "application/calendar+xml; charset=utf-8", content)
}
