package staff

import (
	"net/url"

	"github.com/labstack/echo/v4"

	"meguri/app/survey"
	"meguri/handlers/web"
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

type questionPage struct {
	Question *models.Question // nil for a new one
	Kind     models.QuestionKind
	Path     string // of the survey
	Frozen   bool
}

// showQuestion shows the form of a question, or of a new one where question is nil.
func (h *Surveys) showQuestion(c echo.Context, s *models.Survey, q *models.Question, form *web.Form) error {
	page := questionPage{q, models.QuestionKind(form.Value("kind")), surveyPath(c), survey.Frozen(s)}
	return h.ShowForm(c, "staff/survey/question", page, form)
}

func (h *Surveys) NewQuestion(c echo.Context) error {
	s, err := h.surveyOf(c)
	if err != nil {
		return err
	}
	kind := c.QueryParam("kind")
	if kind == "" {
		kind = string(models.QuestionSingle)
	}
	return h.showQuestion(c, s, nil, h.NewForm(c, url.Values{"kind": {kind}}))
}

func (h *Surveys) AddQuestion(c echo.Context) error {
	s, err := h.surveyOf(c)
	if err != nil {
		return err
	}
	var in questionForm
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	err = h.Surveys.AddQuestion(c.Request().Context(), web.EventOf(c), s.ID, in.wording())
	return h.afterQuestion(c, s, nil, form, err)
}

func (h *Surveys) afterQuestion(c echo.Context, s *models.Survey, q *models.Question, form *web.Form, err error) error {
	if err == nil {
		web.SetFlash(c, "success", "survey.saved")
		return web.SeeOther(c, surveyPath(c))
	}
	if !form.Take(err) {
		return err
	}
	return h.showQuestion(c, s, q, form)
}

func (h *Surveys) questionOf(c echo.Context) (*models.Survey, *models.Question, error) {
	s, err := h.surveyOf(c)
	if err != nil {
		return nil, nil, err
	}
	q, err := h.DB.Query(c.Request().Context()).Questions().ByID(s, c.Param("question"))
	return s, q, err
}

func (h *Surveys) Question(c echo.Context) error {
	s, q, err := h.questionOf(c)
	if err != nil {
		return err
	}
	return h.showQuestion(c, s, q, h.NewForm(c, wordingOf(q)))
}

func (h *Surveys) EditQuestion(c echo.Context) error {
	s, q, err := h.questionOf(c)
	if err != nil {
		return err
	}
	var in questionForm
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	err = h.Surveys.EditQuestion(c.Request().Context(), web.EventOf(c), s.ID, q.ID, in.wording())
	return h.afterQuestion(c, s, q, form, err)
}

func (h *Surveys) DeleteQuestion(c echo.Context) error {
	err := h.Surveys.DeleteQuestion(c.Request().Context(), web.EventOf(c), c.Param("id"), c.Param("question"))
	return h.afterEdit(c, err, surveyPath(c), "survey.question_deleted")
}

func (h *Surveys) MoveQuestion(steps int) echo.HandlerFunc {
	return func(c echo.Context) error {
		err := h.Surveys.MoveQuestion(c.Request().Context(), web.EventOf(c), c.Param("id"), c.Param("question"), steps)
		return h.afterEdit(c, err, surveyPath(c)+"#"+c.Param("question"), "survey.moved")
	}
}
