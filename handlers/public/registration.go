package public

import (
	"net/url"

	"github.com/labstack/echo/v4"

	"meguri/app/registration"
	"meguri/app/service/paths"
	"meguri/handlers/web"
	"meguri/models"
)

type registrationPage struct {
	*registration.SignUpPage
	Sectors []web.Option
}

func (h *Pages) RegistrationForm(c echo.Context) error {
	event, err := h.PublicEvent(c)
	if err != nil {
		return err
	}
	return h.showRegistrationForm(c, event, h.NewForm(c, url.Values{"ticket_type": {c.QueryParam("type")}}))
}

func (h *Pages) showRegistrationForm(c echo.Context, event *models.Event, form *web.Form) error {
	page, err := h.Registrations.SignUpPage(c.Request().Context(), event, form.Value("ticket_type"))
	if err != nil {
		return err
	}
	return h.ShowForm(c, "public/registration/new", registrationPage{page, h.Sectors(c)}, form)
}

// SignUp gives the same answer whether the address is known or not. The mail has the rest.
func (h *Pages) SignUp(c echo.Context) error {
	event, err := h.PublicEvent(c)
	if err != nil {
		return err
	}
	in := registration.SignUpInput{Locale: h.Texts(c).Lang}
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	if form.OK() {
		_, err := h.Registrations.SignUp(c.Request().Context(), event, &in)
		if err == nil {
			return web.SeeOther(c, paths.OfEvent(event.Slug).Registered())
		}
		if !form.Take(err) {
			return err
		}
	}
	return h.showRegistrationForm(c, event, form)
}

func (h *Pages) Registered(c echo.Context) error {
	if _, err := h.PublicEvent(c); err != nil {
		return err
	}
	return h.Show(c, "public/registration/sent", nil)
}
