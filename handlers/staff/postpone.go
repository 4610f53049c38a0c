package staff

import (
	"github.com/labstack/echo/v4"

	"meguri/app/event"
	"meguri/handlers/web"
	"meguri/models"
)

// PostponeForm asks for the reason, and for the new dates where they are known.
func (h *EventMoves) PostponeForm(c echo.Context) error { return h.showPostpone(c, nil) }

func (h *EventMoves) showPostpone(c echo.Context, form *web.Form) error {
	page, err := h.Events.PostponePage(c.Request().Context(), web.EventOf(c))
	if models.CodeOf(err) == models.CodeConflict {
		web.SetFlash(c, "error", web.MessageKey(err))
		return web.SeeOther(c, string(staffEvent(c)))
	}
	if err != nil {
		return err
	}
	if form == nil {
		form = h.FormOf(c, page.Input)
	}
	form.Values.Set("people", page.Input.People) // as it is now
	return h.ShowForm(c, "staff/event/postpone", page, form)
}

// Postpone puts the event off, or gives one that was put off its dates.
func (h *EventMoves) Postpone(c echo.Context) error {
	var in event.PostponeInput
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	message := "event.postponed_now"
	if web.EventOf(c).IsPostponed() || in.Dates == event.DatesNow {
		message = "event.new_dates_now"
	}
	err = h.Events.Postpone(c.Request().Context(), web.EventOf(c), &in)
	if done, answer := h.Kit.Save(c, form, err, string(staffEvent(c)), message); done {
		return answer
	}
	return h.showPostpone(c, form)
}
