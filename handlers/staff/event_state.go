package staff

import (
	"net/url"

	"github.com/labstack/echo/v4"

	"meguri/app/event"
	"meguri/app/service/paths"
	"meguri/handlers/web"
)

// PublishForm shows what is missing and what will be public, and asks.
func (h *Events) PublishForm(c echo.Context) error { return h.showPublish(c, nil) }

func (h *Events) showPublish(c echo.Context, form *web.Form) error {
	page, err := h.Events.PublishPage(c.Request().Context(), web.EventOf(c))
	if err != nil {
		return err
	}
	if form == nil {
		form = h.FormOf(c, page.Input)
	}
	return h.ShowForm(c, "staff/event/publish", page, form)
}

// Publish publishes now, at a time, or takes a time back, as the button says.
func (h *Events) Publish(c echo.Context) error {
	var in event.ScheduleInput
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	ctx, e := c.Request().Context(), web.EventOf(c)
	var message string
	switch c.FormValue("when") {
	case "later":
		message, err = "event.scheduled_now", h.Events.Schedule(ctx, e, &in)
	case "never":
		message, err = "event.unscheduled_now", h.Events.Unschedule(ctx, e)
	default:
		message, err = "event.published_now", h.Events.Publish(ctx, e)
	}
	if done, answer := h.Kit.Save(c, form, err, string(staffEvent(c)), message); done {
		return answer
	}
	return h.showPublish(c, form)
}

func (h *Events) Unpublish(c echo.Context) error {
	return h.afterChange(c, h.Events.Unpublish(c.Request().Context(), web.EventOf(c)), "event.unpublished_now")
}

// askPage asks before something is done to an event that concerns people.
type askPage struct {
	People int // who are registered
}

func (h *Events) showQuestion(c echo.Context, template string, form *web.Form) error {
	people, err := h.Events.Attending(c.Request().Context(), web.EventOf(c))
	if err != nil {
		return err
	}
	return h.ShowForm(c, template, askPage{people}, form)
}

// ArchiveForm asks.
func (h *Events) ArchiveForm(c echo.Context) error {
	return h.showQuestion(c, "staff/event/archive", nil)
}

func (h *Events) Archive(c echo.Context) error {
	return h.afterChange(c, h.Events.Archive(c.Request().Context(), web.EventOf(c)), "event.archived_now")
}

func (h *Events) Restore(c echo.Context) error {
	return h.afterChange(c, h.Events.Restore(c.Request().Context(), web.EventOf(c)), "event.restored_now")
}

// CancelForm asks for the reason, and tells how many people get a mail.
func (h *Events) CancelForm(c echo.Context) error {
	return h.showQuestion(c, "staff/event/cancel", nil)
}

func (h *Events) Cancel(c echo.Context) error {
	err := h.Events.Cancel(c.Request().Context(), web.EventOf(c), c.FormValue("reason"))
	form := h.NewForm(c, url.Values{"reason": {c.FormValue("reason")}})
	if done, answer := h.Kit.Save(c, form, err, string(staffEvent(c)), "event.cancelled_now"); done {
		return answer
	}
	return h.showQuestion(c, "staff/event/cancel", form)
}

// afterChange shows the dashboard with a message, or with the fault of err.
func (h *Events) afterChange(c echo.Context, err error, message string) error {
	form := h.NewForm(c, url.Values{})
	if done, answer := h.Kit.Save(c, form, err, string(staffEvent(c)), message); done {
		return answer
	}
	return h.showDashboard(c, form)
}

// CopyForm asks for the new dates, and what comes along.
func (h *Events) CopyForm(c echo.Context) error { return h.showCopy(c, nil) }

func (h *Events) showCopy(c echo.Context, form *web.Form) error {
	page, err := h.Events.CopyPage(c.Request().Context(), web.AccountOf(c), web.EventOf(c))
	if err != nil {
		return err
	}
	if form == nil {
		form = h.FormOf(c, page.Input)
	}
	return h.ShowForm(c, "staff/event/copy", page, form)
}

func (h *Events) Copy(c echo.Context) error {
	var in event.CopyInput
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	copied, err := h.Events.Copy(c.Request().Context(), web.AccountOf(c), web.EventOf(c), &in)
	if err == nil {
		web.SetFlash(c, "success", "event.copied")
		return web.SeeOther(c, string(paths.OfStaffEvent(copied.Slug)))
	}
	if !form.Take(err) {
		return err
	}
	return h.showCopy(c, form)
}
