package attendee

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"meguri/app/live"
	"meguri/app/service/paths"
	"meguri/handlers/web"
)

// JoinRoom gives the browser a cookie for the room, as people share their screens in the room. It is none of the page's
// secret, so that a new link throws nobody out.
func (h *Pages) JoinRoom(c echo.Context) error {
	path := paths.OfEvent(web.EventOf(c).Slug).Live()
	c.SetCookie(&http.Cookie{
		Name:     web.RoomCookie,
		Value:    h.Registrations.RoomSecret(web.RegistrationOf(c), c.Param("token")),
		Path:     path,
		HttpOnly: true,
		Secure:   web.IsHTTPS(c),
		SameSite: http.SameSiteLaxMode,
	})
	return web.SeeOther(c, path)
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
