package staff

import (
	"github.com/labstack/echo/v4"

	"meguri/app/event"
	"meguri/app/service/i18n"
	"meguri/handlers/web"
	"meguri/models"
)

// EventMoves has the pages that move an event to the online room, or to another day.
type EventMoves struct {
	*web.Kit
	Events *event.Service
	Bundle *i18n.Bundle
}

// MoveOnlineForm asks, with the mail that goes to who has a place at the venue.
func (h *EventMoves) MoveOnlineForm(c echo.Context) error { return h.showMove(c, true, nil) }

// MoveOnline has everybody attend online.
func (h *EventMoves) MoveOnline(c echo.Context) error { return h.move(c, true, "event.moved_online") }

// MoveBackForm asks, with the mail that goes to who has a place at the venue.
func (h *EventMoves) MoveBackForm(c echo.Context) error { return h.showMove(c, false, nil) }

// MoveBack has people come to the venue again.
func (h *EventMoves) MoveBack(c echo.Context) error { return h.move(c, false, "event.moved_back") }

func (h *EventMoves) showMove(c echo.Context, online bool, form *web.Form) error {
	page, err := h.Events.MovePage(c.Request().Context(), h.Bundle, web.EventOf(c), online)
	if models.CodeOf(err) == models.CodeConflict {
		web.SetFlash(c, "error", web.MessageKey(err))
		return web.SeeOther(c, string(staffEvent(c)))
	}
	if err != nil {
		return err
	}
	if form == nil {
		form = h.FormOf(c, &page.Input)
	}
	form.Values.Set("people", page.Input.People) // as it is now
	return h.ShowForm(c, "staff/event/move", page, form)
}

func (h *EventMoves) move(c echo.Context, online bool, done string) error {
	var in event.MoveInput
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	err = h.Events.Move(c.Request().Context(), web.EventOf(c), online, &in)
	if models.CodeOf(err) == models.CodeConflict {
		web.SetFlash(c, "error", web.MessageKey(err))
		return web.SeeOther(c, string(staffEvent(c)))
	}
	if saved, answer := h.Kit.Save(c, form, err, string(staffEvent(c)), done); saved {
		return answer
	}
	return h.showMove(c, online, form)
}
