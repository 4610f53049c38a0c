package web

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"meguri/app/service/rows"
	"meguri/models"
)

// PastedField is where the rows of a spreadsheet are pasted.
const PastedField = "pasted"

// Rows is what the buttons of a form of rows do.
type Rows struct {
	// Paste adds the rows of a pasted table. It reports whether there are any.
	Paste func(text string) bool
	Save  func() error
	// To and Message are of the page that follows once the rows are saved.
	To, Message string
}

// ShownRows says how the page with the rows is shown again: its status, and how many empty rows it has.
type ShownRows struct{ Status, Blank int }

// SaveRows does what the button of the form says. Unless done, the page is shown again with the rows as they are now.
func (k *Kit) SaveRows(c echo.Context, form *Form, does Rows) (done bool, shown ShownRows, answer error) {
	switch form.Value("do") {
	case "add":
		return false, ShownRows{http.StatusOK, rows.Blank}, nil
	case "paste":
		if !does.Paste(form.Value(PastedField)) {
			form.Fault(PastedField, "rows.paste_nothing")
			return false, ShownRows{http.StatusUnprocessableEntity, 0}, nil
		}
		form.Values.Del(PastedField)
		return false, ShownRows{http.StatusOK, 0}, nil
	}
	err := does.Save()
	done, answer = k.Save(c, form, err, does.To, does.Message)
	if models.CodeOf(err) == models.CodeConflict {
		return done, ShownRows{http.StatusConflict, 0}, answer
	}
	return done, ShownRows{http.StatusUnprocessableEntity, 0}, answer
}
