package staff

import (
	"github.com/labstack/echo/v4"

	"meguri/app/event"
	"meguri/handlers/web"
)

// Outcome shows the form of what the event decided.
func (h *Events) Outcome(c echo.Context) error {
	return h.ShowForm(c, "staff/event/outcome", nil, h.FormOf(c, event.OutcomeOf(web.EventOf(c))))
}

func (h *Events) SaveOutcome(c echo.Context) error {
	var in event.OutcomeInput
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	err = h.Events.SetOutcome(c.Request().Context(), web.EventOf(c), &in)
	if done, answer := h.Kit.Save(c, form, err, staffEvent(c).Outcome(), "outcome.saved"); done {
		return answer
	}
	return h.ShowForm(c, "staff/event/outcome", nil, form)
}
