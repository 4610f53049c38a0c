package public

import (
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"meguri/app/analysis"
	"meguri/app/survey"
	"meguri/handlers/web"
)

// Results has the pages of partners' links: one view of a survey's results.
type Results struct {
	*web.Kit
	Analysis *analysis.Service
	Surveys  *survey.Services
}

type resultPage struct {
	*analysis.Opened
	Results *survey.Results
}

// Show is the view that the link was made for. Nothing in the address but the secret changes it.
func (h *Results) Show(c echo.Context) error {
	ctx := c.Request().Context()
	opened, err := h.Analysis.Open(ctx, c.Param("secret"))
	if err != nil {
		return err
	}
	query, err := url.ParseQuery(opened.Query)
	if err != nil {
		return err
	}
	results, err := h.Surveys.Reading.Results(ctx, opened.Event, opened.SurveyID, survey.ReadView(query))
	if err != nil {
		return err
	}
	results.ForPartner(opened.Texts)
	web.SetEvent(c, opened.Event)
	return h.Render(c, http.StatusOK, "public/result/show", resultPage{opened, results}, nil)
}
