package attendee

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"meguri/app/live"
	"meguri/handlers/web"
	"meguri/models"
)

// JoinRoom takes the secret out of the address, as people share their screens in the room, and into a cookie for the room only.
func (h *Pages) JoinRoom(c echo.Context) error {
	event, _, err := h.Holder(c)
	if err != nil {
		return err
	}
	path := "/events/" + event.Slug + "/live"
	c.SetCookie(&http.Cookie{Name: web.RoomCookie, Value: c.Param("token"), Path: path, HttpOnly: true, Secure: web.IsHTTPS(c), SameSite: http.SameSiteLaxMode})
	return web.SeeOther(c, path)
}

type roomPage struct {
	Registration *models.Registration
	Trouble      string // key of why the person cannot be in the room
	Sessions     []models.Session
	Now          *models.Session
	Beat         int // seconds
	OwnPath      string
}

func (h *Pages) Room(c echo.Context) error {
	event, err := h.PublicEvent(c)
	if err != nil {
		return err
	}
	tx := h.DB.Reader(c.Request().Context())
	page := roomPage{Beat: int(live.Beat.Seconds())}
	r, err := h.Guest(c, event)
	switch models.CodeOf(err) {
	case models.NotFound:
		page.Trouble = "live.no_ticket"
		return h.Render(c, http.StatusForbidden, "attendee/live/show", page, nil)
	case models.Internal:
		if err != nil {
			return err
		}
	}
	page.Registration = r
	if page.Sessions, err = tx.Sessions(event); err != nil {
		return err
	}
	for i, s := range page.Sessions {
		if s.CancelledAt == nil && !tx.Now.Before(s.StartsAt) && tx.Now.Before(s.EndsAt) {
			page.Now = &page.Sessions[i]
		}
	}
	if err := live.MayEnter(event, r, tx.Now); err != nil {
		page.Trouble = web.MessageKey(err)
	}
	return h.Show(c, "attendee/live/show", page)
}

func (h *Pages) Beat(c echo.Context) error {
	event, r, err := h.InRoom(c)
	if err != nil {
		return err
	}
	if err := h.Live.Heartbeat(c.Request().Context(), event, r, c.FormValue("tab")); err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}

func (h *Pages) LeaveRoom(c echo.Context) error {
	_, r, err := h.InRoom(c)
	if err != nil {
		return err
	}
	if err := h.Live.Leave(c.Request().Context(), r, c.FormValue("tab")); err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}
