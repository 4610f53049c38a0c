package staff

import (
	"net/url"
	"slices"

	"github.com/labstack/echo/v4"

	"meguri/app/service/paths"
	"meguri/app/survey"
	"meguri/handlers/web"
	"meguri/models"
)

// surveysPath is the list of the event's surveys.
func surveysPath(c echo.Context) string { return paths.OfStaffEvent(web.EventOf(c).Slug).Surveys() }

// surveyPath is the editor of the survey in the request's address.
func surveyPath(c echo.Context) paths.Survey {
	return paths.OfStaffEvent(web.EventOf(c).Slug).Survey(c.Param("id"))
}

type surveysPage struct{ Surveys []survey.Entry }

func (h *Surveys) List(c echo.Context) error {
	list, err := h.Surveys.Writing.List(c.Request().Context(), web.EventOf(c))
	if err != nil {
		return err
	}
	return h.Show(c, "staff/survey/index", surveysPage{list})
}

// showSettings shows the texts and times of a survey.
func (h *Surveys) showSettings(c echo.Context, page *survey.SettingsPage, form *web.Form) error {
	texts, shown := h.Texts(c), surveySettingsPage{SettingsPage: page}
	for _, audience := range page.Audiences {
		option := web.Option{Value: string(audience.Name), Text: texts.T("asking.audience_" + string(audience.Name))}
		if audience.N >= 0 {
			option.Text = texts.T("asking.audience_count", "who", option.Text, "n", texts.Number(audience.N))
		}
		shown.Whom = append(shown.Whom, option)
	}
	for _, anonymity := range models.SurveyAnonymities {
		text := texts.T("survey_names.choice_" + string(anonymity))
		shown.Promises = append(shown.Promises, web.Option{Value: string(anonymity), Text: text})
	}
	for _, fact := range models.SurveyFacts {
		option := web.Option{Value: string(fact), Text: texts.T("survey_facts.choice_" + string(fact))}
		shown.FactChoices = append(shown.FactChoices, option)
		if page.Survey != nil && slices.Contains(page.Survey.Facts, fact) {
			shown.FactsChosen = append(shown.FactsChosen, option)
		}
	}
	for i := range page.Sessions {
		session := &page.Sessions[i]
		title := texts.Pick(session.TitleJa, session.TitleEn)
		shown.OfSession = append(shown.OfSession, web.Option{Value: session.ID, Text: title})
	}
	if page.LinkSecret != "" {
		shown.Link = paths.OfSurveyLink(page.LinkSecret)
	}
	return h.ShowForm(c, "staff/survey/settings", shown, form)
}

// surveySettingsPage is a survey's settings with what there is to choose from.
type surveySettingsPage struct {
	*survey.SettingsPage
	Whom, OfSession []web.Option
	// Promises are the anonymities with what each promises.
	Promises []web.Option
	// FactChoices are the facts that may travel with a response, FactsChosen those that do.
	FactChoices, FactsChosen []web.Option
	// Link is where anyone may answer, "" for nowhere.
	Link paths.SurveyLink
}

func (h *Surveys) New(c echo.Context) error {
	page, err := h.Surveys.Writing.NewPage(c.Request().Context(), web.EventOf(c))
	if err != nil {
		return err
	}
	return h.showSettings(c, page, h.FormOf(c, page.Input))
}

func (h *Surveys) Create(c echo.Context) error {
	var in survey.SettingsInput
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	if form.OK() {
		created, err := h.Surveys.Writing.Create(c.Request().Context(), web.EventOf(c), &in)
		if err == nil {
			return web.SeeOther(c, string(paths.OfStaffEvent(web.EventOf(c).Slug).Survey(created.ID)))
		}
		if !form.Take(err) {
			return err
		}
	}
	page, err := h.Surveys.Writing.NewPage(c.Request().Context(), web.EventOf(c))
	if err != nil {
		return err
	}
	return h.showSettings(c, page, form)
}

func (h *Surveys) Settings(c echo.Context) error {
	page, err := h.Surveys.Writing.SettingsPage(c.Request().Context(), web.EventOf(c), c.Param("id"))
	if err != nil {
		return err
	}
	return h.showSettings(c, page, h.FormOf(c, page.Input))
}

func (h *Surveys) SaveSettings(c echo.Context) error {
	var in survey.SettingsInput
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	if form.OK() {
		err := h.Surveys.Writing.Edit(c.Request().Context(), web.EventOf(c), c.Param("id"), &in)
		if done, answer := h.Save(c, form, err, string(surveyPath(c)), "survey.saved"); done {
			return answer
		}
	}
	page, err := h.Surveys.Writing.SettingsPage(c.Request().Context(), web.EventOf(c), c.Param("id"))
	if err != nil {
		return err
	}
	return h.showSettings(c, page, form)
}

// afterEdit redirects to a page with a message, or shows the editor with the fault of err.
func (h *Surveys) afterEdit(c echo.Context, err error, to, message string) error {
	form := h.NewForm(c, url.Values{})
	if done, answer := h.Save(c, form, err, to, message); done {
		return answer
	}
	return h.showEditor(c, form)
}

func (h *Surveys) Delete(c echo.Context) error {
	err := h.Surveys.Writing.Delete(c.Request().Context(), web.EventOf(c), c.Param("id"))
	return h.afterEdit(c, err, surveysPath(c), "survey.deleted")
}

func (h *Surveys) Open(c echo.Context) error {
	err := h.Surveys.Asking.Open(c.Request().Context(), web.EventOf(c), c.Param("id"))
	return h.afterEdit(c, err, string(surveyPath(c)), "survey.opened")
}

func (h *Surveys) Close(c echo.Context) error {
	err := h.Surveys.Asking.Close(c.Request().Context(), web.EventOf(c), c.Param("id"))
	return h.afterEdit(c, err, string(surveyPath(c)), "survey.closed")
}

// PublishResults puts the results on the event's page, or takes them off it, as the button says.
func (h *Surveys) PublishResults(c echo.Context) error {
	publish := c.FormValue("publish") == "true"
	err := h.Surveys.Reading.PublishResults(c.Request().Context(), web.EventOf(c), c.Param("id"), publish)
	message := map[bool]string{true: "survey.results_published", false: "survey.results_unpublished"}[publish]
	return h.afterEdit(c, err, surveyPath(c).Results(), message)
}
