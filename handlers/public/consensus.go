package public

import (
	"github.com/labstack/echo/v4"

	"meguri/app/consensus"
)

// Consensus are the consensus maps that everybody may see.
type Consensus struct {
	Pages     *Pages
	Consensus *consensus.Service
}

// Map shows what was found.
func (h *Consensus) Map(c echo.Context) error {
	event, err := h.Pages.PublicEvent(c)
	if err != nil {
		return err
	}
	page, err := h.Consensus.PublicMap(c.Request().Context(), event, c.Param("id"))
	if err != nil {
		return err
	}
	return h.Pages.Show(c, "public/consensus/show", page)
}
