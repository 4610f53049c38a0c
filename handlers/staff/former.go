package staff

import (
	"github.com/labstack/echo/v4"

	"meguri/app/project"
	"meguri/app/service/paths"
	"meguri/handlers/web"
)

// Former imports projects of former years.
type Former struct {
	*web.Kit
	Former *project.Former
}

func formerHome(c echo.Context) paths.StaffFormer { return projectHome(c).Former() }

type formerPage struct {
	*project.FormerPage
	Home paths.StaffProjects
	Path paths.StaffFormer
}

// Show is where a file is brought, and what was imported.
func (h *Former) Show(c echo.Context) error {
	page, err := h.Former.Page(c.Request().Context(), web.HostOf(c))
	if err != nil {
		return err
	}
	return h.show(c, page, h.NewForm(c, nil))
}

func (h *Former) show(c echo.Context, page *project.FormerPage, form *web.Form) error {
	return h.ShowForm(c, "staff/former/index", formerPage{page, projectHome(c), formerHome(c)}, form)
}

func (h *Former) refuse(c echo.Context, form *web.Form) error {
	page, err := h.Former.Page(c.Request().Context(), web.HostOf(c))
	if err != nil {
		return err
	}
	return h.show(c, page, form)
}

// Preview shows what a file would do. Nothing is stored.
func (h *Former) Preview(c echo.Context) error {
	form, err := h.Bind(c, &struct{}{})
	if err != nil {
		return err
	}
	list, err := takeList(c, form)
	if err != nil {
		return err
	}
	if !form.OK() {
		return h.refuse(c, form)
	}
	page, err := h.Former.Preview(c.Request().Context(), web.HostOf(c), list)
	if err != nil {
		if form.Take(err) {
			return h.refuse(c, form)
		}
		return err
	}
	return h.show(c, page, form)
}

// Store stores what the preview showed.
func (h *Former) Store(c echo.Context) error {
	var in project.FormerInput
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	if _, err := h.Former.Store(c.Request().Context(), web.HostOf(c), &in); err != nil {
		if form.Take(err) {
			return h.refuse(c, form)
		}
		return err
	}
	web.SetFlash(c, "success", "former.stored")
	return web.SeeOther(c, string(formerHome(c)))
}

// Template sends a file to fill in.
func (h *Former) Template(c echo.Context) error {
	return web.SendCSV(c, web.HostOf(c).Slug+"-projects-template.csv", project.FormerTemplate(h.Texts(c)))
}

// Undo takes an import back.
func (h *Former) Undo(c echo.Context) error {
	if err := h.Former.Undo(c.Request().Context(), web.HostOf(c), c.Param("import")); err != nil {
		return err
	}
	web.SetFlash(c, "success", "former.undone")
	return web.SeeOther(c, string(formerHome(c)))
}

type formerDeskPage struct {
	*project.FormerDesk
	Home paths.StaffProjects
}

// showFormer shows a project of former years; with a form, why it was not changed.
func (h *Projects) showFormer(c echo.Context, form *web.Form) error {
	desk, err := h.Former.Desk(c.Request().Context(), needPlace(c), c.Param("id"))
	if err != nil {
		return err
	}
	if form == nil {
		form = h.NewForm(c, nil)
	}
	return h.ShowForm(c, "staff/former/show", formerDeskPage{desk, projectHome(c)}, form)
}
