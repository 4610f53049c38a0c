package staff

import (
	"github.com/labstack/echo/v4"

	"meguri/app/promise"
	"meguri/handlers/web"
)

// Promises has the page of what people will go on with.
type Promises struct {
	*web.Kit
	Promises *promise.Service
}

// List is what people promised, in numbers, and what is public.
func (h *Promises) List(c echo.Context) error {
	page, err := h.Promises.StaffPage(c.Request().Context(), web.EventOf(c))
	if err != nil {
		return err
	}
	return h.Show(c, "staff/promise/index", page)
}

// Hide takes a public promise off the pages of others, or puts it back.
func (h *Promises) Hide(c echo.Context) error {
	form, err := h.Bind(c, &struct {
		Show string `form:"show"`
	}{})
	if err != nil {
		return err
	}
	err = h.Promises.SetHidden(c.Request().Context(), web.EventOf(c), c.Param("id"), form.Value("show") == "")
	if err != nil {
		return err
	}
	return web.SeeOther(c, staffEvent(c).Promises())
}
