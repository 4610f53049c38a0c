package web

import (
	"github.com/labstack/echo/v4"

	"meguri/app/service/i18n"
	"meguri/models"
)

const RoomCookie = "meguri_room"

// Guest is who came into the room of the event; NotFound for who has not come from their own page.
func (k *Kit) Guest(c echo.Context, event *models.Event) (*models.Registration, error) {
	cookie, err := c.Cookie(RoomCookie)
	if err != nil {
		return nil, models.Fail(models.NotFound, "live.no_ticket")
	}
	r, err := k.DB.Reader(c.Request().Context()).RegistrationByLink(cookie.Value)
	if err == nil && r.EventID != event.ID {
		return nil, models.Fail(models.NotFound, "live.no_ticket")
	}
	return r, err
}

func (k *Kit) InRoom(c echo.Context) (*models.Event, *models.Registration, error) {
	event, err := k.PublicEvent(c)
	if err != nil {
		return nil, nil, err
	}
	r, err := k.Guest(c, event)
	return event, r, err
}

// Holder finds the registration of :token and its event, and speaks the person's language unless they chose another.
func (k *Kit) Holder(c echo.Context) (*models.Event, *models.Registration, error) {
	tx := k.DB.Reader(c.Request().Context())
	r, err := tx.RegistrationByLink(c.Param("token"))
	if err != nil {
		if models.CodeOf(err) == models.NotFound {
			err = models.Fail(models.NotFound, "registration.link_dead")
		}
		return nil, nil, err
	}
	event, err := tx.Event(r.EventID)
	if err != nil {
		return nil, nil, err
	}
	c.Set(keyEvent, event)
	if _, err := c.Cookie(langCookie); err != nil && !i18n.Known(c.QueryParam("lang")) {
		c.Set(keyLang, r.Locale)
	}
	return event, r, nil
}
