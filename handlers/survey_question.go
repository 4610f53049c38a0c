package handlers

import (
	"net/url"

	"github.com/labstack/echo/v4"

	"meguri/app/survey"
	"meguri/models"
)

type questionForm struct {
	Slug     string `form:"slug"`
	Kind     string `form:"kind"`
	Required bool   `form:"required"`
	TitleJa  string `form:"title_ja"`
	TitleEn  string `form:"title_en"`
	HelpJa   string `form:"help_ja"`
	HelpEn   string `form:"help_en"`
	Options  string `form:"options"`
}

func (in *questionForm) wording() survey.Wording {
	return survey.Wording{
		Slug: in.Slug, Kind: models.QuestionKind(in.Kind), Required: in.Required, TitleJa: in.TitleJa, TitleEn: in.TitleEn,
		HelpJa: in.HelpJa, HelpEn: in.HelpEn, Options: in.Options,
	}
}

func wordingOf(q *models.Question) url.Values {
	values := url.Values{
		"slug": {q.Slug}, "kind": {string(q.Kind)}, "title_ja": {q.TitleJa}, "title_en": {q.TitleEn}, "help_ja": {q.HelpJa}, "help_en": {q.HelpEn},
		"options": {survey.OptionLines(q.Options)},
	}
	if q.Required {
		values.Set("required", "true")
	}
	return values
}

// showQuestion shows the form of a question, or of a new one where question is nil.
func (h *Handlers) showQuestion(c echo.Context, s *models.Survey, q *models.Question, form *Form) error {
	data := map[string]any{
		"Survey": s, "Question": q, "Kind": models.QuestionKind(form.Value("kind")), "Path": surveyPath(c), "Frozen": survey.Frozen(s),
	}
	return h.showForm(c, staff, "survey/question", data, form)
}

func (h *Handlers) newQuestion(c echo.Context) error {
	s, err := h.surveyOf(c)
	if err != nil {
		return err
	}
	kind := c.QueryParam("kind")
	if kind == "" {
		kind = string(models.QuestionSingle)
	}
	return h.showQuestion(c, s, nil, h.newForm(c, url.Values{"kind": {kind}}))
}

func (h *Handlers) addQuestion(c echo.Context) error {
	s, err := h.surveyOf(c)
	if err != nil {
		return err
	}
	var in questionForm
	form, err := h.bind(c, &in)
	if err != nil {
		return err
	}
	err = h.Surveys.AddQuestion(c.Request().Context(), eventOf(c), s.ID, in.wording())
	return h.afterQuestion(c, s, nil, form, err)
}

func (h *Handlers) afterQuestion(c echo.Context, s *models.Survey, q *models.Question, form *Form, err error) error {
	if err == nil {
		flash(c, "success", "survey.saved")
		return seeOther(c, surveyPath(c))
	}
	if !form.Take(err) {
		return err
	}
	return h.showQuestion(c, s, q, form)
}

func (h *Handlers) questionOf(c echo.Context) (*models.Survey, *models.Question, error) {
	s, err := h.surveyOf(c)
	if err != nil {
		return nil, nil, err
	}
	q, err := h.DB.Query(c.Request().Context()).Questions().ByID(s, c.Param("question"))
	return s, q, err
}

func (h *Handlers) questionPage(c echo.Context) error {
	s, q, err := h.questionOf(c)
	if err != nil {
		return err
	}
	return h.showQuestion(c, s, q, h.newForm(c, wordingOf(q)))
}

func (h *Handlers) editQuestion(c echo.Context) error {
	s, q, err := h.questionOf(c)
	if err != nil {
		return err
	}
	var in questionForm
	form, err := h.bind(c, &in)
	if err != nil {
		return err
	}
	err = h.Surveys.EditQuestion(c.Request().Context(), eventOf(c), s.ID, q.ID, in.wording())
	return h.afterQuestion(c, s, q, form, err)
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
