package attendee

import (
	"github.com/labstack/echo/v4"

	"meguri/app/caption"
	"meguri/handlers/web"
	"meguri/models"
)

// Captions has the page of captions alone.
type Captions struct {
	*web.Kit
	Captions *caption.Service
}

// Show shows the last captions, large.
func (h *Captions) Show(c echo.Context) error {
	if web.RegistrationOf(c).State != models.RegistrationConfirmed {
		return models.NewError(models.CodeForbidden, "live.not_confirmed")
	}
	page, err := h.Captions.Page(c.Request().Context(), web.EventOf(c))
	if err != nil {
		return err
	}
	return h.Kit.Show(c, "attendee/caption/show", page)
}
