package staff

import (
	"github.com/labstack/echo/v4"

	"meguri/app/registration"
	"meguri/handlers/web"
)

// WaitingList has the page of who waits for a place.
type WaitingList struct {
	*web.Kit
	Desk registration.WaitingDesk
}

// Show shows who waits, and how the list moves up.
func (h *WaitingList) Show(c echo.Context) error { return h.show(c, nil) }

func (h *WaitingList) show(c echo.Context, form *web.Form) error {
	page, err := h.Desk.Page(c.Request().Context(), web.EventOf(c))
	if err != nil {
		return err
	}
	if form == nil || !form.Values.Has("until_hours") {
		fresh := h.FormOf(c, page.Input)
		if form != nil {
			fresh.Message = form.Message
		}
		form = fresh
	}
	return h.ShowForm(c, "staff/waiting_list/show", page, form)
}

// Save stores how the list moves up.
func (h *WaitingList) Save(c echo.Context) error {
	var in registration.WaitingInput
	return h.take(c, &in, "waiting_list.saved", func() error {
		return h.Desk.Save(c.Request().Context(), web.EventOf(c), &in)
	})
}

// MoveDown passes over a person.
func (h *WaitingList) MoveDown(c echo.Context) error {
	return h.take(c, &struct{}{}, "waiting_list.moved_down", func() error {
		return h.Desk.MoveDown(c.Request().Context(), web.EventOf(c), c.Param("id"))
	})
}

// MoveUp gives a person a place now.
func (h *WaitingList) MoveUp(c echo.Context) error {
	return h.take(c, &struct{}{}, "waiting_list.moved_up", func() error {
		return h.Desk.MoveUp(c.Request().Context(), web.EventOf(c), c.Param("id"))
	})
}

func (h *WaitingList) take(c echo.Context, in any, message string, do func() error) error {
	form, err := h.Bind(c, in)
	if err != nil {
		return err
	}
	if form.OK() {
		if done, answer := h.Kit.Save(c, form, do(), staffEvent(c).WaitingList(), message); done {
			return answer
		}
	}
	return h.show(c, form)
}
