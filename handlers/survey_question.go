package handlers

import (
	"github.com/labstack/echo/v4"

	"meguri/app/service/question"
	"meguri/app/survey"
	"meguri/models"
)

// showQuestion shows the form of a question, which is of the kind that the form says.
func (h *Handlers) showQuestion(c echo.Context, page *survey.QuestionPage, form *Form) error {
	kind := models.QuestionKind(form.Value("kind"))
	data := struct {
		*survey.QuestionPage
		Kind models.QuestionKind
		Show question.Show
		Path string
	}{page, kind, question.ShowKind(kind), surveyPath(c)}
	return h.showForm(c, staff, "survey/question", data, form)
}

func (h *Handlers) newQuestion(c echo.Context) error {
	page, err := h.Surveys.NewQuestionPage(c.Request().Context(), eventOf(c), c.Param("id"))
	if err != nil {
		return err
	}
	if kind := c.QueryParam("kind"); kind != "" {
		page.Input.Kind = models.QuestionKind(kind)
	}
	return h.showQuestion(c, page, h.newForm(c, formValues(page.Input)))
}

func (h *Handlers) addQuestion(c echo.Context) error {
	var in question.Input
	form, err := h.bind(c, &in)
	if err != nil {
		return err
	}
	err = h.Surveys.AddQuestion(c.Request().Context(), eventOf(c), c.Param("id"), &in)
	if err == nil || !form.Take(err) {
		return h.afterQuestion(c, err)
	}
	page, err := h.Surveys.NewQuestionPage(c.Request().Context(), eventOf(c), c.Param("id"))
	if err != nil {
		return err
	}
	return h.showQuestion(c, page, form)
}

func (h *Handlers) afterQuestion(c echo.Context, err error) error {
	if err != nil {
		return err
	}
	flash(c, "success", "survey.saved")
	return seeOther(c, surveyPath(c))
}

func (h *Handlers) questionPage(c echo.Context) error {
	page, err := h.questionOf(c)
	if err != nil {
		return err
	}
	return h.showQuestion(c, page, h.newForm(c, formValues(page.Input)))
}

func (h *Handlers) questionOf(c echo.Context) (*survey.QuestionPage, error) {
	return h.Surveys.QuestionPage(c.Request().Context(), eventOf(c), c.Param("id"), c.Param("question"))
}

func (h *Handlers) editQuestion(c echo.Context) error {
	var in question.Input
	form, err := h.bind(c, &in)
	if err != nil {
		return err
	}
	err = h.Surveys.EditQuestion(c.Request().Context(), eventOf(c), c.Param("id"), c.Param("question"), &in)
	if err == nil || !form.Take(err) {
		return h.afterQuestion(c, err)
	}
	page, err := h.questionOf(c)
	if err != nil {
		return err
	}
	return h.showQuestion(c, page, form)
}

func (h *Handlers) deleteQuestion(c echo.Context) error {
	err := h.Surveys.DeleteQuestion(c.Request().Context(), eventOf(c), c.Param("id"), c.Param("question"))
	return h.afterEdit(c, err, surveyPath(c), "survey.question_deleted")
}

func (h *Handlers) moveQuestion(steps int) echo.HandlerFunc {
	return func(c echo.Context) error {
		err := h.Surveys.MoveQuestion(c.Request().Context(), eventOf(c), c.Param("id"), c.Param("question"), steps)
		return h.afterEdit(c, err, surveyPath(c)+"#"+c.Param("question"), "survey.moved")
	}
}
