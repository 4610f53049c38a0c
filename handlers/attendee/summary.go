package attendee

import (
	"github.com/labstack/echo/v4"

	"meguri/handlers/web"
)

func (h *Pages) SummaryPDF(c echo.Context) error {
	event, r := web.EventOf(c), web.RegistrationOf(c)
	content, err := h.Summaries.PDF(c.Request().Context(), h.Texts(c), event, r)
	if err != nil {
		return err
	}
	return web.Download(c, event.Slug+"-summary.pdf", "application/pdf", content)
}

func (h *Pages) CertificatePDF(c echo.Context) error {
	event, r := web.EventOf(c), web.RegistrationOf(c)
	content, err := h.Summaries.CertificatePDF(c.Request().Context(), h.Texts(c), event, r)
	if err != nil {
		return err
	}
	return web.Download(c, event.Slug+"-certificate.pdf", "application/pdf", content)
}

// OpenBadge is the certificate as a picture that wallets read.
func (h *Pages) OpenBadge(c echo.Context) error {
	event, r := web.EventOf(c), web.RegistrationOf(c)
	content, err := h.Summaries.OpenBadge(c.Request().Context(), h.Texts(c), event, r)
	if err != nil {
		return err
	}
	return web.Download(c, event.Slug+"-badge.png", "image/png", content)
}
