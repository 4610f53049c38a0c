package web

import (
	"cmp"

	"github.com/labstack/echo/v4"

	"meguri/models"
)

// Option is a choice of a select or of radio buttons. Text is in the person's language already.
type Option struct{ Value, Text string }

// Sectors are the sectors of an organization as choices.
func (k *Kit) Sectors(c echo.Context) []Option {
	return k.sectors(c, models.Sectors)
}

func (k *Kit) sectors(c echo.Context, list []models.Sector) []Option {
	texts := k.Texts(c)
	options := make([]Option, 0, len(list))
	for _, sector := range list {
		text := texts.T("registration.sector_" + cmp.Or(string(sector), "none"))
		options = append(options, Option{string(sector), text})
	}
	return options
}
