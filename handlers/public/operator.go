package public

import (
	"github.com/labstack/echo/v4"
)

type operatorPage struct{ Name, Text string }

// Operator shows a text of who runs the installation.
func (h *Pages) Operator(name string) echo.HandlerFunc {
	return func(c echo.Context) error {
		page := h.NewPage(c, nil, nil)
		return h.Show(c, "public/operator/show", operatorPage{name, page.Operator.Text(name, page.Lang)})
	}
}
