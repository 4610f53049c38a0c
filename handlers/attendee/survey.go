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
	*survey.Sheet
	Own paths.Attendee // their own page
}

// eligibilityPage says why a person cannot answer, or thanks them. Written is what they wrote and could not send.
type eligibilityPage struct {
	Survey      *models.Survey
	Eligibility survey.Eligibility
	Own         paths.Attendee
	Written     []web.WrittenAnswer
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
	return h.showSurvey(c, survey.NewSheet(page.Survey, nil), h.NewForm(c, url.Values{}))
}

func (h *Pages) showSurvey(c echo.Context, sheet *survey.Sheet, form *web.Form) error {
	form.InOrder(sheet.Fields())
	return h.ShowForm(c, "attendee/survey/answer", surveyPage{sheet, pagePath(c)}, form)
}

// showEligibility says why a person cannot answer.
func (h *Pages) showEligibility(
	c echo.Context, status int, page *survey.AnswerPage, eligibility survey.Eligibility, texts []web.WrittenAnswer,
) error {
	return h.Render(c, status, "attendee/survey/eligibility",
		eligibilityPage{page.Survey, eligibility, pagePath(c), texts}, nil)
}

// turnSurvey shows the page that a button leads to. Done is false where the answers are to be sent, or may not be.
func (h *Pages) turnSurvey(c echo.Context, form *web.Form) (done bool, answer error) {
	if form.Value(survey.StepField) == "" {
		return false, nil
	}
	page, err := h.Surveys.AnswerPage(c.Request().Context(), web.EventOf(c), web.RegistrationOf(c), c.Param("id"))
	if err != nil || page.Eligibility != survey.MayAnswer {
		return err != nil, err
	}
	sheet := survey.NewSheet(page.Survey, form.Values)
	send, err := sheet.Turn()
	if send || err != nil && !form.Take(err) {
		return err != nil, err
	}
	return true, h.showSurvey(c, sheet, form)
}

// AnswerSurvey gives a repeated request the same answer as the first one.
func (h *Pages) AnswerSurvey(c echo.Context) error {
	event, r := web.EventOf(c), web.RegistrationOf(c)
	form, err := h.Bind(c, &struct{}{})
	if err != nil {
		return err
	}
	if done, answer := h.turnSurvey(c, form); done {
		return answer
	}
	eligibility, err := h.Surveys.Answer(c.Request().Context(), event, r, c.Param("id"), form.Values, h.Texts(c).Lang)
	switch {
	case err != nil && models.CodeOf(err) != models.CodeInvalid:
		return err
	case err == nil && (eligibility == survey.MayAnswer || eligibility == survey.HasAnswered):
		return web.SeeOther(c, pagePath(c).Survey(c.Param("id")).Thanks())
	}
	page, pageErr := h.Surveys.AnswerPage(c.Request().Context(), event, r, c.Param("id"))
	switch {
	case pageErr != nil:
		return pageErr
	case err == nil:
		return h.showEligibility(c, http.StatusConflict, page, eligibility, web.Written(page.Flat(), form))
	}
	sheet := survey.NewSheet(page.Survey, form.Values)
	form.Take(sheet.ShowFault(err))
	return h.showSurvey(c, sheet, form)
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
