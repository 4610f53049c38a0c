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
	survey.Resumed
	Own paths.Attendee // their own page
	// Name is whose answers these are, "" where the survey is anonymous: the link may have been forwarded.
	Name string
}

// At is the address of the survey.
func (p surveyPage) At() paths.AttendeeSurvey { return p.Own.Survey(p.Survey.ID) }

// eligibilityPage says why a person cannot answer, or thanks them. Written is what they wrote and could not send.
type eligibilityPage struct {
	Survey      *models.Survey
	Eligibility survey.Eligibility
	Own         paths.Attendee
	Written     []web.WrittenAnswer
	MayChange   bool
	AsksNeeds   bool
}

func (h *Pages) Survey(c echo.Context) error {
	event, r := web.EventOf(c), web.RegistrationOf(c)
	page, err := h.Surveys.Answering.AnswerPage(c.Request().Context(), event, r, c.Param("id"))
	if err != nil {
		return err
	}
	if !page.Eligibility.MayWrite() {
		return h.showEligibility(c, http.StatusOK, page, page.Eligibility, nil)
	}
	given := url.Values(page.Given)
	return h.showSurvey(c, page, survey.NewSheet(page.Survey, given), h.NewForm(c, given))
}

func (h *Pages) showSurvey(c echo.Context, page *survey.AnswerPage, sheet *survey.Sheet, form *web.Form) error {
	form.InOrder(sheet.Fields())
	name := ""
	if page.Survey.IsSigned() {
		name = web.RegistrationOf(c).Name.Full(h.Texts(c).Lang)
	}
	return h.ShowForm(c, "attendee/survey/answer", surveyPage{sheet, page.Resumed, pagePath(c), name}, form)
}

// showEligibility says why a person cannot answer.
func (h *Pages) showEligibility(
	c echo.Context, status int, page *survey.AnswerPage, eligibility survey.Eligibility, texts []web.WrittenAnswer,
) error {
	asksNeeds, err := h.Needs.IsAsked(c.Request().Context(), web.EventOf(c))
	if err != nil {
		return err
	}
	return h.Render(c, status, "attendee/survey/eligibility", eligibilityPage{
		page.Survey, eligibility, pagePath(c), texts, page.Eligibility == survey.MayChange, asksNeeds,
	}, nil)
}

// turnSurvey shows the page that a button leads to. Done is false where the answers are to be sent, or may not be.
func (h *Pages) turnSurvey(c echo.Context, form *web.Form) (done bool, answer error) {
	if form.Value(survey.StepField) == "" {
		return false, nil
	}
	page, err := h.Surveys.Answering.AnswerPage(
		c.Request().Context(), web.EventOf(c), web.RegistrationOf(c), c.Param("id"),
	)
	if err != nil || !page.Eligibility.MayWrite() {
		return err != nil, err
	}
	sheet := survey.NewSheet(page.Survey, form.Values)
	send, err := sheet.Turn()
	if send || err != nil && !form.Take(err) {
		return err != nil, err
	}
	if page.Survey.IsSigned() { // what was given stays, whatever becomes of this browser
		err := h.Surveys.Answering.KeepDraft(
			c.Request().Context(), web.EventOf(c), web.RegistrationOf(c), page.Survey.ID, sheet.Given(),
		)
		if err != nil && models.CodeOf(err) != models.CodeConflict {
			return true, err
		}
	}
	return true, h.showSurvey(c, page, sheet, form)
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
	eligibility, err := h.Surveys.Answering.Answer(
		c.Request().Context(), event, r, c.Param("id"), form.Values, h.Texts(c).Lang,
	)
	switch {
	case err != nil && models.CodeOf(err) != models.CodeInvalid:
		return err
	case err == nil && (eligibility == survey.MayAnswer || eligibility == survey.HasAnswered):
		return web.SeeOther(c, pagePath(c).Survey(c.Param("id")).Thanks())
	}
	page, pageErr := h.Surveys.Answering.AnswerPage(c.Request().Context(), event, r, c.Param("id"))
	switch {
	case pageErr != nil:
		return pageErr
	case err == nil:
		return h.showEligibility(c, http.StatusConflict, page, eligibility, web.Written(page.Flat(), form))
	}
	sheet := survey.NewSheet(page.Survey, form.Values)
	form.Take(sheet.ShowFault(err))
	return h.showSurvey(c, page, sheet, form)
}

func (h *Pages) SurveyThanks(c echo.Context) error {
	event, r := web.EventOf(c), web.RegistrationOf(c)
	page, err := h.Surveys.Answering.AnswerPage(c.Request().Context(), event, r, c.Param("id"))
	if err != nil {
		return err
	}
	if page.Eligibility != survey.HasAnswered && page.Eligibility != survey.MayChange {
		return web.SeeOther(c, string(pagePath(c).Survey(page.Survey.ID)))
	}
	return h.showEligibility(c, http.StatusOK, page, "thanks", nil)
}

// SurveyDrafts keeps what people fill into named and confidential surveys.
type SurveyDrafts struct {
	*web.Kit
	Surveys *survey.Services
}

// Keep keeps what the form has, and answers a script of the page.
func (h *SurveyDrafts) Keep(c echo.Context) error {
	form, err := h.Bind(c, &struct{}{})
	if err != nil {
		return err
	}
	err = h.Surveys.Answering.KeepDraft(
		c.Request().Context(), web.EventOf(c), web.RegistrationOf(c), c.Param("id"), form.Values,
	)
	if err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}

// Clear forgets it.
func (h *SurveyDrafts) Clear(c echo.Context) error {
	err := h.Surveys.Answering.ClearDraft(c.Request().Context(), web.EventOf(c), web.RegistrationOf(c), c.Param("id"))
	if err != nil {
		return err
	}
	return web.SeeOther(c, string(pagePath(c).Survey(c.Param("id"))))
}
