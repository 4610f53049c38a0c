package staff

import (
	"github.com/labstack/echo/v4"

	"meguri/app/service/question"
	"meguri/app/survey"
	"meguri/handlers/web"
	"meguri/models"
)

type questionPage struct {
	*survey.QuestionPage
	Kind models.QuestionKind
	Show question.Show
	// Rows are the options, or the words for the two ends of a scale.
	Rows []question.OptionRow
}

// showQuestion shows the form of a question of the kind in the form, which holds in.
func (h *Surveys) showQuestion(c echo.Context, page *survey.QuestionPage, in *question.Input, form *web.Form) error {
	shown := questionPage{QuestionPage: page, Kind: models.QuestionKind(form.Value("kind"))}
	shown.Show = question.ShowKind(shown.Kind)
	switch shown.Show.Lines {
	case question.OptionLines:
		shown.Rows = in.Rows(page.EmptyRows)
	case question.EndLines:
		shown.Rows = in.EndRows(shown.Show.Scale)
	}
	return h.ShowForm(c, "staff/survey/question", shown, form)
}

func (h *Surveys) NewQuestion(c echo.Context) error {
	page, err := h.Surveys.NewQuestionPage(c.Request().Context(), web.EventOf(c), c.Param("id"))
	if err != nil {
		return err
	}
	if kind := c.QueryParam("kind"); kind != "" {
		page.Input.Kind = models.QuestionKind(kind)
	}
	return h.showQuestion(c, page, page.Input, h.FormOf(c, page.Input))
}

func (h *Surveys) AddQuestion(c echo.Context) error {
	var in question.Input
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	err = h.Surveys.AddQuestion(c.Request().Context(), web.EventOf(c), c.Param("id"), &in)
	if err == nil || !form.Take(err) {
		return h.afterQuestion(c, err)
	}
	page, err := h.Surveys.NewQuestionPage(c.Request().Context(), web.EventOf(c), c.Param("id"))
	if err != nil {
		return err
	}
	return h.showQuestion(c, page, &in, form)
}

func (h *Surveys) afterQuestion(c echo.Context, err error) error {
	if err != nil {
		return err
	}
	web.SetFlash(c, "success", "survey.saved")
	return web.SeeOther(c, string(surveyPath(c)))
}

func (h *Surveys) questionOf(c echo.Context) (*survey.QuestionPage, error) {
	return h.Surveys.QuestionPage(c.Request().Context(), web.EventOf(c), c.Param("id"), c.Param("question"))
}

func (h *Surveys) Question(c echo.Context) error {
	page, err := h.questionOf(c)
	if err != nil {
		return err
	}
	return h.showQuestion(c, page, page.Input, h.FormOf(c, page.Input))
}

func (h *Surveys) EditQuestion(c echo.Context) error {
	var in question.Input
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	err = h.Surveys.EditQuestion(c.Request().Context(), web.EventOf(c), c.Param("id"), c.Param("question"), &in)
	if err == nil || !form.Take(err) {
		return h.afterQuestion(c, err)
	}
	page, err := h.questionOf(c)
	if err != nil {
		return err
	}
	return h.showQuestion(c, page, &in, form)
}

func (h *Surveys) DeleteQuestion(c echo.Context) error {
	err := h.Surveys.DeleteQuestion(c.Request().Context(), web.EventOf(c), c.Param("id"), c.Param("question"))
	return h.afterEdit(c, err, string(surveyPath(c)), "survey.question_deleted")
}

func (h *Surveys) MoveQuestion(steps int) echo.HandlerFunc {
	return func(c echo.Context) error {
		err := h.Surveys.MoveQuestion(c.Request().Context(), web.EventOf(c), c.Param("id"), c.Param("question"), steps)
		return h.afterEdit(c, err, string(surveyPath(c))+"#"+c.Param("question"), "survey.moved")
	}
}
