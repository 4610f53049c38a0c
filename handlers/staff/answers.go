package staff

import (
	"github.com/labstack/echo/v4"

	"meguri/app/registration"
	"meguri/app/service/paths"
	"meguri/handlers/web"
)

// Answers has the page on which staff change what a person answered to the questions of the event's form.
type Answers struct {
	*web.Kit
	Answers registration.Answers
}

type answersPage struct {
	*registration.AnswersPage
	Path paths.Registration
}

// Show shows the form with what the person answered.
func (h *Answers) Show(c echo.Context) error { return h.show(c, nil) }

func (h *Answers) show(c echo.Context, form *web.Form) error {
	page, err := h.Answers.StaffPage(c.Request().Context(), h.Texts(c), web.EventOf(c), c.Param("id"))
	if err != nil {
		return err
	}
	if form == nil {
		form = h.NewForm(c, page.Given)
	}
	form.InOrder(append(page.Form.Names(""), "form_version"))
	return h.ShowForm(c, "staff/registration/answers", answersPage{page, personPath(c)}, form)
}

func personPath(c echo.Context) paths.Registration { return staffEvent(c).Registration(c.Param("id")) }

// Save stores what the person answers now.
func (h *Answers) Save(c echo.Context) error {
	var in registration.AnswersChange
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	if form.OK() {
		in.Fields = form.Values
		err := h.Answers.Correct(c.Request().Context(), web.EventOf(c), c.Param("id"), &in)
		if done, answer := h.Kit.Save(c, form, err, string(personPath(c)), "form.answers_saved"); done {
			return answer
		}
	}
	return h.show(c, form)
}

// File is a file that the person sent.
func (h *Answers) File(c echo.Context) error {
	file, err := h.Answers.File(c.Request().Context(), web.EventOf(c), c.Param("id"), c.Param("question"))
	if err != nil {
		return err
	}
	return web.SendAnswerFile(c, file)
}
