package web

import (
	"net/url"

	"github.com/labstack/echo/v4"
)

// AnswersPage is a page on which answers to the questions of an event's form are changed, by the attendee or by staff.
type AnswersPage struct {
	Template string
	Data     any
	// Given is what was answered before; Names are the fields of the questions, in their order.
	Given url.Values
	Names []string
}

// Show shows it with what was typed, or with what was answered before where form is nil.
func (page *AnswersPage) Show(k *Kit, c echo.Context, form *Form) error {
	if form == nil {
		form = k.NewForm(c, page.Given)
	}
	form.InOrder(append(page.Names, "form_version"))
	return k.ShowForm(c, page.Template, page.Data, form)
}

// SaveAnswers binds what was sent into in, has it stored and leads to the address, or shows the page again by show.
func SaveAnswers(
	k *Kit, c echo.Context, in any, store func(typed url.Values) error, to string, show func(echo.Context, *Form) error,
) error {
	form, err := k.Bind(c, in)
	if err != nil {
		return err
	}
	if form.OK() {
		if done, answer := k.Save(c, form, store(form.Values), to, "form.answers_saved"); done {
			return answer
		}
	}
	return show(c, form)
}
