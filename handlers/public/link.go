package public

import (
	"github.com/labstack/echo/v4"

	"meguri/app/registration"
	"meguri/app/service/paths"
	"meguri/handlers/web"
)

func (h *Pages) LinkForm(c echo.Context) error {
	if _, err := h.PublicEvent(c); err != nil {
		return err
	}
	return h.ShowForm(c, "public/registration/link", nil, nil)
}

func (h *Pages) RequestLink(c echo.Context) error {
	event, err := h.PublicEvent(c)
	if err != nil {
		return err
	}
	var in registration.LinkInput
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	if form.OK() {
		err := h.Registrations.RequestLink(c.Request().Context(), event, &in)
		if err == nil {
			return web.SeeOther(c, paths.OfEvent(event.Slug).LinkRequested())
		}
		if !form.Take(err) {
			return err
		}
	}
	return h.ShowForm(c, "public/registration/link", nil, form)
}

// LinkRequested says that a mail was sent, where the address is known.
func (h *Pages) LinkRequested(c echo.Context) error {
	if _, err := h.PublicEvent(c); err != nil {
		return err
	}
	return h.Show(c, "public/registration/sent", nil)
}
