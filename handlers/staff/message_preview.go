package staff

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"meguri/app/message"
	"meguri/handlers/web"
)

// PreviewTyped is what is typed as one person gets it, for a frame.
func (h *Messages) PreviewTyped(c echo.Context) error {
	var in message.Input
	if _, err := h.Bind(c, &in); err != nil {
		return err
	}
	var shown message.Shown
	if err := web.BindQuery(c, &shown); err != nil {
		return err
	}
	ctx := c.Request().Context()
	made, err := h.Messages.PreviewTyped(ctx, web.AccountOf(c), web.EventOf(c), &in, shown)
	if err != nil {
		return err
	}
	c.Response().Header().Set("Content-Security-Policy", mailPolicy)
	return c.HTML(http.StatusOK, made.Preview())
}
