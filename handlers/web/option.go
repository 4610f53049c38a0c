package web

import (
	"github.com/labstack/echo/v4"

	"meguri/models"
)

// Option is a choice of a select or of radio buttons. Text is in the person's language already.
type Option struct{ Value, Text string }

// Sectors are the sectors as choices.
func (k *Kit) Sectors(c echo.Context) []Option {
	texts := k.Texts(c)
	options := make([]Option, 0, len(models.Sectors))
	for _, sector := range models.Sectors {
		options = append(options, Option{string(sector), texts.T("registration.sector_" + string(sector))})
	}
	return options
}
