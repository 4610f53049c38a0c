package web

import (
	"github.com/labstack/echo/v4"

	"meguri/models"
)

// PublicEvent finds the event of :slug that everybody may see.
func (k *Kit) PublicEvent(c echo.Context) (*models.Event, error) {
	event, err := k.DB.Query(c.Request().Context()).Events().BySlug(c.Param("slug"))
	if err != nil {
		return nil, err
	}
	if !event.Public() {
		return nil, models.NewError(models.CodeNotFound, "error.not_found")
	}
	c.Set(keyEvent, event)
	return event, nil
}
