package staff

import (
	"net/url"

	"github.com/labstack/echo/v4"

	"meguri/handlers/web"
	"meguri/models"
)

func (h *Events) Publish(c echo.Context) error {
	return h.afterMove(c, h.Events.Publish(c.Request().Context(), web.EventOf(c)), "event.published_now")
}

func (h *Events) Archive(c echo.Context) error {
	return h.afterMove(c, h.Events.Archive(c.Request().Context(), web.EventOf(c)), "event.archived_now")
}

func (h *Events) Restore(c echo.Context) error {
	return h.afterMove(c, h.Events.Restore(c.Request().Context(), web.EventOf(c)), "event.restored_now")
}

func (h *Events) Cancel(c echo.Context) error {
	return h.afterMove(c, h.Events.Cancel(c.Request().Context(), web.EventOf(c), c.FormValue("reason")), "event.cancelled_now")
}

// afterMove goes back to the dashboard with a message, or with what was wrong.
func (h *Events) afterMove(c echo.Context, err error, message string) error {
	if err == nil {
		web.SetFlash(c, "success", message)
		return web.SeeOther(c, "/staff/events/"+web.EventOf(c).Slug)
	}
	form := h.NewForm(c, url.Values{"reason": {c.FormValue("reason")}})
	if !form.Take(err) {
		return err
	}
	return h.showDashboard(c, form)
}

func (h *Events) Copy(c echo.Context) error {
	hosts, err := h.DB.Query(c.Request().Context()).Organizations().OfEditor(web.AccountOf(c).ID)
	if err != nil {
		return err
	}
	if _, ok := hostAmong(hosts, web.EventOf(c).OrganizationID); !ok { // a role at this event alone makes no further ones
		return models.NewError(models.CodeForbidden, "event.copy_forbidden")
	}
	copied, err := h.Events.Copy(c.Request().Context(), web.EventOf(c), c.FormValue("id"))
	if err != nil {
		return err
	}
	web.SetFlash(c, "success", "event.copied")
	return web.SeeOther(c, "/staff/events/"+copied.Slug+"/edit")
}
