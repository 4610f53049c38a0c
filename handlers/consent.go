package handlers

import (
	"net/url"

	"github.com/labstack/echo/v4"

	"meguri/models"
)

const newConsent = "new"

// consentPage shows the newest version of a wording, to be changed; the wording named new is an empty one.
func (h *Handlers) consentPage(c echo.Context) error {
	if c.Param("consent") == newConsent {
		return h.showConsent(c, nil, h.newForm(c, url.Values{}))
	}
	text, err := h.DB.Query(c.Request().Context()).ConsentTexts().BySlug(eventOf(c), c.Param("consent"))
	if err != nil {
		return err
	}
	values := url.Values{"slug": {text.Slug}, "text_ja": {text.TextJa}, "text_en": {text.TextEn}}
	if text.Required {
		values.Set("required", "true")
	}
	return h.showConsent(c, text, h.newForm(c, values))
}

func (h *Handlers) showConsent(c echo.Context, text *models.ConsentText, form *Form) error {
	return h.showForm(c, staff, "ticket_type/consent", map[string]any{"Consent": text, "Address": c.Request().URL.Path}, form)
}

func (h *Handlers) saveConsent(c echo.Context) error {
	var in struct {
		Slug     string `form:"slug"`
		TextJa   string `form:"text_ja"`
		TextEn   string `form:"text_en"`
		Required bool   `form:"required"`
	}
	form, err := h.bind(c, &in)
	if err != nil {
		return err
	}
	var text *models.ConsentText
	if slug := c.Param("consent"); slug != newConsent {
		if text, err = h.DB.Query(c.Request().Context()).ConsentTexts().BySlug(eventOf(c), slug); err != nil {
			return err
		}
		in.Slug = text.Slug
	}
	err = h.Events.Reword(c.Request().Context(), eventOf(c), in.Slug, in.TextJa, in.TextEn, in.Required)
	if err == nil {
		flash(c, "success", "ticket_type.reworded")
		return seeOther(c, "/staff/events/"+eventOf(c).Slug+"/types")
	}
	if !form.Take(err) {
		return err
	}
	return h.showConsent(c, text, form)
}

func (h *Handlers) withdrawConsent(c echo.Context) error {
	if err := h.Events.Withdraw(c.Request().Context(), eventOf(c), c.Param("consent")); err != nil {
		return err
	}
	flash(c, "success", "ticket_type.withdrawn")
	return seeOther(c, "/staff/events/"+eventOf(c).Slug+"/types")
}
