package staff

import (
	"net/url"

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
	shown := web.AnswersPage{
		Template: "staff/registration/answers", Data: answersPage{page, personPath(c)},
		Given: page.Given, Names: page.Form.Names(""),
	}
	return shown.Show(h.Kit, c, form)
}

func personPath(c echo.Context) paths.Registration { return staffEvent(c).Registration(c.Param("id")) }

// Save stores what the person answers now.
func (h *Answers) Save(c echo.Context) error {
	var in registration.AnswersChange
	return web.SaveAnswers(h.Kit, c, &in, func(typed url.Values) error {
		in.Fields = typed
		return h.Answers.Correct(c.Request().Context(), web.EventOf(c), c.Param("id"), &in)
	}, string(personPath(c)), h.show)
}

// File is a file that the person sent.
func (h *Answers) File(c echo.Context) error {
	file, err := h.Answers.File(c.Request().Context(), web.EventOf(c), c.Param("id"), c.Param("question"))
	if err != nil {
		return err
	}
	return web.SendAnswerFile(c, file)
}
