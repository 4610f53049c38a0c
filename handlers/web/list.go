package web

import (
	"encoding/base64"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"meguri/models"
)

// A list shows PageSize rows; a program may ask for up to MaxPageSize.
const (
	PageSize    = 50
	MaxPageSize = 500
)

// RegistrationFilter reads ?q= ?ticket_type= (slug) ?state= ?after= (a cursor).
func (k *Kit) RegistrationFilter(c echo.Context) (models.RegistrationFilter, error) {
	filter := models.RegistrationFilter{Query: c.QueryParam("q"), State: models.RegistrationState(c.QueryParam("state"))}
	if filter.State != "" && !slices.Contains(models.RegistrationStates, filter.State) {
		return filter, models.InvalidFields(map[string]string{"state": "field.choice"})
	}
	if slug := c.QueryParam("ticket_type"); slug != "" {
		kind, err := k.DB.Query(c.Request().Context()).TicketTypes().BySlug(EventOf(c), slug)
		if err != nil {
			return filter, err
		}
		filter.TicketTypeID = kind.ID
	}
	if text := c.QueryParam("after"); text != "" {
		decoded, err := base64.RawURLEncoding.DecodeString(text)
		key, id, ok := strings.Cut(string(decoded), " ")
		if err != nil || !ok {
			return filter, models.InvalidFields(map[string]string{"after": "field.choice"})
		}
		filter.After, filter.AfterID = key, id
	}
	return filter, nil
}

// Cursor is the place in a list at which the next page goes on, as text for ?after=.
func Cursor(f *models.RegistrationFilter) string {
	return base64.RawURLEncoding.EncodeToString([]byte(f.After + " " + f.AfterID))
}
