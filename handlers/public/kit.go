package public

import (
	"github.com/labstack/echo/v4"

	"meguri/app/kit"
	"meguri/app/service/paths"
)

// Kits are the pages of kits: how events were made, here or elsewhere, for others to copy.
type Kits struct {
	*Pages
	Kits *kit.Service
}

type kitPage struct {
	*kit.Page
	Copy string
}

// Show shows what is in a kit, and where it is from.
func (h *Kits) Show(c echo.Context) error {
	page, err := h.Kits.Page(c.Request().Context(), c.Param("id"))
	if err != nil {
		return err
	}
	return h.Pages.Show(c, "public/kit/show", kitPage{page, paths.OfKit(page.ID).Copy()})
}
