package public

import (
	"net/http"

	"github.com/labstack/echo/v4"
)

// Healthy answers while the process runs.
func (h *Pages) Healthy(c echo.Context) error { return c.String(http.StatusOK, "ok\n") }

// Ready answers whether requests can be served: whether the database answers and has the program's schema.
func (h *Pages) Ready(c echo.Context) error {
	if err := h.CheckReady(c.Request().Context()); err != nil {
		return c.String(http.StatusServiceUnavailable, "not ready\n")
	}
	return c.String(http.StatusOK, "ready\n")
}
