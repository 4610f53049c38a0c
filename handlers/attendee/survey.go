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

// eligibilityPage says why a person cannot answer, or thanks them. Written is what they wrote and could not send.
type eligibilityPage struct {
	Survey      *models.Survey
	Eligibility survey.Eligibility
	Own         paths.Attendee
	Written     []writtenAnswer
}

type writtenAnswer struct{ TitleJa, TitleEn, Text string }

// written are the texts in a form of a survey.
func written(page *survey.AnswerPage, form *web.Form) (list []writtenAnswer) {
	for _, q := range page.Questions {
		if text := form.Value(q.Field()); q.Show().Written && text != "" {
			list = append(list, writtenAnswer{q.TitleJa, q.TitleEn, text})
		}
	}
	return list
}

func (h *Pages) Survey(c echo.Context) error {
	event, r := web.EventOf(c), web.RegistrationOf(c)
	page, err := h.Surveys.AnswerPage(c.Request().Context(), event, r, c.Param("id"))
	if err != nil {
		return err
	}
	if page.Eligibility != survey.MayAnswer {
		return h.showEligibility(c, http.StatusOK, page, page.Eligibility, nil)
	}
	return h.showSurvey(c, page, h.NewForm(c, url.Values{}))
}

func (h *Pages) showSurvey(c echo.Context, page *survey.AnswerPage, form *web.Form) error {
	return h.ShowForm(c, "attendee/survey/answer", surveyPage{page, pagePath(c)}, form)
}

// showEligibility says why a person cannot answer.
func (h *Pages) showEligibility(
	c echo.Context, status int, page *survey.AnswerPage, eligibility survey.Eligibility, texts []writtenAnswer,
) error {
	return h.Render(c, status, "attendee/survey/eligibility",
		eligibilityPage{page.Survey, eligibility, pagePath(c), texts}, nil)
}

// AnswerSurvey gives a repeated request the same answer as the first one.
func (h *Pages) AnswerSurvey(c echo.Context) error {
	event, r := web.EventOf(c), web.RegistrationOf(c)
	form, err := h.Bind(c, &struct{}{})
	if err != nil {
		return err
	}
	eligibility, err := h.Surveys.Answer(c.Request().Context(), event, r, c.Param("id"), form.Values, h.Texts(c).Lang)
	switch {
	case err != nil && !form.Take(err):
		return err
	case err == nil && (eligibility == survey.MayAnswer || eligibility == survey.HasAnswered):
		return web.SeeOther(c, pagePath(c).Survey(c.Param("id")).Thanks())
	}
	page, pageErr := h.Surveys.AnswerPage(c.Request().Context(), event, r, c.Param("id"))
	switch {
	case pageErr != nil:
		return pageErr
	case err == nil:
		return h.showEligibility(c, http.StatusConflict, page, eligibility, written(page, form))
	}
	form.InOrder(page.Fields())
	return h.showSurvey(c, page, form)
}

func (h *Pages) SurveyThanks(c echo.Context) error {
	event, r := web.EventOf(c), web.RegistrationOf(c)
	page, err := h.Surveys.AnswerPage(c.Request().Context(), event, r, c.Param("id"))
	if err != nil {
		return err
	}
	if page.Eligibility != survey.HasAnswered {
		return web.SeeOther(c, string(pagePath(c).Survey(page.Survey.ID)))
	}
	return h.showEligibility(c, http.StatusOK, page, "thanks", nil)
}
