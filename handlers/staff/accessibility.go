package staff

import (
	"net/url"

	"github.com/labstack/echo/v4"

	"meguri/app/registration"
	"meguri/handlers/web"
)

// Accessibility has the list of what people ask for to take part.
type Accessibility struct {
	*web.Kit
	Accessibility registration.Accessibility
}

// List shows it.
func (h *Accessibility) List(c echo.Context) error { return h.show(c, h.NewForm(c, url.Values{})) }

func (h *Accessibility) show(c echo.Context, form *web.Form) error {
	page, err := h.Accessibility.Page(c.Request().Context(), web.EventOf(c))
	if err != nil {
		return err
	}
	return h.ShowForm(c, "staff/accessibility/index", page, form)
}

// Answer stores what staff answer to a person.
func (h *Accessibility) Answer(c echo.Context) error {
	form, err := h.Bind(c, &struct{}{})
	if err != nil {
		return err
	}
	form.Values.Set("of", c.Param("id"))
	err = h.Accessibility.Answer(c.Request().Context(), web.EventOf(c), c.Param("id"), form.Values)
	if done, answer := h.Save(c, form, err, staffEvent(c).Accessibility(), "accessibility.answered"); done {
		return answer
	}
	return h.show(c, form)
}
