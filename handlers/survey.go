package handlers

import (
	"net/url"
	"reflect"

	"github.com/labstack/echo/v4"

	"meguri/app/survey"
	"meguri/models"
)

// surveysPath is the list of the event's surveys; surveyPath is the editor of the one in the request's address.
func surveysPath(c echo.Context) string { return "/staff/events/" + eventOf(c).Slug + "/surveys" }
func surveyPath(c echo.Context) string  { return surveysPath(c) + "/" + c.Param("id") }

func (h *Handlers) surveys(c echo.Context) error {
	list, err := h.Surveys.List(c.Request().Context(), eventOf(c))
	if err != nil {
		return err
	}
	return h.show(c, staff, "survey/index", map[string]any{"Surveys": list, "Path": surveysPath(c)})
}

// showSettings shows the texts and times of a survey.
func (h *Handlers) showSettings(c echo.Context, page *survey.SettingsPage, form *Form) error {
	data := struct {
		*survey.SettingsPage
		Path string
	}{page, surveysPath(c)}
	return h.showForm(c, staff, "survey/settings", data, form)
}

func (h *Handlers) newSurvey(c echo.Context) error {
	page := h.Surveys.NewPage(eventOf(c))
	return h.showSettings(c, page, h.newForm(c, formValues(page.Input)))
}

func (h *Handlers) createSurvey(c echo.Context) error {
	var in survey.SettingsInput
	form, err := h.bind(c, &in)
	if err != nil {
		return err
	}
	if form.OK() {
		created, err := h.Surveys.Create(c.Request().Context(), eventOf(c), &in)
		if err == nil {
			return seeOther(c, surveysPath(c)+"/"+created.ID)
		}
		if !form.Take(err) {
			return err
		}
	}
	return h.showSettings(c, h.Surveys.NewPage(eventOf(c)), form)
}

func (h *Handlers) surveySettings(c echo.Context) error {
	page, err := h.Surveys.SettingsPage(c.Request().Context(), eventOf(c), c.Param("id"))
	if err != nil {
		return err
	}
	return h.showSettings(c, page, h.newForm(c, formValues(page.Input)))
}

func (h *Handlers) updateSurvey(c echo.Context) error {
	var in survey.SettingsInput
	form, err := h.bind(c, &in)
	if err != nil {
		return err
	}
	if form.OK() {
		err := h.Surveys.Edit(c.Request().Context(), eventOf(c), c.Param("id"), &in)
		if err == nil {
			flash(c, "success", "survey.saved")
			return seeOther(c, surveyPath(c))
		}
		if !form.Take(err) {
			return err
		}
	}
	page, err := h.Surveys.SettingsPage(c.Request().Context(), eventOf(c), c.Param("id"))
	if err != nil {
		return err
	}
	return h.showSettings(c, page, form)
}

func (h *Handlers) surveyEditor(c echo.Context) error { return h.showEditor(c, nil) }

func (h *Handlers) showEditor(c echo.Context, form *Form) error {
	page, err := h.Surveys.EditorPage(c.Request().Context(), eventOf(c), c.Param("id"))
	if err != nil {
		return err
	}
	data := struct {
		*survey.EditorPage
		Path, Surveys string
	}{page, surveyPath(c), surveysPath(c)}
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
	page, err := h.Surveys.PreviewPage(c.Request().Context(), eventOf(c), c.Param("id"))
	if err != nil {
		return err
	}
	return h.show(c, public, "survey/answer", answerData{AnswerPage: page, Editor: surveyPath(c)})
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

// formValues are the fields of an input struct as a form holds them. A false bool is a box that is not ticked.
func formValues(in any) url.Values {
	values, fields := url.Values{}, reflect.ValueOf(in).Elem()
	for i := range fields.NumField() {
		name := fields.Type().Field(i).Tag.Get("form")
		switch field := fields.Field(i); {
		case field.Kind() == reflect.String:
			values.Set(name, field.String())
		case field.Kind() == reflect.Bool && field.Bool():
			values.Set(name, "true")
		}
	}
	return values
}
