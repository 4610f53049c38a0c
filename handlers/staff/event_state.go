package staff

import (
	"net/url"

	"github.com/labstack/echo/v4"

	"meguri/app/service/paths"
	"meguri/handlers/web"
)

func (h *Events) Publish(c echo.Context) error {
	return h.afterChange(c, h.Events.Publish(c.Request().Context(), web.EventOf(c)), "event.published_now")
}

func (h *Events) Unpublish(c echo.Context) error {
	return h.afterChange(c, h.Events.Unpublish(c.Request().Context(), web.EventOf(c)), "event.unpublished_now")
}

func (h *Events) Archive(c echo.Context) error {
	return h.afterChange(c, h.Events.Archive(c.Request().Context(), web.EventOf(c)), "event.archived_now")
}

func (h *Events) Restore(c echo.Context) error {
	return h.afterChange(c, h.Events.Restore(c.Request().Context(), web.EventOf(c)), "event.restored_now")
}

func (h *Events) Cancel(c echo.Context) error {
	err := h.Events.Cancel(c.Request().Context(), web.EventOf(c), c.FormValue("reason"))
	return h.afterChange(c, err, "event.cancelled_now")
}

// afterChange shows the dashboard with a message, or with the fault of err.
func (h *Events) afterChange(c echo.Context, err error, message string) error {
	form := h.NewForm(c, url.Values{"reason": {c.FormValue("reason")}})
	if done, answer := h.Kit.Save(c, form, err, string(staffEvent(c)), message); done {
		return answer
	}
	return h.showDashboard(c, form)
}

func (h *Events) Copy(c echo.Context) error {
	copied, err := h.Events.Copy(c.Request().Context(), web.AccountOf(c), web.EventOf(c), c.FormValue("id"))
	if err != nil {
		return err
	}
	web.SetFlash(c, "success", "event.copied")
	return web.SeeOther(c, paths.OfStaffEvent(copied.Slug).Edit())
}
