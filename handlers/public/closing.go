package public

import (
	"github.com/labstack/echo/v4"

	"meguri/app/project"
	"meguri/app/service/paths"
	"meguri/handlers/web"
)

// Closings are the pages of people who are asked about a project that is over; the address holds a secret.
type Closings struct {
	*Pages
	Closings *project.Closings
}

type closingPage struct {
	*project.ReviewPage
	Path  paths.Review
	Scale []string
}

func closingPath(c echo.Context) paths.Review { return paths.OfReview(c.Param("secret")) }

// Show shows what the person is asked, and the thanks of the other side.
func (h *Closings) Show(c echo.Context) error { return h.show(c, nil) }

func (h *Closings) show(c echo.Context, form *web.Form) error {
	page, err := h.Closings.Page(c.Request().Context(), c.Param("secret"))
	if err != nil {
		return err
	}
	if form == nil {
		form = h.FormOf(c, project.ReviewInputOf(page.Review))
	}
	return h.ShowForm(c, "public/closing/show", closingPage{page, closingPath(c), project.Scale}, form)
}

// Answer stores what the person answers.
func (h *Closings) Answer(c echo.Context) error {
	var in project.ReviewInput
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	if form.OK() {
		err := h.Closings.Answer(c.Request().Context(), c.Param("secret"), &in)
		if err == nil {
			web.SetFlash(c, "success", "closing.answered")
			return web.SeeOther(c, string(closingPath(c)))
		}
		if !form.Take(err) {
			return err
		}
	}
	return h.show(c, form)
}

// Unpublish takes back that it may be published what changed.
func (h *Closings) Unpublish(c echo.Context) error {
	if err := h.Closings.Unpublish(c.Request().Context(), c.Param("secret")); err != nil {
		return err
	}
	web.SetFlash(c, "success", "closing.unpublished")
	return web.SeeOther(c, string(closingPath(c)))
}

// Report holds thanks of the other side until staff decide.
func (h *Closings) Report(c echo.Context) error {
	if err := h.Closings.Report(c.Request().Context(), c.Param("secret"), c.Param("id")); err != nil {
		return err
	}
	web.SetFlash(c, "success", "closing.reported")
	return web.SeeOther(c, string(closingPath(c)))
}

// Erase takes away who the person is, and what they wrote.
func (h *Closings) Erase(c echo.Context) error {
	if err := h.Closings.Erase(c.Request().Context(), c.Param("secret")); err != nil {
		return err
	}
	return h.Pages.Show(c, "public/closing/erased", nil)
}
