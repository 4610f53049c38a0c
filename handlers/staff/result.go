package staff

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"meguri/app/analysis"
	"meguri/app/audit"
	"meguri/app/service/paths"
	"meguri/app/survey"
	"meguri/handlers/web"
	"meguri/models"
)

// Results has what is done with the results of a survey: views that a person names, links for partners, and files.
type Results struct {
	*web.Kit
	Analysis *analysis.Service
	Surveys  *survey.Services
	Page     *Surveys
}

type surveyResultsPage struct {
	Results *survey.Results
	Rates   []survey.RateTable
	API     paths.APISurvey
	Shelf   *analysis.Shelf
	// Query is that of the view.
	Query string
	// Purposes and Days are the choices of the forms.
	Purposes, Days []web.Option
	// Waiting counts free texts that may lead to a person and that nobody looked at.
	Waiting int
}

// Look is the address of another view of the results.
func (p *surveyResultsPage) Look(path, question, by, is string, byCount bool) string {
	return web.WithQuery(path, survey.View{Question: question, By: by, Is: is, ByCount: byCount}.Query())
}

// Kept is the address of a named view.
func (p *surveyResultsPage) Kept(path, query string) string {
	values, _ := url.ParseQuery(query)
	return web.WithQuery(path, values)
}

// Shown reports whether the view with the query is the one that is shown.
func (p *surveyResultsPage) Shown(query string) bool { return query == p.Query }

// Results shows them, as the address asks.
func (h *Surveys) Results(c echo.Context) error {
	return h.showResults(c, survey.ReadView(c.QueryParams()), h.NewForm(c, url.Values{}))
}

// showResults shows a view of the results, with what was wrong in a form.
func (h *Surveys) showResults(c echo.Context, view survey.View, form *web.Form) error {
	ctx, event, id := c.Request().Context(), web.EventOf(c), c.Param("id")
	results, err := h.Surveys.Reading.Results(ctx, event, id, view)
	if err != nil {
		return err
	}
	rates, err := h.Surveys.Reading.Rates(ctx, event, id)
	if err != nil {
		return err
	}
	earlier, err := h.Analysis.EarlierEditions(ctx, web.AccountOf(c), event)
	if err != nil {
		return err
	}
	if err := h.Surveys.Reading.Compare(ctx, results, earlier); err != nil {
		return err
	}
	page := &surveyResultsPage{
		Results: results, Rates: rates, API: paths.OfAPISurvey(results.Survey.ID), Query: view.Query().Encode(),
	}
	mayShare := models.Holds(web.RolesOf(c), models.EditSurvey)
	if page.Shelf, err = h.Analysis.Shelf(ctx, web.AccountOf(c), event, id, mayShare); err != nil {
		return err
	}
	if page.Waiting, _, err = h.FreeTexts.Waiting(ctx, event, results.Survey); err != nil {
		return err
	}
	texts := h.Texts(c)
	for _, purpose := range audit.Purposes {
		page.Purposes = append(page.Purposes, web.Option{Value: purpose, Text: texts.T("audit.purpose_" + purpose)})
	}
	for _, days := range analysis.LinkDays {
		text := texts.T("member.token_days_n", "count", days)
		page.Days = append(page.Days, web.Option{Value: fmt.Sprint(days), Text: text})
	}
	return h.Render(c, resultsStatus(results, form), "staff/survey/results", page, form)
}

func resultsStatus(results *survey.Results, form *web.Form) int {
	switch {
	case !form.OK():
		return http.StatusUnprocessableEntity
	case results.Refused == "":
		return http.StatusOK
	case results.Refused == survey.RefusedOpen:
		return http.StatusConflict
	}
	return http.StatusUnprocessableEntity
}

// showWith shows the view of a form again, with what was wrong in it.
func (h *Results) showWith(c echo.Context, query string, form *web.Form) error {
	values, _ := url.ParseQuery(query)
	view := survey.ReadView(values)
	view.IsDouble = false
	return h.Page.showResults(c, view, form)
}

// SaveView gives the view a name, for the person alone.
func (h *Results) SaveView(c echo.Context) error {
	var in analysis.ViewInput
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	if !form.OK() {
		return h.showWith(c, in.View, form)
	}
	query, err := h.Analysis.SaveView(c.Request().Context(), web.AccountOf(c), web.EventOf(c), c.Param("id"), &in)
	return h.answer(c, form, err, query, in.View, "analysis.view_saved")
}

// DeleteView removes a name.
func (h *Results) DeleteView(c echo.Context) error {
	survey, view := resultParams(c)
	err := h.Analysis.DeleteView(c.Request().Context(), web.AccountOf(c), web.EventOf(c), survey, view)
	return h.answer(c, h.NewForm(c, url.Values{}), err, "", "", "analysis.view_deleted")
}

// Share makes a link for a partner.
func (h *Results) Share(c echo.Context) error {
	var in analysis.LinkInput
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	if !form.OK() {
		return h.showWith(c, in.View, form)
	}
	query := in.View
	link, err := h.Analysis.Share(c.Request().Context(), web.AccountOf(c), web.EventOf(c), c.Param("id"), &in)
	if err == nil {
		query = link.Query
	}
	return h.answer(c, form, err, query, in.View, "analysis.link_made")
}

// Revoke ends a link.
func (h *Results) Revoke(c echo.Context) error {
	survey, link := resultParams(c)
	err := h.Analysis.Revoke(c.Request().Context(), web.EventOf(c), survey, link)
	return h.answer(c, h.NewForm(c, url.Values{}), err, "", "", "analysis.link_revoked")
}

// resultParams are the survey of an address and what of its results is meant.
func resultParams(c echo.Context) (survey, id string) { return c.Param("id"), c.Param("which") }

// answer leads to the view with a word, or shows the view of the form with what was wrong.
func (h *Results) answer(c echo.Context, form *web.Form, err error, query, typed, said string) error {
	if err == nil {
		web.SetFlash(c, "success", said)
		values, _ := url.ParseQuery(query)
		return web.SeeOther(c, web.WithQuery(surveyPath(c).Results(), values))
	}
	if !form.Take(err) {
		return err
	}
	return h.showWith(c, typed, form)
}

// Table is the view as a file.
func (h *Results) Table(c echo.Context) error {
	view := survey.ReadView(c.QueryParams())
	results, err := h.Surveys.Reading.Results(c.Request().Context(), web.EventOf(c), c.Param("id"), view)
	if err != nil {
		return err
	}
	switch {
	case results.Stage != survey.StageReleased:
		return models.NewError(models.CodeConflict, "survey.not_released")
	case results.Refused != "":
		return models.NewError(models.CodeInvalid, string(results.Refused))
	}
	return web.SendCSV(c, web.EventOf(c).Slug+"-results.csv", results.Table(h.Texts(c)))
}

// resultFiles are those of single responses, by their name and encoding.
var resultFiles = map[string]func(paths.APISurvey) string{
	"responses.xlsx": paths.APISurvey.ResponsesXLSX, "responses.csv": paths.APISurvey.ResponsesCSV,
	"responses.json": paths.APISurvey.ResponsesJSON, "responses.sav": paths.APISurvey.ResponsesSPSS,
	"responses.parquet": paths.APISurvey.ResponsesParquet, "texts.parquet": paths.APISurvey.TextsParquet,
	"answers.csv": paths.APISurvey.AnswersCSV, "texts.csv": paths.APISurvey.TextsCSV,
	"texts.sav": paths.APISurvey.TextsSPSS,
}

// Download leads to the file that was chosen, or asks again what it is for.
func (h *Results) Download(c echo.Context) error {
	file, encoding, _ := strings.Cut(c.QueryParam("file"), " ")
	purpose := c.QueryParam("purpose")
	form := h.NewForm(c, c.QueryParams())
	path, ok := resultFiles[file]
	switch {
	case !ok:
		form.Fault("file", "field.choice")
	case !slices.Contains(audit.Purposes, purpose):
		form.Fault("purpose", "audit.purpose_required")
	default:
		query := url.Values{"purpose": {purpose}}
		switch encoding {
		case "":
		case "codes":
			query.Set("values", encoding)
		default:
			query.Set("encoding", encoding)
		}
		return web.SeeOther(c, web.WithQuery(path(paths.OfAPISurvey(c.Param("id"))), query))
	}
	return h.Page.showResults(c, survey.View{}, form)
}
