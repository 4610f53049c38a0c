package public

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"meguri/app/summary"
	"meguri/handlers/web"
)

// Programme is the agenda as a handout.
func (h *Pages) Programme(c echo.Context) error {
	e, err := h.ShownEvent(c)
	if err != nil {
		return err
	}
	content, err := h.Papers.ProgrammePDF(c.Request().Context(), h.Texts(c), e)
	if err != nil {
		return err
	}
	return web.Download(c, e.Slug+"-programme.pdf", "application/pdf", content)
}

// Certificate says whether a certificate is true: 404 where nobody issued it, 410 where it holds no longer.
func (h *Pages) Certificate(c echo.Context) error {
	page, err := h.Papers.Check(c.Request().Context(), c.Param("code"))
	if err != nil {
		return err
	}
	status := map[summary.Truth]int{
		summary.Valid: http.StatusOK, summary.Withdrawn: http.StatusGone, summary.Unknown: http.StatusNotFound,
	}[page.Truth]
	return h.Render(c, status, "public/certificate/show", page, nil)
}

// Issuer names the key that signs the Open Badges of an organization.
func (h *Pages) Issuer(c echo.Context) error {
	content, err := h.Papers.IssuerDocument(c.Request().Context(), c.Param("slug"))
	if err != nil {
		return err
	}
	c.Response().Header().Set(echo.HeaderAccessControlAllowOrigin, "*") // wallets in browsers read it
	return web.SendPolled(c, "application/did+json", content)
}
