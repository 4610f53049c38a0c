package public

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"meguri/app/service/postal"
	"meguri/handlers/web"
)

// PostalCodes tells how addresses with a Japanese postal code begin.
type PostalCodes struct{ *web.Kit }

type postalCode struct {
	// Address is what all addresses with the code have in common, "" for a code that is not known.
	Address string `json:"address"`
}

// Look looks a code of seven digits up.
func (h *PostalCodes) Look(c echo.Context) error {
	c.Response().Header().Set(echo.HeaderCacheControl, "public, max-age=86400")
	towns, err := postal.Towns(c.Param("code"))
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, postalCode{postal.Common(towns)})
}
