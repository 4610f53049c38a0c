package web

import (
	"net/http"

	"github.com/labstack/echo/v4"
)

// EditConflict is a field in which what was typed is not what somebody else saved meanwhile.
type EditConflict struct{ Label, Saved string }

// ShowEditConflict answers with a page whose form was about an older version: 409, with what was typed.
func (k *Kit) ShowEditConflict(c echo.Context, name string, data any, form *Form) error {
	return k.Render(c, http.StatusConflict, name, data, form)
}
