package public

import (
	"github.com/labstack/echo/v4"

	"meguri/handlers/web"
)

type linkForm struct {
	Email string `form:"email" validate:"required"`
}

func (h *Pages) LinkForm(c echo.Context) error {
	if _, err := h.PublicEvent(c); err != nil {
		return err
	}
	return h.ShowForm(c, "public/registration/link", nil, nil)
}

func (h *Pages) SendLink(c echo.Context) error {
	event, err := h.PublicEvent(c)
	if err != nil {
		return err
	}
	var in linkForm
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	if form.OK() {
		if err = h.Registrations.SendLink(c.Request().Context(), event, in.Email); err == nil {
			return web.SeeOther(c, "/events/"+event.Slug+"/link/sent")
		}
		if !form.Take(err) {
			return err
		}
	}
	return h.ShowForm(c, "public/registration/link", nil, form)
}
