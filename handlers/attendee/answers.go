package attendee

import (
	"net/url"

	"github.com/labstack/echo/v4"

	"meguri/app/registration"
	"meguri/app/service/paths"
	"meguri/handlers/web"
	"meguri/models"
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
	shown := web.AnswersPage{
		Template: "attendee/registration/answers", Data: answersPage{page, pagePath(c)},
		Given: page.Given, Names: page.Form.Names(""),
	}
	return shown.Show(h.Kit, c, form)
}

// Save stores what the attendee answers now.
func (h *Answers) Save(c echo.Context) error {
	var in registration.AnswersChange
	return web.SaveAnswers(h.Kit, c, &in, func(typed url.Values) error {
		in.Fields = typed
		return h.Answers.Change(c.Request().Context(), web.EventOf(c), web.RegistrationOf(c).ID, &in)
	}, string(pagePath(c)), h.show)
}

// File is a file that the attendee sent.
func (h *Answers) File(c echo.Context) error {
	file, err := h.Answers.File(
		c.Request().Context(), web.EventOf(c), web.RegistrationOf(c).ID, c.Param("question"))
	if models.CodeOf(err) == models.CodeNotFound { // it was removed in another window
		return web.SeeOther(c, pagePath(c).Answers())
	}
	if err != nil {
		return err
	}
	return web.SendAnswerFile(c, file)
}

// SaveFile takes a file in place of the one that was sent before, or removes that.
func (h *Answers) SaveFile(c echo.Context) error {
	form, err := h.Bind(c, &struct{}{})
	if err != nil {
		return err
	}
	slug, message := c.Param("question"), "answer_file.saved"
	field := registration.FileFieldName(slug)
	content, name, err := web.Uploaded(c, field)
	if err != nil {
		return err
	}
	switch {
	case form.Value("remove") != "":
		content, message = nil, "answer_file.removed"
	case content == nil:
		content = []byte{} // which is told
	}
	err = h.Answers.SetFile(c.Request().Context(), web.EventOf(c), web.RegistrationOf(c).ID, slug, name, content)
	to := pagePath(c).Answers()
	if models.CodeOf(err) == models.CodeNotFound { // the question was removed meanwhile
		return web.SeeOther(c, to)
	}
	if done, answer := h.Kit.Save(c, form, err, to, message); done {
		return answer
	}
	page, err := h.Answers.Page(c.Request().Context(), web.EventOf(c), web.RegistrationOf(c))
	if err != nil {
		return err
	}
	for name, values := range page.Given { // of the other form
		form.Values[name] = values
	}
	form.InOrder([]string{field})
	return h.ShowForm(c, "attendee/registration/answers", answersPage{page, pagePath(c)}, form)
}
