package staff

import (
	"strconv"

	"github.com/labstack/echo/v4"

	"meguri/app/survey"
	"meguri/handlers/web"
	"meguri/models"
)

// SurveyNames shows who answered what in a named survey.
type SurveyNames struct {
	*web.Kit
	Surveys *survey.Services
}

// List lists who answered.
func (h *SurveyNames) List(c echo.Context) error {
	var after int64
	if typed := c.QueryParam("after"); typed != "" {
		var err error
		if after, err = strconv.ParseInt(typed, 10, 64); err != nil {
			return models.InvalidFields(map[string]string{"after": "field.choice"})
		}
	}
	page, err := h.Surveys.Exporting.NamedPage(c.Request().Context(), web.EventOf(c), c.Param("id"), after)
	if err != nil {
		return err
	}
	return h.Show(c, "staff/survey/answers", page)
}

// Person shows what one person answered.
func (h *SurveyNames) Person(c echo.Context) error {
	page, err := h.Surveys.Exporting.NamedAnswers(
		c.Request().Context(), web.EventOf(c), c.Param("id"), c.Param("registration"),
	)
	if err != nil {
		return err
	}
	return h.Show(c, "staff/survey/answers_of", page)
}
