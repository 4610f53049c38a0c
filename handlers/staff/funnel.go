package staff

import (
	"github.com/labstack/echo/v4"

	"meguri/app/funnel"
	"meguri/handlers/web"
)

// Funnels has the page of how far people get in the form of registration.
type Funnels struct {
	*web.Kit
	Funnels *funnel.Service
}

// Show shows it.
func (h *Funnels) Show(c echo.Context) error {
	page, err := h.Funnels.Page(c.Request().Context(), web.EventOf(c), c.QueryParam("ticket_type"))
	if err != nil {
		return err
	}
	return h.Kit.Show(c, "staff/funnel/show", page)
}
