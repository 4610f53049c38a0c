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

// ShownEvent is like PublicEvent, but shows a draft to those who prepare it.
func (k *Kit) ShownEvent(c echo.Context) (*models.Event, error) {
	event, err := k.PublicEvent(c)
	if AccountOf(c) == nil || models.CodeOf(err) != models.CodeNotFound {
		return event, err
	}
	q := k.DB.Query(c.Request().Context())
	draft, loadErr := q.Events().BySlug(c.Param("slug"))
	if loadErr != nil {
		return nil, loadErr
	}
	roles, loadErr := q.Members().RolesAt(AccountOf(c).ID, draft)
	if loadErr != nil {
		return nil, loadErr
	}
	if !models.Holds(roles, models.SeeEvent) {
		return nil, err
	}
	c.Set(keyEvent, draft)
	return draft, nil
}
