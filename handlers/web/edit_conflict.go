package web

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"
)

// EditConflict is a field in which what was typed is not what somebody else saved meanwhile.
type EditConflict struct{ Label, Saved string }

// Labels are the names of fields, each with the key of its label, in the order of the page.
type Labels [][2]string

// EditConflicts compares a form with what is saved, in the order of the labels. Browsers send lines that end in CR LF.
func (f *Form) EditConflicts(saved url.Values, labels Labels) []EditConflict {
	var list []EditConflict
	for _, l := range labels {
		typed := strings.TrimSpace(strings.ReplaceAll(f.Values.Get(l[0]), "\r\n", "\n"))
		if theirs := strings.TrimSpace(saved.Get(l[0])); typed != theirs {
			list = append(list, EditConflict{f.texts.T(l[1]), theirs})
		}
	}
	return list
}

// ShowEditConflict answers with a page whose form was about an older version: 409, with what was typed.
func (k *Kit) ShowEditConflict(c echo.Context, name string, data any, form *Form) error {
	return k.Render(c, http.StatusConflict, name, data, form)
}
