package staff

import (
	"encoding/json"
	"io"
	"net/url"

	"github.com/labstack/echo/v4"

	"meguri/app/service/paths"
	"meguri/app/survey"
	"meguri/handlers/web"
)

// SurveyForms has what staff do with the questions of a survey besides writing them: when they are shown, and surveys
// as files and copies.
type SurveyForms struct {
	*web.Kit
	Surveys *survey.Services
}

// Condition asks for which answers a question is shown.
func (h *SurveyForms) Condition(c echo.Context) error {
	page, err := h.conditionPage(c)
	if err != nil {
		return err
	}
	return h.ShowForm(c, "staff/survey/condition", page, h.NewForm(c, url.Values{survey.ConditionField: page.Chosen()}))
}

func (h *SurveyForms) conditionPage(c echo.Context) (*survey.ConditionPage, error) {
	return h.Surveys.Writing.ConditionPage(c.Request().Context(), web.EventOf(c), c.Param("id"), c.Param("question"))
}

func (h *SurveyForms) SaveCondition(c echo.Context) error {
	form, err := h.Bind(c, &struct{}{})
	if err != nil {
		return err
	}
	err = h.Surveys.Writing.SaveCondition(
		c.Request().Context(), web.EventOf(c), c.Param("id"), c.Param("question"), form.Values[survey.ConditionField],
	)
	if done, answer := h.Save(c, form, err, string(surveyPath(c)), "survey.saved"); done {
		return answer
	}
	page, err := h.conditionPage(c)
	if err != nil {
		return err
	}
	return h.ShowForm(c, "staff/survey/condition", page, form)
}

// Bank offers the questions of earlier surveys.
func (h *SurveyForms) Bank(c echo.Context) error {
	return h.showBank(c, h.NewForm(c, url.Values{}))
}

func (h *SurveyForms) showBank(c echo.Context, form *web.Form) error {
	page, err := h.Surveys.Writing.Bank(c.Request().Context(), web.EventOf(c), c.Param("id"), c.QueryParam("q"))
	if err != nil {
		return err
	}
	return h.ShowForm(c, "staff/survey/bank", page, form)
}

// TakeFromBank adds those that are ticked.
func (h *SurveyForms) TakeFromBank(c echo.Context) error {
	form, err := h.Bind(c, &struct{}{})
	if err != nil {
		return err
	}
	err = h.Surveys.Writing.TakeFromBank(
		c.Request().Context(), web.EventOf(c), c.Param("id"), form.Values[survey.BankField],
	)
	if done, answer := h.Save(c, form, err, string(surveyPath(c)), "bank.taken"); done {
		return answer
	}
	return h.showBank(c, form)
}

// Export sends a survey as a file that Import reads.
func (h *SurveyForms) Export(c echo.Context) error {
	document, err := h.Surveys.Writing.Document(c.Request().Context(), web.EventOf(c), c.Param("id"))
	if err != nil {
		return err
	}
	name := web.EventOf(c).Slug + "-survey-questions.json"
	return web.SendFile(c, name, echo.MIMEApplicationJSON, func(w io.Writer) error {
		encoder := json.NewEncoder(w)
		encoder.SetEscapeHTML(false)
		encoder.SetIndent("", "  ")
		return encoder.Encode(document)
	})
}

type surveyCopyPage struct {
	Earlier []survey.Earlier
	// Faults are the fields of questions of a file that are at fault, with what they are called.
	Faults []survey.Field
}

// From offers the surveys of earlier events, and to read a file.
func (h *SurveyForms) From(c echo.Context) error {
	return h.showFrom(c, h.NewForm(c, url.Values{}), nil)
}

func (h *SurveyForms) showFrom(c echo.Context, form *web.Form, faults []survey.Field) error {
	earlier, err := h.Surveys.Writing.Earlier(c.Request().Context(), web.EventOf(c))
	if err != nil {
		return err
	}
	return h.ShowForm(c, "staff/survey/from", surveyCopyPage{earlier, faults}, form)
}

// Copy makes a draft of an earlier survey.
func (h *SurveyForms) Copy(c echo.Context) error {
	form, err := h.Bind(c, &struct{}{})
	if err != nil {
		return err
	}
	made, err := h.Surveys.Writing.Copy(c.Request().Context(), web.EventOf(c), form.Value("survey"))
	if err == nil {
		web.SetFlash(c, "success", "sheet.copied")
		return web.SeeOther(c, string(paths.OfStaffEvent(web.EventOf(c).Slug).Survey(made.ID)))
	}
	if !form.Take(err) {
		return err
	}
	return h.showFrom(c, form, nil)
}

// Import makes a draft of a file.
func (h *SurveyForms) Import(c echo.Context) error {
	file, _, err := web.Uploaded(c, "file")
	if err != nil {
		return err
	}
	form := h.NewForm(c, url.Values{})
	made, err := h.Surveys.Writing.Import(c.Request().Context(), web.EventOf(c), file)
	if err == nil {
		web.SetFlash(c, "success", "sheet.imported")
		return web.SeeOther(c, string(paths.OfStaffEvent(web.EventOf(c).Slug).Survey(made.ID)))
	}
	if !form.Take(err) {
		return err
	}
	var faults []survey.Field
	order := []string{survey.FileField}
	for n := 1; n <= survey.MaxQuestions; n++ {
		if field := survey.QuestionField(n); form.Error(field) != "" {
			form.Called(field, h.Texts(c).T("sheet.file_question", "n", n))
			faults, order = append(faults, survey.Field{Name: field, Value: form.Error(field)}), append(order, field)
		}
	}
	form.InOrder(order)
	return h.showFrom(c, form, faults)
}
