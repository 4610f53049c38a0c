package staff

import (
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"meguri/app/service/question"
	"meguri/app/service/rows"
	"meguri/app/survey"
	"meguri/handlers/web"
)

// editorPage is a survey with its questions as rows, with the kinds that they may have.
type editorPage struct {
	*survey.EditorPage
	Choices []kindChoice
	// Unsaved says that the rows are not stored as they are shown.
	Unsaved bool
}

// kindChoice is a kind of question, and what it asks for.
type kindChoice struct {
	web.Option
	question.Show
}

func (h *Surveys) editorPage(c echo.Context, typed *survey.QuestionsInput, blank int) (*editorPage, error) {
	page, err := h.Surveys.Writing.EditorPage(c.Request().Context(), web.EventOf(c), c.Param("id"), typed, blank)
	if err != nil {
		return nil, err
	}
	shown, texts := &editorPage{EditorPage: page, Unsaved: typed != nil}, h.Texts(c)
	for _, kind := range page.Kinds {
		option := web.Option{Value: string(kind), Text: texts.T("question.kind_" + string(kind))}
		shown.Choices = append(shown.Choices, kindChoice{option, question.ShowKind(kind)})
	}
	return shown, nil
}

func (h *Surveys) Editor(c echo.Context) error { return h.showEditor(c, nil) }

func (h *Surveys) showEditor(c echo.Context, form *web.Form) error {
	page, err := h.editorPage(c, nil, rows.Blank)
	if err != nil {
		return err
	}
	status := http.StatusOK
	if !form.OK() {
		status = http.StatusUnprocessableEntity
	}
	return h.Render(c, status, "staff/survey/editor", page, form)
}

// SaveQuestions stores the rows, or shows them with more rows, as the button says.
func (h *Surveys) SaveQuestions(c echo.Context) error {
	form, err := h.Bind(c, &struct{}{})
	if err != nil {
		return err
	}
	in := survey.ReadQuestions(form.Values)
	form.InOrder(append(in.Fields(), web.PastedField))
	if name, ok := strings.CutPrefix(form.Value("do"), templateButton); ok {
		return h.addTemplate(c, form, in, survey.Template(name))
	}
	done, shown, err := h.SaveRows(c, form, web.Rows{
		Paste: in.Paste,
		Save: func() error {
			return h.Surveys.Writing.SaveQuestions(c.Request().Context(), web.EventOf(c), c.Param("id"), in)
		},
		To: string(surveyPath(c)), Message: "survey.saved",
	})
	if done {
		return err
	}
	page, err := h.editorPage(c, in, shown.Blank)
	if err != nil {
		return err
	}
	return h.Render(c, shown.Status, "staff/survey/editor", page, form)
}

// templateButton is how the value of a button begins that adds the questions of a template.
const templateButton = "template-"

// addTemplate shows the rows with those of a template, which are stored when the rows are saved.
func (h *Surveys) addTemplate(c echo.Context, form *web.Form, in *survey.QuestionsInput, name survey.Template) error {
	added, err := h.Surveys.Writing.AddTemplate(c.Request().Context(), web.EventOf(c), name, in)
	if err != nil {
		return err
	}
	page, err := h.editorPage(c, in, 0)
	if err != nil {
		return err
	}
	if !added {
		form.Message = h.Texts(c).T("sheet.template_none")
		return h.Render(c, http.StatusUnprocessableEntity, "staff/survey/editor", page, form)
	}
	return h.Render(c, http.StatusOK, "staff/survey/editor", page, form)
}
