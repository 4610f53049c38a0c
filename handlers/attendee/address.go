package attendee

import (
	"github.com/labstack/echo/v4"

	"meguri/app/registration"
	"meguri/handlers/web"
)

// ResendAddress mails the link that confirms a new address once more.
func (h *Pages) ResendAddress(c echo.Context) error {
	return h.change(c, &struct{}{}, "registration.address_resent", func() error {
		changes := registration.AddressChangesOf(h.Registrations)
		return changes.Resend(c.Request().Context(), web.EventOf(c), web.RegistrationOf(c).ID)
	})
}

// KeepAddress withdraws the wish for a new address.
func (h *Pages) KeepAddress(c echo.Context) error {
	return h.change(c, &struct{}{}, "registration.address_kept", func() error {
		changes := registration.AddressChangesOf(h.Registrations)
		return changes.Withdraw(c.Request().Context(), web.EventOf(c), web.RegistrationOf(c).ID)
	})
}
