package web

import (
	"time"

	"github.com/labstack/echo/v4"

	"meguri/models"
)

// SeveralDays reports whether the event goes on for longer than a day, so that a time alone does not tell when.
func SeveralDays(e *models.Event) bool {
	return e.Local(e.StartsAt).Format(time.DateOnly) != e.Local(e.EndsAt.Add(-time.Second)).Format(time.DateOnly)
}

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
