package attendee

import (
	"github.com/labstack/echo/v4"

	"meguri/handlers/web"
)

func (h *Pages) TicketPDF(c echo.Context) error {
	event, r := web.EventOf(c), web.RegistrationOf(c)
	qr, err := h.Registrations.TicketQR(c.Request().Context(), event, r)
	if err != nil {
		return err
	}
	content, err := h.Registrations.TicketPDF(c.Request().Context(), h.Texts(c), event, r, qr)
	if err != nil {
		return err
	}
	return web.Download(c, event.Slug+"-ticket.pdf", "application/pdf", content)
}
