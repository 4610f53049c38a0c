package attendee

import (
	"github.com/labstack/echo/v4"

	"meguri/app/poll"
	"meguri/app/service/paths"
	"meguri/handlers/web"
)

// Polls are the pages of polls for who is in the room.
type Polls struct {
	*web.Kit
	Polls *poll.Service
}

type pollsPage struct{ Polls *poll.Page }

// List are the polls of the event.
func (h *Polls) List(c echo.Context) error { return h.showPolls(c, h.NewForm(c, nil)) }

func (h *Polls) showPolls(c echo.Context, form *web.Form) error {
	ctx := c.Request().Context()
	page, err := h.Polls.Page(ctx, web.EventOf(c), web.RegistrationOf(c), c.QueryParam("change"))
	if err != nil {
		return err
	}
	return h.ShowForm(c, "attendee/poll/show", pollsPage{page}, form)
}

// Answer stores what somebody answers.
func (h *Polls) Answer(c echo.Context) error {
	form, err := h.Bind(c, &struct{}{})
	if err != nil {
		return err
	}
	ctx, event := c.Request().Context(), web.EventOf(c)
	err = h.Polls.Answer(ctx, event, web.RegistrationOf(c), c.Param("id"), form.Values)
	to := paths.OfEvent(event.Slug).Polls()
	if done, answer := h.Save(c, form, err, to+"#poll-"+c.Param("id"), "poll.received"); done {
		return answer
	}
	form.Values.Set("poll", c.Param("id"))
	return h.showPolls(c, form)
}
