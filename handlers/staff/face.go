package staff

import (
	"github.com/labstack/echo/v4"

	"meguri/app/event"
	"meguri/handlers/web"
)

// Face shows the form of an event's look.
func (h *Events) Face(c echo.Context) error {
	page := h.Events.FacePage(web.EventOf(c))
	return h.ShowForm(c, "staff/event/face", page, h.FormOf(c, page.Input))
}

// SetFace stores the look of an event. The form may bring a file.
func (h *Events) SetFace(c echo.Context) error {
	var in event.FaceInput
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	if in.Picture, err = uploaded(c, "picture"); err != nil {
		return err
	}
	e := web.EventOf(c)
	err = h.Events.SetFace(c.Request().Context(), e, &in)
	if done, answer := h.Kit.Save(c, form, err, staffEvent(c).Face(), "face.saved"); done {
		return answer
	}
	return h.ShowForm(c, "staff/event/face", h.Events.FacePage(e), form)
}

// uploaded is the file that a form brings in a field, nil for none.
func uploaded(c echo.Context, field string) ([]byte, error) {
	content, _, err := web.Uploaded(c, field)
	return content, err
}
