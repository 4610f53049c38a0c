package public

import (
	"github.com/labstack/echo/v4"

	"meguri/app/registration"
	"meguri/handlers/web"
)

// addressPage is where a new address is confirmed. Done says that it was.
type addressPage struct {
	*registration.AddressPage
	Path string
	Done bool
}

// Address asks whether to confirm a new address. Programs that follow links do not confirm by that.
func (h *Pages) Address(c echo.Context) error { return h.showAddress(c, nil) }

func (h *Pages) showAddress(c echo.Context, form *web.Form) error {
	changes := registration.AddressChangesOf(h.Registrations)
	page, err := changes.Page(c.Request().Context(), c.Param("secret"))
	if err != nil {
		return err
	}
	return h.ShowForm(c, "public/address/show", addressPage{page, c.Request().URL.Path, false}, form)
}

// ConfirmAddress confirms it.
func (h *Pages) ConfirmAddress(c echo.Context) error {
	changes := registration.AddressChangesOf(h.Registrations)
	page, err := changes.Page(c.Request().Context(), c.Param("secret"))
	if err != nil {
		return err
	}
	form, err := h.Bind(c, &struct{}{})
	if err != nil {
		return err
	}
	err = changes.Confirm(c.Request().Context(), c.Param("secret"))
	if err == nil {
		return h.Show(c, "public/address/show", addressPage{page, c.Request().URL.Path, true})
	}
	if !form.Take(err) {
		return err
	}
	return h.showAddress(c, form)
}
