package staff

import (
	"net/url"
	"slices"

	"github.com/labstack/echo/v4"

	"meguri/app/survey"
	"meguri/handlers/web"
)

// tryPage is a survey that staff try, as a kind of person: a page of it, or what would have been stored.
type tryPage struct {
	*survey.Sheet
	Tried   []survey.Tried
	Viewers []survey.Viewer
	As      survey.Viewer
}

// Sees says whether the survey asks those as whom it is looked at.
func (p *tryPage) Sees() survey.Eligibility { return p.As.Sees(p.Survey) }

func newTryPage(c echo.Context, sheet *survey.Sheet) *tryPage {
	page := &tryPage{Sheet: sheet, Viewers: survey.Viewers(sheet.Survey), As: survey.Viewer(c.QueryParam("as"))}
	if !slices.Contains(page.Viewers, page.As) {
		page.As = page.Viewers[0]
	}
	return page
}

func (h *Surveys) Preview(c echo.Context) error {
	page, err := h.Surveys.Writing.PreviewPage(c.Request().Context(), web.EventOf(c), c.Param("id"))
	if err != nil {
		return err
	}
	return h.showTry(c, newTryPage(c, survey.NewSheet(page.Survey, nil)), h.NewForm(c, url.Values{}))
}

func (h *Surveys) showTry(c echo.Context, page *tryPage, form *web.Form) error {
	form.InOrder(page.Fields())
	return h.ShowForm(c, "staff/survey/preview", page, form)
}

// Try turns the pages of a survey, and checks what was answered, as for those who answer; it stores nothing.
func (h *Surveys) Try(c echo.Context) error {
	form, err := h.Bind(c, &struct{}{})
	if err != nil {
		return err
	}
	page, err := h.Surveys.Writing.PreviewPage(c.Request().Context(), web.EventOf(c), c.Param("id"))
	if err != nil {
		return err
	}
	shown := newTryPage(c, survey.NewSheet(page.Survey, form.Values))
	send, err := shown.Turn()
	if send {
		shown.Tried, err = shown.Sheet.Try()
	}
	if err != nil && !form.Take(err) {
		return err
	}
	return h.showTry(c, shown, form)
}
