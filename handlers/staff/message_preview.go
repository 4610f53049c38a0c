package staff

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"meguri/app/message"
	"meguri/handlers/web"
)

// Reach tells how many people an audience reaches that is not saved.
func (h *Messages) Reach(c echo.Context) error {
	var to message.AudienceInput
	if err := web.BindQuery(c, &to); err != nil {
		return err
	}
	reach, err := h.Messages.ReachOf(c.Request().Context(), web.EventOf(c), &to, c.QueryParam("news") == "true")
	if err != nil {
		return err
	}
	if !web.IsFragment(c) {
		return web.SeeOther(c, web.WithQuery(staffEvent(c).NewMessage(), c.QueryParams()))
	}
	return h.ShowFragment(c, "staff/message/edit", "message_reached", reach)
}

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
