package staff

import (
	"github.com/labstack/echo/v4"

	"meguri/app/service/table"
	"meguri/handlers/web"
)

// takeList takes the file of a form for a preview. Where there is none that can be taken, the form says why.
func takeList(c echo.Context, form *web.Form) (list *table.List, err error) {
	content, name, err := web.Uploaded(c, "file")
	if err != nil {
		return nil, err
	}
	list = &table.List{}
	if name == "" {
		form.Fault("file", "import.no_file")
		return nil, nil
	}
	if err := list.Take(name, content); err != nil && !form.Take(err) {
		return nil, err
	}
	return list, nil
}
