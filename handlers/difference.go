package handlers

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"
)

// difference is a field in which what was typed is not what somebody else saved meanwhile.
type difference struct{ Label, Saved string }

// label is a field's name and the key of its label.
type label struct{ field, key string }

// differences compares a form with what is saved, in the order of the labels. Browsers send lines that end in CR LF.
func (f *Form) differences(saved url.Values, labels []label) []difference {
	var list []difference
	for _, l := range labels {
		typed := strings.TrimSpace(strings.ReplaceAll(f.Values.Get(l.field), "\r\n", "\n"))
		if theirs := strings.TrimSpace(saved.Get(l.field)); typed != theirs {
			list = append(list, difference{f.texts.T(l.key), theirs})
		}
	}
	return list
}

// showConflict answers with a page whose form was about an older version: 409, with what was typed.
func (h *Handlers) showConflict(c echo.Context, l layout, name string, data any, form *Form) error {
	return h.render(c, http.StatusConflict, l, name, data, form)
}
