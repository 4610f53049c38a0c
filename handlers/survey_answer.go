package handlers

import (
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"meguri/app/survey"
	"meguri/models"
)

func (h *Handlers) surveyForm(c echo.Context) error {
	event, r, err := h.owner(c)
	if err != nil {
		return err
	}
	page, err := h.Surveys.AnswerPage(c.Request().Context(), event, r, c.Param("id"))
	if err != nil {
		return err
	}
	if page.Standing != survey.MayAnswer {
		return h.showStanding(c, http.StatusOK, page.Survey, page.Standing)
	}
	return h.showSurvey(c, page, h.newForm(c, url.Values{}))
}

// answerData is a survey to answer: with Own the person's page, or with Editor a preview.
type answerData struct {
	*survey.AnswerPage
	Own, Editor string
}

func (h *Handlers) showSurvey(c echo.Context, page *survey.AnswerPage, form *Form) error {
	return h.showForm(c, public, "survey/answer", answerData{AnswerPage: page, Own: ownPath(c)}, form)
}

// showStanding tells why there is nothing to answer.
func (h *Handlers) showStanding(c echo.Context, status int, s *models.Survey, standing survey.Standing) error {
	data := map[string]any{"Survey": s, "Standing": string(standing), "Own": ownPath(c)}
	return h.render(c, status, public, "survey/standing", data, nil)
}

// answerSurvey answers a repeated request as the first one: the person sees the thanks.
func (h *Handlers) answerSurvey(c echo.Context) error {
	event, r, err := h.owner(c)
	if err != nil {
		return err
	}
	form, err := h.bind(c, &struct{}{})
	if err != nil {
		return err
	}
	standing, err := h.Surveys.Answer(c.Request().Context(), event, r, c.Param("id"), form.Values, h.texts(c).Lang)
	switch {
	case err != nil && !form.Take(err):
		return err
	case err == nil && (standing == survey.MayAnswer || standing == survey.HasAnswered):
		return seeOther(c, ownPath(c)+"/survey/"+url.PathEscape(c.Param("id"))+"/thanks")
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

func (h *Handlers) surveyThanks(c echo.Context) error {
	event, r, err := h.owner(c)
	if err != nil {
		return err
	}
	page, err := h.Surveys.AnswerPage(c.Request().Context(), event, r, c.Param("id"))
	if err != nil {
		return err
	}
	if page.Standing != survey.HasAnswered {
		return seeOther(c, ownPath(c)+"/survey/"+page.Survey.ID)
	}
	return h.showStanding(c, http.StatusOK, page.Survey, "thanks")
}
