package staff

import (
	"github.com/labstack/echo/v4"

	"meguri/app/event"
	"meguri/app/service/paths"
	"meguri/handlers/web"
)

// newConsent is the slug in the address of a new consent text.
const newConsent = "new"

type consentPage struct {
	*event.ConsentPage
	Path paths.Consent
}

// consentSlug is the consent text of the address, or "" for a new one.
func consentSlug(c echo.Context) string {
	if slug := c.Param("consent"); slug != newConsent {
		return slug
	}
	return ""
}

// Consent shows the form of a consent text: its newest version, or a new one.
func (h *TicketTypes) Consent(c echo.Context) error {
	page, err := h.Events.ConsentPage(c.Request().Context(), web.EventOf(c), consentSlug(c))
	if err != nil {
		return err
	}
	return h.showConsent(c, page, h.FormOf(c, page.Input))
}

func (h *TicketTypes) showConsent(c echo.Context, page *event.ConsentPage, form *web.Form) error {
	path := staffEvent(c).Consent(c.Param("consent"))
	return h.ShowForm(c, "staff/consent/edit", consentPage{page, path}, form)
}

func (h *TicketTypes) SaveConsent(c echo.Context) error {
	var in event.ConsentInput
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	err = h.Events.Reword(ctx, web.EventOf(c), consentSlug(c), &in)
	if done, answer := h.Kit.Save(c, form, err, staffEvent(c).TicketTypes(), "ticket_type.reworded"); done {
		return answer
	}
	page, err := h.Events.ConsentPage(ctx, web.EventOf(c), consentSlug(c))
	if err != nil {
		return err
	}
	return h.showConsent(c, page, form)
}

func (h *TicketTypes) WithdrawConsent(c echo.Context) error {
	if err := h.Events.Withdraw(c.Request().Context(), web.EventOf(c), c.Param("consent")); err != nil {
		return err
	}
	web.SetFlash(c, "success", "ticket_type.withdrawn")
	return web.SeeOther(c, staffEvent(c).TicketTypes())
}
