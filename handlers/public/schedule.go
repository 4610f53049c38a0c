package public

import (
	"encoding/xml"
	"net/http"

	"github.com/labstack/echo/v4"

	"meguri/app/agenda"
)

func (h *Pages) schedule(c echo.Context) (*agenda.Schedule, error) {
	event, err := h.PublicEvent(c)
	if err != nil {
		return nil, err
	}
	return h.Sessions.Schedule(c.Request().Context(), event, h.BaseURL)
}

func (h *Pages) ScheduleJSON(c echo.Context) error {
	schedule, err := h.schedule(c)
	if err != nil {
		return err
	}
	c.Response().Header().Set(echo.HeaderAccessControlAllowOrigin, "*")
	return c.JSON(http.StatusOK, schedule.JSON())
}

func (h *Pages) ScheduleXML(c echo.Context) error {
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
