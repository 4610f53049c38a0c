package attendee

import (
	"github.com/labstack/echo/v4"

	"meguri/app/service/paths"
	"meguri/app/stage"
	"meguri/handlers/web"
)

// AttendanceWords is where people give the word that is shown, to say that they are there.
type AttendanceWords struct {
	*web.Kit
	Stages *stage.Service
}

// Form asks for the word.
func (h *AttendanceWords) Form(c echo.Context) error { return h.show(c, h.NewForm(c, nil)) }

func (h *AttendanceWords) show(c echo.Context, form *web.Form) error {
	open, err := h.Stages.OpenWord(c.Request().Context(), web.EventOf(c), web.RegistrationOf(c))
	if err != nil {
		return err
	}
	return h.ShowForm(c, "attendee/attendance/word", open, form)
}

// Give takes it.
func (h *AttendanceWords) Give(c echo.Context) error {
	form, err := h.Bind(c, &struct {
		Word string `form:"word"`
	}{})
	if err != nil {
		return err
	}
	event := web.EventOf(c)
	err = h.Stages.GiveWord(c.Request().Context(), event, web.RegistrationOf(c), form.Value("word"))
	if done, answer := h.Save(c, form, err, paths.OfEvent(event.Slug).Live(), "stage.word_taken"); done {
		return answer
	}
	return h.show(c, form)
}
