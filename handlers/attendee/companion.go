package attendee

import (
	"github.com/labstack/echo/v4"

	"meguri/app/registration"
	"meguri/app/service/paths"
	"meguri/handlers/web"
)

type companionPage struct {
	*registration.CompanionPage
	Path paths.AttendeeCompanion
	Own  paths.Attendee
}

func (h *Pages) companions() registration.Companions {
	return registration.CompanionsOf(h.Registrations)
}

// Companion shows the form to exchange or cancel somebody whom the attendee registered.
func (h *Pages) Companion(c echo.Context) error { return h.showCompanion(c, nil) }

func (h *Pages) showCompanion(c echo.Context, form *web.Form) error {
	page, err := h.companions().Page(c.Request().Context(), web.EventOf(c), web.RegistrationOf(c), c.Param("id"))
	if err != nil {
		return err
	}
	if form == nil {
		form = h.FormOf(c, page.Input)
	}
	own := pagePath(c)
	return h.ShowForm(c, "attendee/registration/companion", companionPage{page, own.Companion(c.Param("id")), own}, form)
}

func (h *Pages) ExchangeCompanion(c echo.Context) error {
	var in registration.ExchangeInput
	return h.changeOr(c, &in, "registration.companion_exchanged", func() error {
		ctx, own := c.Request().Context(), web.RegistrationOf(c)
		return h.companions().Exchange(ctx, web.EventOf(c), own, c.Param("id"), &in)
	}, h.showCompanion)
}

func (h *Pages) CancelCompanion(c echo.Context) error {
	return h.changeOr(c, &struct{}{}, "registration.companion_cancelled", func() error {
		return h.companions().Cancel(c.Request().Context(), web.EventOf(c), web.RegistrationOf(c), c.Param("id"))
	}, h.showCompanion)
}

// CancelAll cancels the attendee and all whom they registered.
func (h *Pages) CancelAll(c echo.Context) error {
	return h.change(c, &struct{}{}, "registration.companions_cancelled", func() error {
		return h.companions().CancelAll(c.Request().Context(), web.EventOf(c), web.RegistrationOf(c))
	})
}
