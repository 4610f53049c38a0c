package handlers

import (
	"net/url"
	"time"

	"github.com/labstack/echo/v4"

	"meguri/app/survey"
	"meguri/models"
)

// surveysPath is the list of the event's surveys; surveyPath is the editor of the one in the request's address.
func surveysPath(c echo.Context) string { return "/staff/events/" + eventOf(c).Slug + "/surveys" }
func surveyPath(c echo.Context) string  { return surveysPath(c) + "/" + c.Param("id") }

// surveyOf finds the event's survey of :id.
func (h *Handlers) surveyOf(c echo.Context) (*models.Survey, error) {
	return h.DB.Query(c.Request().Context()).Surveys().ByID(eventOf(c), c.Param("id"))
}

func (h *Handlers) surveys(c echo.Context) error {
	list, err := h.Surveys.List(c.Request().Context(), eventOf(c))
	if err != nil {
		return err
	}
	return h.show(c, staff, "survey/index", map[string]any{"Surveys": list, "Path": surveysPath(c)})
}

type surveySettingsForm struct {
	TitleJa         string `form:"title_ja"`
	TitleEn         string `form:"title_en"`
	IntroJa         string `form:"intro_ja"`
	IntroEn         string `form:"intro_en"`
	OpensAfterEvent bool   `form:"opens_after_event"`
	ClosesAt        string `form:"closes_at"`
}

const clockField = "2006-01-02T15:04" // what <input type="datetime-local"> sends

// texts reads the form; the closing time is typed in the event's time zone.
func (in *surveySettingsForm) texts(event *models.Event, form *Form) survey.Texts {
	t := survey.Texts{TitleJa: in.TitleJa, TitleEn: in.TitleEn, IntroJa: in.IntroJa, IntroEn: in.IntroEn, OpensAfterEvent: in.OpensAfterEvent}
	if in.ClosesAt != "" {
		at, err := time.ParseInLocation(clockField, in.ClosesAt, event.Zone())
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
		values.Set("closes_at", event.Local(*s.ClosesAt).Format(clockField))
	}
	return values
}

// showSettings shows the texts and times of a survey, or of a new one where survey is nil.
func (h *Handlers) showSettings(c echo.Context, s *models.Survey, form *Form) error {
	data := map[string]any{"Survey": s, "Path": surveysPath(c), "Ended": eventOf(c).Ended(h.DB.Now())}
	return h.showForm(c, staff, "survey/settings", data, form)
}

func (h *Handlers) newSurvey(c echo.Context) error {
	return h.showSettings(c, nil, h.newForm(c, url.Values{"opens_after_event": {"true"}}))
}

func (h *Handlers) createSurvey(c echo.Context) error {
	var in surveySettingsForm
	form, err := h.bind(c, &in)
	if err != nil {
		return err
	}
	if texts := in.texts(eventOf(c), form); form.OK() {
		created, err := h.Surveys.Create(c.Request().Context(), eventOf(c), texts)
		if err == nil {
			return seeOther(c, surveysPath(c)+"/"+created.ID)
		}
		if !form.Take(err) {
			return err
		}
	}
	return h.showSettings(c, nil, form)
}

func (h *Handlers) surveySettings(c echo.Context) error {
	s, err := h.surveyOf(c)
	if err != nil {
		return err
	}
	return h.showSettings(c, s, h.newForm(c, settingsOf(eventOf(c), s)))
}

func (h *Handlers) updateSurvey(c echo.Context) error {
	s, err := h.surveyOf(c)
	if err != nil {
		return err
	}
	var in surveySettingsForm
	form, err := h.bind(c, &in)
	if err != nil {
		return err
	}
	if texts := in.texts(eventOf(c), form); form.OK() {
		err := h.Surveys.Edit(c.Request().Context(), eventOf(c), s.ID, texts)
		if err == nil {
			flash(c, "success", "survey.saved")
			return seeOther(c, surveyPath(c))
		}
		if !form.Take(err) {
			return err
		}
	}
	return h.showSettings(c, s, form)
}

func (h *Handlers) surveyEditor(c echo.Context) error { return h.showEditor(c, nil) }

func (h *Handlers) showEditor(c echo.Context, form *Form) error {
	s, err := h.surveyOf(c)
	if err != nil {
		return err
	}
	data := map[string]any{
		"Survey": s, "Path": surveyPath(c), "Surveys": surveysPath(c), "Frozen": survey.Frozen(s), "Kinds": models.QuestionKinds,
		"Ended": eventOf(c).Ended(h.DB.Now()),
	}
	return h.showForm(c, staff, "survey/editor", data, form)
}

// afterEdit goes to a page with a message, or shows the editor with what was wrong.
func (h *Handlers) afterEdit(c echo.Context, err error, to, message string) error {
	form := h.newForm(c, url.Values{})
	if err == nil {
		flash(c, "success", message)
		return seeOther(c, to)
	}
	if !form.Take(err) {
		return err
	}
	return h.showEditor(c, form)
}

func (h *Handlers) deleteSurvey(c echo.Context) error {
	err := h.Surveys.Delete(c.Request().Context(), eventOf(c), c.Param("id"))
	return h.afterEdit(c, err, surveysPath(c), "survey.deleted")
}

func (h *Handlers) openSurvey(c echo.Context) error {
	err := h.Surveys.Open(c.Request().Context(), eventOf(c), c.Param("id"))
	return h.afterEdit(c, err, surveyPath(c), "survey.opened")
}

func (h *Handlers) closeSurvey(c echo.Context) error {
	err := h.Surveys.Close(c.Request().Context(), eventOf(c), c.Param("id"))
	return h.afterEdit(c, err, surveyPath(c), "survey.closed")
}

func (h *Handlers) previewSurvey(c echo.Context) error {
	s, err := h.surveyOf(c)
	if err != nil {
		return err
	}
	return h.show(c, public, "survey/answer", map[string]any{"Survey": s, "Editor": surveyPath(c)})
}

func (h *Handlers) surveyResults(c echo.Context) error {
	results, err := h.Surveys.Results(c.Request().Context(), eventOf(c), c.Param("id"), models.Mode(c.QueryParam("mode")))
	if err != nil {
		return err
	}
	data := map[string]any{
		"Results": results, "Path": surveyPath(c), "Surveys": surveysPath(c), "API": "/api/v1/surveys/" + results.Survey.ID,
		"Small": survey.SmallGroup,
	}
	return h.show(c, staff, "survey/results", data)
}
