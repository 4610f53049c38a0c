package staff

import (
	"net/url"
	"time"

	"github.com/labstack/echo/v4"

	"meguri/app/survey"
	"meguri/handlers/web"
	"meguri/models"
)

// surveysPath is the list of the event's surveys; surveyPath is the editor of the one in the request's address.
func surveysPath(c echo.Context) string { return "/staff/events/" + web.EventOf(c).Slug + "/surveys" }

func surveyPath(c echo.Context) string { return surveysPath(c) + "/" + c.Param("id") }

// surveyOf finds the event's survey of :id.
func (h *Surveys) surveyOf(c echo.Context) (*models.Survey, error) {
	return h.DB.Query(c.Request().Context()).Surveys().ByID(web.EventOf(c), c.Param("id"))
}

type surveysPage struct {
	Surveys []survey.Entry
	Path    string
}

func (h *Surveys) List(c echo.Context) error {
	list, err := h.Surveys.List(c.Request().Context(), web.EventOf(c))
	if err != nil {
		return err
	}
	return h.Show(c, "staff/survey/index", surveysPage{list, surveysPath(c)})
}

type surveySettingsForm struct {
	TitleJa         string `form:"title_ja"`
	TitleEn         string `form:"title_en"`
	IntroJa         string `form:"intro_ja"`
	IntroEn         string `form:"intro_en"`
	OpensAfterEvent bool   `form:"opens_after_event"`
	ClosesAt        string `form:"closes_at"`
}

// texts reads the form; the closing time is typed in the event's time zone.
func (in *surveySettingsForm) texts(event *models.Event, form *web.Form) survey.Texts {
	t := survey.Texts{TitleJa: in.TitleJa, TitleEn: in.TitleEn, IntroJa: in.IntroJa, IntroEn: in.IntroEn, OpensAfterEvent: in.OpensAfterEvent}
	if in.ClosesAt != "" {
		at, err := time.ParseInLocation(localInput, in.ClosesAt, event.Zone())
		if err != nil {
			form.Fault("closes_at", "field.time")
		}
		t.ClosesAt = &at
	}
	return t
}

func settingsOf(event *models.Event, s *models.Survey) url.Values {
	values := url.Values{"title_ja": {s.TitleJa}, "title_en": {s.TitleEn}, "intro_ja": {s.IntroJa}, "intro_en": {s.IntroEn}}
	if s.OpensAfterEvent {
		values.Set("opens_after_event", "true")
	}
	if s.ClosesAt != nil {
		values.Set("closes_at", event.Local(*s.ClosesAt).Format(localInput))
	}
	return values
}

type surveySettingsPage struct {
	Survey *models.Survey // nil for a new one
	Path   string         // of the list
	Ended  bool
}

// showSettings shows the texts and times of a survey, or of a new one where survey is nil.
func (h *Surveys) showSettings(c echo.Context, s *models.Survey, form *web.Form) error {
	page := surveySettingsPage{s, surveysPath(c), web.EventOf(c).Ended(h.DB.Now())}
	return h.ShowForm(c, "staff/survey/settings", page, form)
}

func (h *Surveys) New(c echo.Context) error {
	return h.showSettings(c, nil, h.NewForm(c, url.Values{"opens_after_event": {"true"}}))
}

func (h *Surveys) Create(c echo.Context) error {
	var in surveySettingsForm
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	if texts := in.texts(web.EventOf(c), form); form.OK() {
		created, err := h.Surveys.Create(c.Request().Context(), web.EventOf(c), texts)
		if err == nil {
			return web.SeeOther(c, surveysPath(c)+"/"+created.ID)
		}
		if !form.Take(err) {
			return err
		}
	}
	return h.showSettings(c, nil, form)
}

func (h *Surveys) Settings(c echo.Context) error {
	s, err := h.surveyOf(c)
	if err != nil {
		return err
	}
	return h.showSettings(c, s, h.NewForm(c, settingsOf(web.EventOf(c), s)))
}

func (h *Surveys) SaveSettings(c echo.Context) error {
	s, err := h.surveyOf(c)
	if err != nil {
		return err
	}
	var in surveySettingsForm
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	if texts := in.texts(web.EventOf(c), form); form.OK() {
		err := h.Surveys.Edit(c.Request().Context(), web.EventOf(c), s.ID, texts)
		if err == nil {
			web.SetFlash(c, "success", "survey.saved")
			return web.SeeOther(c, surveyPath(c))
		}
		if !form.Take(err) {
			return err
		}
	}
	return h.showSettings(c, s, form)
}

type surveyEditorPage struct {
	Survey  *models.Survey
	Path    string
	Surveys string // the path of the list
	Frozen  bool
	Kinds   []models.QuestionKind
	Ended   bool
}

func (h *Surveys) Editor(c echo.Context) error { return h.showEditor(c, nil) }

func (h *Surveys) showEditor(c echo.Context, form *web.Form) error {
	s, err := h.surveyOf(c)
	if err != nil {
		return err
	}
	page := surveyEditorPage{
		Survey: s, Path: surveyPath(c), Surveys: surveysPath(c), Frozen: survey.Frozen(s), Kinds: models.QuestionKinds,
		Ended: web.EventOf(c).Ended(h.DB.Now()),
	}
	return h.ShowForm(c, "staff/survey/editor", page, form)
}

// afterEdit goes to a page with a message, or shows the editor with what was wrong.
func (h *Surveys) afterEdit(c echo.Context, err error, to, message string) error {
	form := h.NewForm(c, url.Values{})
	if err == nil {
		web.SetFlash(c, "success", message)
		return web.SeeOther(c, to)
	}
	if !form.Take(err) {
		return err
	}
	return h.showEditor(c, form)
}

func (h *Surveys) Delete(c echo.Context) error {
	err := h.Surveys.Delete(c.Request().Context(), web.EventOf(c), c.Param("id"))
	return h.afterEdit(c, err, surveysPath(c), "survey.deleted")
}

func (h *Surveys) Open(c echo.Context) error {
	err := h.Surveys.Open(c.Request().Context(), web.EventOf(c), c.Param("id"))
	return h.afterEdit(c, err, surveyPath(c), "survey.opened")
}

func (h *Surveys) Close(c echo.Context) error {
	err := h.Surveys.Close(c.Request().Context(), web.EventOf(c), c.Param("id"))
	return h.afterEdit(c, err, surveyPath(c), "survey.closed")
}

type surveyPreviewPage struct {
	Survey *models.Survey
	Editor string // its path
}

func (h *Surveys) Preview(c echo.Context) error {
	s, err := h.surveyOf(c)
	if err != nil {
		return err
	}
	return h.Show(c, "staff/survey/preview", surveyPreviewPage{s, surveyPath(c)})
}

type surveyResultsPage struct {
	Results *survey.Results
	Surveys string // the path of the list
	API     string
	Small   int // groups below are not shown apart
}

func (h *Surveys) Results(c echo.Context) error {
	results, err := h.Surveys.Results(c.Request().Context(), web.EventOf(c), c.Param("id"), models.Mode(c.QueryParam("mode")))
	if err != nil {
		return err
	}
	return h.Show(c, "staff/survey/results", surveyResultsPage{
		Results: results, Surveys: surveysPath(c), API: "/api/v1/surveys/" + results.Survey.ID, Small: survey.SmallGroup,
	})
}
