package attendee

import (
	"github.com/labstack/echo/v4"

	"meguri/app/registration"
	"meguri/app/service/paths"
	"meguri/handlers/web"
)

// Series has the page on which a registration that a series made is taken back.
type Series struct {
	*web.Kit
	Registrations *registration.Service
}

// Form asks whether to take it back: programs that follow links do not.
func (h *Series) Form(c echo.Context) error {
	return h.Show(c, "attendee/series/take_back", web.RegistrationOf(c))
}

// TakeBack cancels the registration.
func (h *Series) TakeBack(c echo.Context) error {
	err := h.Registrations.Cancel(c.Request().Context(), web.EventOf(c), web.RegistrationOf(c).ID, registration.ByAttendee)
	if err != nil {
		return err
	}
	web.SetFlash(c, "success", "series.taken_back")
	return web.SeeOther(c, string(paths.OfAttendee(c.Param("token"))))
}
