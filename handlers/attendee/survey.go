package attendee

import (
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"meguri/app/service/paths"
	"meguri/app/survey"
	"meguri/handlers/web"
	"meguri/models"
)

// surveyPage is a survey to be answered.
type surveyPage struct {
	*survey.AnswerPage
	Own paths.Attendee // their own page
}

// standingPage tells why there is nothing to answer, or thanks.
type standingPage struct {
	Survey   *models.Survey
	Standing survey.Standing
	Own      paths.Attendee
}

func (h *Pages) Survey(c echo.Context) error {
	event, r := web.EventOf(c), web.RegistrationOf(c)
	page, err := h.Surveys.AnswerPage(c.Request().Context(), event, r, c.Param("id"))
	if err != nil {
		return err
	}
	if page.Standing != survey.MayAnswer {
		return h.showStanding(c, http.StatusOK, page.Survey, page.Standing)
	}
	return h.showSurvey(c, page, h.NewForm(c, url.Values{}))
}

func (h *Pages) showSurvey(c echo.Context, page *survey.AnswerPage, form *web.Form) error {
	return h.ShowForm(c, "attendee/survey/answer", surveyPage{page, pagePath(c)}, form)
}

// showStanding tells why there is nothing to answer.
func (h *Pages) showStanding(c echo.Context, status int, s *models.Survey, standing survey.Standing) error {
	return h.Render(c, status, "attendee/survey/standing", standingPage{s, standing, pagePath(c)}, nil)
}

// AnswerSurvey answers a repeated request as the first one: the person sees the thanks.
func (h *Pages) AnswerSurvey(c echo.Context) error {
	event, r := web.EventOf(c), web.RegistrationOf(c)
	form, err := h.Bind(c, &struct{}{})
	if err != nil {
		return err
	}
	standing, err := h.Surveys.Answer(c.Request().Context(), event, r, c.Param("id"), form.Values, h.Texts(c).Lang)
	switch {
	case err != nil && !form.Take(err):
		return err
	case err == nil && (standing == survey.MayAnswer || standing == survey.HasAnswered):
		return web.SeeOther(c, pagePath(c).Survey(c.Param("id")).Thanks())
	}
	page, pageErr := h.Surveys.AnswerPage(c.Request().Context(), event, r, c.Param("id"))
	switch {
	case pageErr != nil:
		return pageErr
	case err == nil:
		return h.showStanding(c, http.StatusConflict, page.Survey, standing)
	}
	return h.showSurvey(c, page, form)
}

func (h *Pages) SurveyThanks(c echo.Context) error {
	event, r := web.EventOf(c), web.RegistrationOf(c)
	page, err := h.Surveys.AnswerPage(c.Request().Context(), event, r, c.Param("id"))
	if err != nil {
		return err
	}
	if page.Standing != survey.HasAnswered {
		return web.SeeOther(c, string(pagePath(c).Survey(page.Survey.ID)))
	}
	return h.showStanding(c, http.StatusOK, page.Survey, "thanks")
}
