package web

import (
	"cmp"

	"github.com/labstack/echo/v4"

	"meguri/app/service/i18n"
	"meguri/models"
)

// Option is a choice of a select or of radio buttons. Text is in the person's language already.
type Option struct{ Value, Text string }

// Sectors are the sectors of an organization as choices.
func (k *Kit) Sectors(c echo.Context) []Option {
	return sectors(k.Texts(c), models.Sectors)
}

func sectors(texts *i18n.Localizer, list []models.Sector) []Option {
	options := make([]Option, 0, len(list))
	for _, sector := range list {
		text := texts.T("registration.sector_" + cmp.Or(string(sector), "none"))
		options = append(options, Option{string(sector), text})
	}
	return options
}
