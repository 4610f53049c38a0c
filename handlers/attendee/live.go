package attendee

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"meguri/app/live"
	"meguri/handlers/web"
	"meguri/models"
)

// JoinRoom takes the secret out of the address, as people share their screens in the room, and into a cookie for
// the room only.
func (h *Pages) JoinRoom(c echo.Context) error {
	path := "/events/" + web.EventOf(c).Slug + "/live"
	c.SetCookie(&http.Cookie{Name: web.RoomCookie, Value: c.Param("token"), Path: path, HttpOnly: true, Secure: web.IsHTTPS(c), SameSite: http.SameSiteLaxMode})
	return web.SeeOther(c, path)
}

type roomPage struct {
	Registration *models.Registration
	Trouble      string // key of why the person cannot be in the room
	Sessions     []models.Session
	Now          *models.Session
	Beat         int // seconds
}

func (h *Pages) Room(c echo.Context) error {
	event, r := web.EventOf(c), web.RegistrationOf(c)
	q := h.DB.Query(c.Request().Context())
	page := roomPage{Registration: r, Beat: int(live.Beat.Seconds())}
	var err error
	if page.Sessions, err = q.Sessions().OfEvent(event); err != nil {
		return err
	}
	for i, s := range page.Sessions {
		if s.CancelledAt == nil && !q.Now.Before(s.StartsAt) && q.Now.Before(s.EndsAt) {
			page.Now = &page.Sessions[i]
		}
	}
	if err := live.MayEnter(event, r, q.Now); err != nil {
		page.Trouble = web.MessageKey(err)
	}
	return h.Show(c, "attendee/live/show", page)
}

func (h *Pages) Beat(c echo.Context) error {
	if err := h.Live.Heartbeat(c.Request().Context(), web.EventOf(c), web.RegistrationOf(c), c.FormValue("tab")); err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}

func (h *Pages) LeaveRoom(c echo.Context) error {
	if err := h.Live.Leave(c.Request().Context(), web.RegistrationOf(c), c.FormValue("tab")); err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}
