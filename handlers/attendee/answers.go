package attendee

import (
	"github.com/labstack/echo/v4"

	"meguri/app/registration"
	"meguri/app/service/paths"
	"meguri/handlers/web"
)

// Answers has the page on which an attendee changes what they answered to the questions of the event's form.
type Answers struct {
	*web.Kit
	Answers registration.Answers
}

type answersPage struct {
	*registration.AnswersPage
	Path paths.Attendee
}

// Show shows the form with what the attendee answered.
func (h *Answers) Show(c echo.Context) error { return h.show(c, nil) }

func (h *Answers) show(c echo.Context, form *web.Form) error {
	page, err := h.Answers.Page(c.Request().Context(), web.EventOf(c), web.RegistrationOf(c))
	if err != nil {
		return err
	}
	if form == nil {
		form = h.NewForm(c, page.Given)
	}
	form.InOrder(append(page.Form.Names(""), "form_version"))
	return h.ShowForm(c, "attendee/registration/answers", answersPage{page, pagePath(c)}, form)
}

// Save stores what the attendee answers now.
func (h *Answers) Save(c echo.Context) error {
	var in registration.AnswersChange
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	if form.OK() {
		in.Fields = form.Values
		err := h.Answers.Change(c.Request().Context(), web.EventOf(c), web.RegistrationOf(c).ID, &in)
		if done, answer := h.Kit.Save(c, form, err, string(pagePath(c)), "form.answers_saved"); done {
			return answer
		}
	}
	return h.show(c, form)
}
