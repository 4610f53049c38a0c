package attendee

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"meguri/app/live"
	"meguri/app/service/paths"
	"meguri/handlers/web"
)

// JoinRoom gives the browser a cookie for the room, as people share their screens in the room.
func (h *Pages) JoinRoom(c echo.Context) error {
	web.SetRoomCookie(c, web.EventOf(c), h.Registrations.RoomSecret(web.RegistrationOf(c), c.Param("token")))
	return web.SeeOther(c, paths.OfEvent(web.EventOf(c).Slug).Live())
}

// Room is the live room.
func (h *Pages) Room(c echo.Context) error {
	page, err := h.Live.RoomPage(c.Request().Context(), web.EventOf(c), web.RegistrationOf(c))
	if err != nil {
		return err
	}
	return h.Show(c, "attendee/live/show", page)
}

// Beat records a heartbeat of the room's page.
func (h *Pages) Beat(c echo.Context) error {
	var in live.TabInput
	if _, err := h.Bind(c, &in); err != nil {
		return err
	}
	if err := h.Live.Heartbeat(c.Request().Context(), web.EventOf(c), web.RegistrationOf(c), in); err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}

// LeaveRoom records that a tab of the room's page was closed.
func (h *Pages) LeaveRoom(c echo.Context) error {
	var in live.TabInput
	if _, err := h.Bind(c, &in); err != nil {
		return err
	}
	if err := h.Live.Leave(c.Request().Context(), web.RegistrationOf(c), in); err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}
