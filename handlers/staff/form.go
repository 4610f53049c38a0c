package staff

import (
	"net/url"

	"github.com/labstack/echo/v4"

	"meguri/app/form"
	"meguri/app/registration"
	asked "meguri/app/service/ask"
	"meguri/app/service/paths"
	"meguri/app/service/question"
	"meguri/handlers/web"
	"meguri/models"
)

// Forms has the pages on which staff write what an event asks in its form of registration.
type Forms struct {
	*web.Kit
	Forms   *form.Service
	Answers registration.Answers
}

type formPage struct {
	*form.Page
	Path paths.Form
	// Choices are the kinds of questions that may be added.
	Choices []web.Option
	Tried   []asked.Line
	// HasTried says that answers were tried, and are none that would be stored where there are no lines.
	HasTried bool
}

func formPath(c echo.Context) paths.Form { return staffEvent(c).Form() }

func (h *Forms) page(c echo.Context) (*formPage, error) {
	page, err := h.Forms.Page(c.Request().Context(), web.EventOf(c))
	if err != nil {
		return nil, err
	}
	shown := &formPage{Page: page, Path: formPath(c)}
	for _, kind := range page.Kinds {
		text := h.Texts(c).T("question.kind_" + string(kind))
		shown.Choices = append(shown.Choices, web.Option{Value: string(kind), Text: text})
	}
	return shown, nil
}

// Show lists the questions.
func (h *Forms) Show(c echo.Context) error {
	page, err := h.page(c)
	if err != nil {
		return err
	}
	return h.ShowForm(c, "staff/form/index", page, h.FormOf(c, page.Input))
}

// SaveSettings stores until when people may change what they said.
func (h *Forms) SaveSettings(c echo.Context) error {
	var in form.SettingsInput
	return h.change(c, &in, "form.settings_saved", func() error {
		return h.Forms.SaveSettings(c.Request().Context(), web.EventOf(c), &in)
	})
}

// moveInput is by how many places a question goes down, or up where it is less than 0.
type moveInput struct {
	By int `form:"by"`
}

// Move moves a question.
func (h *Forms) Move(c echo.Context) error {
	var in moveInput
	return h.change(c, &in, "form.moved", func() error {
		return h.Forms.Move(c.Request().Context(), web.EventOf(c), c.Param("question"), in.By)
	})
}

// Remove takes a question out of the form.
func (h *Forms) Remove(c echo.Context) error {
	return h.change(c, &struct{}{}, "form.removed", func() error {
		return h.Forms.Remove(c.Request().Context(), web.EventOf(c), c.Param("question"))
	})
}

// change does what a button of the list says, and shows the list again, with a message or with the faults.
func (h *Forms) change(c echo.Context, in any, message string, do func() error) error {
	bound, err := h.Bind(c, in)
	if err != nil {
		return err
	}
	if bound.OK() {
		if done, answer := h.Save(c, bound, do(), string(formPath(c)), message); done {
			return answer
		}
	}
	page, err := h.page(c)
	if err != nil {
		return err
	}
	if _, ofSettings := in.(*form.SettingsInput); !ofSettings {
		for name, values := range h.FormOf(c, page.Input).Values {
			bound.Values[name] = values
		}
	}
	return h.ShowForm(c, "staff/form/index", page, bound)
}

type formQuestionPage struct {
	*form.QuestionPage
	Path paths.Form
	// Lines are those of options.
	Lines []question.OptionRow
	// Stored is what somebody else saved meanwhile, nil where nobody did.
	Stored *form.Input
}

// New asks for a new question of a kind.
func (h *Forms) New(c echo.Context) error {
	page, err := h.questionPage(c, "", models.QuestionKind(c.QueryParam("kind")))
	if err != nil {
		return web.SeeOther(c, string(formPath(c)))
	}
	return h.showQuestion(c, page, h.FormOf(c, page.Input))
}

// Question shows the form of a question.
func (h *Forms) Question(c echo.Context) error {
	page, err := h.questionPage(c, c.Param("question"), "")
	if err != nil {
		return err
	}
	return h.showQuestion(c, page, h.FormOf(c, page.Input))
}

func (h *Forms) questionPage(c echo.Context, slug string, kind models.QuestionKind) (*formQuestionPage, error) {
	page, err := h.Forms.QuestionPage(c.Request().Context(), web.EventOf(c), slug, kind)
	if err != nil {
		return nil, err
	}
	return &formQuestionPage{QuestionPage: page, Path: formPath(c), Lines: form.OptionLines(page.Input)}, nil
}

func (h *Forms) showQuestion(c echo.Context, page *formQuestionPage, shown *web.Form) error {
	return h.ShowForm(c, "staff/form/question", page, shown)
}

// Add stores a new question, and SaveQuestion one that there is.
func (h *Forms) Add(c echo.Context) error { return h.save(c, "") }

// SaveQuestion stores a question that was changed.
func (h *Forms) SaveQuestion(c echo.Context) error { return h.save(c, c.Param("question")) }

func (h *Forms) save(c echo.Context, slug string) error {
	var in form.Input
	bound, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	if bound.OK() {
		err := h.Forms.Save(c.Request().Context(), web.EventOf(c), slug, &in)
		if done, answer := h.Save(c, bound, err, string(formPath(c)), "form.saved"); done {
			return answer
		}
		if models.CodeOf(err) == models.CodeConflict {
			return h.showConflict(c, slug, &in, bound)
		}
	}
	page, err := h.questionPage(c, slug, in.Kind)
	switch {
	case slug == "" && models.CodeOf(err) == models.CodeNotFound: // there is no such kind
		return web.SeeOther(c, string(formPath(c)))
	case err != nil:
		return err
	}
	page.Lines = form.OptionLines(&in)
	return h.showQuestion(c, page, bound)
}

// showConflict shows what was typed beside what somebody else saved: sent again, it replaces that.
func (h *Forms) showConflict(c echo.Context, slug string, in *form.Input, bound *web.Form) error {
	page, err := h.questionPage(c, slug, in.Kind)
	if err != nil {
		return err
	}
	page.Stored, page.Lines = page.Input, form.OptionLines(in)
	bound.Values.Set("was", page.Input.Was)
	return h.showQuestion(c, page, bound)
}

// Preview shows the form as people fill it in.
func (h *Forms) Preview(c echo.Context) error {
	return h.showPreview(c, h.NewForm(c, url.Values{}), false)
}

// Try checks answers as if they were sent, and says how they would be stored. It stores nothing.
func (h *Forms) Try(c echo.Context) error {
	bound, err := h.Bind(c, &struct{}{})
	if err != nil {
		return err
	}
	return h.showPreview(c, bound, true)
}

func (h *Forms) showPreview(c echo.Context, bound *web.Form, try bool) error {
	page, err := h.page(c)
	if err != nil {
		return err
	}
	bound.InOrder(page.Form.Names(""))
	if try {
		answers, err := page.Try(bound.Value("ticket_type"), bound.Values)
		if err != nil && !bound.Take(err) {
			return err
		}
		if err == nil {
			r := &models.Registration{Answers: answers, FormVersion: page.Form.Number}
			page.HasTried = true
			page.Tried, err = h.Answers.Lines(c.Request().Context(), h.Texts(c), web.EventOf(c), r)
			if err != nil {
				return err
			}
		}
	}
	return h.ShowForm(c, "staff/form/preview", page, bound)
}
