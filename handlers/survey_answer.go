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
	s, standing, err := h.Surveys.Look(c.Request().Context(), event, r, c.Param("id"))
	if err != nil {
		return err
	}
	if standing != survey.MayAnswer {
		return h.showStanding(c, http.StatusOK, s, standing)
	}
	return h.showSurvey(c, s, h.newForm(c, url.Values{}))
}

func (h *Handlers) showSurvey(c echo.Context, s *models.Survey, form *Form) error {
	return h.showForm(c, public, "survey/answer", map[string]any{"Survey": s, "Own": ownPath(c)}, form)
}

// showStanding tells why there is nothing to answer.
func (h *Handlers) showStanding(c echo.Context, status int, s *models.Survey, standing survey.Standing) error {
	return h.render(c, status, public, "survey/standing", map[string]any{"Survey": s, "Standing": string(standing), "Own": ownPath(c)}, nil)
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
	s, _, lookErr := h.Surveys.Look(c.Request().Context(), event, r, c.Param("id"))
	switch {
	case lookErr != nil:
		return lookErr
	case err == nil:
		return h.showStanding(c, http.StatusConflict, s, standing)
	}
	return h.showSurvey(c, s, form)
}

func (h *Handlers) surveyThanks(c echo.Context) error {
	event, r, err := h.owner(c)
	if err != nil {
		return err
	}
	s, standing, err := h.Surveys.Look(c.Request().Context(), event, r, c.Param("id"))
	if err != nil {
		return err
	}
	if standing != survey.HasAnswered {
		return seeOther(c, ownPath(c)+"/survey/"+s.ID)
	}
	return h.showStanding(c, http.StatusOK, s, "thanks")
}
