package attendee

import (
	"github.com/labstack/echo/v4"

	"meguri/app/poll"
	"meguri/app/service/paths"
	"meguri/handlers/web"
)

type pollsPage struct{ Polls *poll.Page }

// ListPolls are the polls of the event, for who is in the room. A page that is loaded anew in parts gets the part.
func (h *Pages) ListPolls(c echo.Context) error { return h.showPolls(c, h.NewForm(c, nil)) }

func (h *Pages) showPolls(c echo.Context, form *web.Form) error {
	page, err := h.PollsOf(c)
	if err != nil {
		return err
	}
	return h.ShowForm(c, "attendee/poll/show", pollsPage{page}, form)
}

// PollsOf are the polls of the event for the person who asks.
func (h *Pages) PollsOf(c echo.Context) (*poll.Page, error) {
	ctx := c.Request().Context()
	return h.Polls.Page(ctx, web.EventOf(c), web.RegistrationOf(c), c.QueryParam("change"))
}

// AnswerPoll stores what somebody answers.
func (h *Pages) AnswerPoll(c echo.Context) error {
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
