package staff

import (
	"github.com/labstack/echo/v4"

	"meguri/app/survey"
	"meguri/handlers/web"
)

// SurveyLinks are the links by which anyone may answer.
type SurveyLinks struct{ *Surveys }

// Change opens, ends or renews the link of a survey.
func (h *SurveyLinks) Change(c echo.Context) error {
	ctx, event := c.Request().Context(), web.EventOf(c)
	changed := h.Surveys.Surveys.Asking.ChangeLink(ctx, event, c.Param("id"), survey.LinkChange(c.FormValue("link")))
	page, err := h.Surveys.Surveys.Writing.SettingsPage(ctx, event, c.Param("id"))
	if err != nil {
		return err
	}
	form := h.FormOf(c, page.Input)
	if done, answer := h.Save(c, form, changed, surveyPath(c).Settings()+"#link", "survey_link.changed"); done {
		return answer
	}
	return h.showSettings(c, page, form)
}
