package web

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"meguri/app/service/i18n"
	"meguri/models"
)

// RoomCookie holds the secret of an attendee's link while they are in the live room.
const RoomCookie = "meguri_room"

// withHolder finds the registration of :token and its event, and speaks the person's language unless they chose
// another.
func (g guards) withHolder(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		r, event, err := g.registrations.ByLink(c.Request().Context(), c.Param("token"))
		if err != nil {
			return err
		}
		c.Set(keyEvent, event)
		c.Set(keyRegistration, r)
		if ReadCookie(c, langCookie) == "" && !i18n.Known(c.QueryParam("lang")) {
			c.Set(keyLang, r.Locale)
		}
		return next(c)
	}
}

// withGuest finds who came into the live room of :slug. Whoever did not come from their own page is told how to get in.
func (g guards) withGuest(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		event, err := g.PublicEvent(c)
		if err != nil {
			return err
		}
		r, err := g.guest(c, event)
		if err != nil {
			if models.CodeOf(err) == models.CodeNotFound && c.Request().Method != http.MethodPost {
				return g.Render(c, http.StatusForbidden, "attendee/live/no_ticket", nil, nil)
			}
			return err
		}
		c.Set(keyRegistration, r)
		return next(c)
	}
}

// guest is the registration whose secret the room's cookie holds; NotFound where it is not one of the event's.
func (g guards) guest(c echo.Context, event *models.Event) (*models.Registration, error) {
	cookie, err := c.Cookie(RoomCookie)
	if err != nil {
		return nil, models.NewError(models.CodeNotFound, "live.no_ticket")
	}
	return g.registrations.InRoomByLink(c.Request().Context(), event, cookie.Value)
}
