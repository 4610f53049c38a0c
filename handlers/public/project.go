package public

import (
	"github.com/labstack/echo/v4"

	"meguri/app/project"
	"meguri/handlers/web"
)

// Projects are projects as everybody sees them.
type Projects struct {
	*Pages
	Publications *project.Publications
}

// Show shows one that all organizations that take part publish.
func (h *Projects) Show(c echo.Context) error {
	page, err := h.Publications.Public(c.Request().Context(), c.Param("id"))
	if err != nil {
		return err
	}
	return h.Pages.Show(c, "public/project/public", page)
}

// SetNamed says whether the public page may name the person whose mailed link it is.
func (h *Projects) SetNamed(c echo.Context) error {
	var in project.NamedInput
	if _, err := h.Bind(c, &in); err != nil {
		return err
	}
	if err := h.Publications.SetNamed(c.Request().Context(), c.Param("secret"), &in); err != nil {
		return err
	}
	web.SetFlash(c, "success", "publication.named_saved")
	return web.SeeOther(c, string(teamPath(c)))
}
