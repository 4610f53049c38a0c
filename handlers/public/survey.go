package public

import (
	"cmp"
	"net/http"
	"net/url"
	"time"

	"github.com/labstack/echo/v4"

	"meguri/app/need"
	"meguri/app/service/paths"
	"meguri/app/survey"
	"meguri/handlers/web"
	"meguri/models"
)

// SurveyLinks are surveys that anyone with their link may answer.
type SurveyLinks struct {
	*web.Kit
	Surveys *survey.Services
	Needs   *need.Service
}

// The browser of somebody who has answered keeps a random value, so that it answers no survey twice. Until then the
// form has it, under browserField: a form that is sent twice counts once, also where no cookie is kept.
const (
	browserCookie = "meguri_survey"
	browserField  = "browser"
	browserAge    = 180 * 24 * time.Hour
)

// surveyLinkPage is a survey to be answered.
type surveyLinkPage struct {
	*survey.Sheet
	Own     paths.SurveyLink
	Browser string
}

// surveyLinkState says why a browser cannot answer, or thanks. Written is what was written and could not be sent.
type surveyLinkState struct {
	Survey      *models.Survey
	Eligibility survey.Eligibility
	Written     []web.WrittenAnswer
	AsksNeeds   bool
}

// Survey is the form.
func (h *SurveyLinks) Survey(c echo.Context) error {
	page, err := h.page(c, "")
	if err != nil {
		return err
	}
	if page.Eligibility != survey.MayAnswer {
		return h.showState(c, http.StatusOK, page, page.Eligibility, nil)
	}
	return h.showSheet(c, survey.NewSheet(page.Survey, nil), h.NewForm(c, url.Values{}))
}

// page reads the survey of the link, for this browser.
func (h *SurveyLinks) page(c echo.Context, browser string) (*survey.LinkPage, error) {
	browser = cmp.Or(web.ReadCookie(c, browserCookie), browser)
	page, err := h.Surveys.Answering.LinkPage(c.Request().Context(), c.Param("secret"), browser)
	if err == nil {
		web.SetEvent(c, page.Event)
	}
	return page, err
}

func (h *SurveyLinks) showSheet(c echo.Context, sheet *survey.Sheet, form *web.Form) error {
	form.InOrder(sheet.Fields())
	page := surveyLinkPage{sheet, paths.OfSurveyLink(c.Param("secret")), form.Value(browserField)}
	if page.Browser == "" {
		page.Browser = models.NewSecret()
	}
	return h.ShowForm(c, "public/survey/answer", page, form)
}

func (h *SurveyLinks) showState(
	c echo.Context, status int, page *survey.LinkPage, eligibility survey.Eligibility, written []web.WrittenAnswer,
) error {
	asksNeeds, err := h.Needs.IsAsked(c.Request().Context(), page.Event)
	if err != nil {
		return err
	}
	state := surveyLinkState{page.Survey, eligibility, written, asksNeeds}
	return h.Render(c, status, "public/survey/eligibility", state, nil)
}

// Answer turns a page of the form, or stores the answers.
func (h *SurveyLinks) Answer(c echo.Context) error {
	form, err := h.Bind(c, &struct{}{})
	if err != nil {
		return err
	}
	page, err := h.page(c, form.Value(browserField))
	if err != nil {
		return err
	}
	sheet := survey.NewSheet(page.Survey, form.Values)
	if page.Eligibility == survey.MayAnswer && form.Value(survey.StepField) != "" {
		send, err := sheet.Turn()
		if err != nil && !form.Take(err) {
			return err
		}
		if !send {
			return h.showSheet(c, sheet, form)
		}
	}
	return h.send(c, page, sheet, form)
}

// send gives a form that is sent again the same answer as the first time. What another form of a browser that has
// answered says is not stored, and shown again.
func (h *SurveyLinks) send(c echo.Context, page *survey.LinkPage, sheet *survey.Sheet, form *web.Form) error {
	sent := form.Value(browserField)
	if sent == "" { // a page of ours has one
		sent = models.NewSecret()
	}
	browser := cmp.Or(web.ReadCookie(c, browserCookie), sent)
	eligibility, err := h.Surveys.Answering.AnswerByLink(
		c.Request().Context(), c.Param("secret"), browser, form.Values, h.Texts(c).Lang,
	)
	switch {
	case err != nil && models.CodeOf(err) != models.CodeInvalid:
		return err
	case err != nil:
		form.Take(sheet.ShowFault(err))
		return h.showSheet(c, sheet, form)
	case eligibility == survey.MayAnswer || eligibility == survey.HasAnswered && browser == sent:
		web.SetCookie(c, browserCookie, browser, browserAge)
		return web.SeeOther(c, paths.OfSurveyLink(c.Param("secret")).Thanks())
	}
	return h.showState(c, http.StatusConflict, page, eligibility, web.Written(page.Flat(), form))
}

// Thanks is the page after sending.
func (h *SurveyLinks) Thanks(c echo.Context) error {
	page, err := h.page(c, "")
	if err != nil {
		return err
	}
	return h.showState(c, http.StatusOK, page, "thanks", nil)
}
