package staff

import (
	"net/url"

	"github.com/labstack/echo/v4"

	"meguri/app/organization"
	"meguri/app/service/paths"
	"meguri/handlers/web"
)

// HostDoubles are the pages on which two entries of one organization are put together.
type HostDoubles struct {
	*web.Kit
	Organizations *organization.Service
}

func hostHome(c echo.Context) paths.StaffOrganization {
	return paths.OfStaffOrganization(web.HostOf(c).Slug)
}

type hostDoublesPage struct {
	*organization.DoublesPage
	Home paths.StaffOrganization
}

// List lists the organizations that may be the same.
func (h *HostDoubles) List(c echo.Context) error {
	page, err := h.Organizations.Doubles(c.Request().Context(), web.HostOf(c), web.AccountOf(c))
	if err != nil {
		return err
	}
	return h.Kit.Show(c, "staff/organization/doubles", hostDoublesPage{page, hostHome(c)})
}

type hostDoublePage struct {
	*organization.DoublePage
	Home paths.StaffOrganization
	To   paths.StaffDouble
	// Turned is the page on which the other one stays.
	Turned paths.StaffDouble
}

// Show shows two side by side, and what goes over.
func (h *HostDoubles) Show(c echo.Context) error { return h.showPair(c, h.NewForm(c, url.Values{})) }

func (h *HostDoubles) showPair(c echo.Context, form *web.Form) error {
	page, err := h.Organizations.Double(c.Request().Context(), web.HostOf(c), web.AccountOf(c), c.Param("other"))
	if err != nil {
		return err
	}
	home := hostHome(c)
	return h.ShowForm(c, "staff/organization/double", hostDoublePage{
		DoublePage: page, Home: home, To: home.Double(page.Slug),
		Turned: paths.OfStaffOrganization(page.Slug).Double(web.HostOf(c).Slug),
	}, form)
}

// Merge puts the two together.
func (h *HostDoubles) Merge(c echo.Context) error {
	form, err := h.Bind(c, &struct{}{})
	if err != nil {
		return err
	}
	err = h.Organizations.MergeDouble(c.Request().Context(), web.HostOf(c), web.AccountOf(c), c.Param("other"))
	if done, answer := h.Save(c, form, err, hostHome(c).Doubles(), "double.merged"); done {
		return answer
	}
	return h.showPair(c, form)
}

// SetDifferent says that they are two, or takes that back.
func (h *HostDoubles) SetDifferent(c echo.Context) error {
	different, said := c.FormValue("undo") == "", "double.told_apart"
	if !different {
		said = "double.told_apart_undone"
	}
	err := h.Organizations.SetDifferent(
		c.Request().Context(), web.HostOf(c), web.AccountOf(c), c.Param("other"), different)
	if err != nil {
		return err
	}
	web.SetFlash(c, "success", said)
	return web.SeeOther(c, hostHome(c).Doubles())
}

// Undo takes apart what was put together.
func (h *HostDoubles) Undo(c echo.Context) error {
	if err := h.Organizations.UndoMerge(c.Request().Context(), web.HostOf(c), c.Param("id")); err != nil {
		return err
	}
	web.SetFlash(c, "success", "double.unmerged")
	return web.SeeOther(c, hostHome(c).Doubles())
}
