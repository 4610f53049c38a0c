package web

import (
	"github.com/labstack/echo/v4"

	"meguri/models"
)

// PublicEvent finds the event of :slug that everybody may see.
func (k *Kit) PublicEvent(c echo.Context) (*models.Event, error) {
	event, err := k.events.Public(c.Request().Context(), c.Param("slug"))
	if err != nil {
		return nil, err
	}
	c.Set(keyEvent, event)
	return event, CheckAddress(c, event)
}
