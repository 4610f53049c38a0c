package staff

import (
	"errors"
	"io"
	"net/http"

	"github.com/labstack/echo/v4"

	"meguri/app/event"
	"meguri/app/service/upload"
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

// uploaded is the file that a form brings in a field, nil for none. Of one that is too large it is as much as tells so.
func uploaded(c echo.Context, field string) ([]byte, error) {
	file, _, err := c.Request().FormFile(field)
	if errors.Is(err, http.ErrMissingFile) || errors.Is(err, http.ErrNotMultipart) {
		return nil, nil
	}
	if err != nil {
		return nil, echo.NewHTTPError(http.StatusBadRequest).SetInternal(err)
	}
	defer file.Close()
	return io.ReadAll(io.LimitReader(file, upload.MaxBytes+1))
}
