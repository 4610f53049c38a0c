package staff

import (
	"net/url"

	"github.com/labstack/echo/v4"

	"meguri/handlers/web"
	"meguri/models"
)

type consentPage struct {
	Consent *models.ConsentText // nil for a new one
	Address string
}

const newConsent = "new"

// Consent shows the newest version of a wording, to be changed; the wording named new is an empty one.
func (h *TicketTypes) Consent(c echo.Context) error {
	if c.Param("consent") == newConsent {
		return h.showConsent(c, nil, h.NewForm(c, url.Values{}))
	}
	text, err := h.DB.Query(c.Request().Context()).ConsentTexts().BySlug(web.EventOf(c), c.Param("consent"))
	if err != nil {
		return err
	}
	values := url.Values{"slug": {text.Slug}, "text_ja": {text.TextJa}, "text_en": {text.TextEn}}
	if text.Required {
		values.Set("required", "true")
	}
	return h.showConsent(c, text, h.NewForm(c, values))
}

func (h *TicketTypes) showConsent(c echo.Context, text *models.ConsentText, form *web.Form) error {
	return h.ShowForm(c, "staff/consent/edit", consentPage{text, c.Request().URL.Path}, form)
}

func (h *TicketTypes) SaveConsent(c echo.Context) error {
	var in struct {
		Slug     string `form:"slug"`
		TextJa   string `form:"text_ja"`
		TextEn   string `form:"text_en"`
		Required bool   `form:"required"`
	}
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	var text *models.ConsentText
	if slug := c.Param("consent"); slug != newConsent {
		if text, err = h.DB.Query(c.Request().Context()).ConsentTexts().BySlug(web.EventOf(c), slug); err != nil {
			return err
		}
		in.Slug = text.Slug
	}
	err = h.Events.Reword(c.Request().Context(), web.EventOf(c), in.Slug, in.TextJa, in.TextEn, in.Required)
	if err == nil {
		web.SetFlash(c, "success", "ticket_type.reworded")
		return web.SeeOther(c, "/staff/events/"+web.EventOf(c).Slug+"/types")
	}
	if !form.Take(err) {
		return err
	}
	return h.showConsent(c, text, form)
}

func (h *TicketTypes) WithdrawConsent(c echo.Context) error {
	if err := h.Events.Withdraw(c.Request().Context(), web.EventOf(c), c.Param("consent")); err != nil {
		return err
	}
	web.SetFlash(c, "success", "ticket_type.withdrawn")
	return web.SeeOther(c, "/staff/events/"+web.EventOf(c).Slug+"/types")
}
