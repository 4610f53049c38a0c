package staff

import (
	"net/url"

	"github.com/labstack/echo/v4"

	"meguri/app/organization"
	"meguri/app/service/paths"
	"meguri/handlers/web"
)

// RegisterDoubles are the pages on which two entries of one person in a member register are put together.
type RegisterDoubles struct {
	*web.Kit
	Organizations *organization.Service
}

type twinsPage struct {
	*organization.TwinsPage
	Home paths.StaffRegister
}

// List lists the entries that may be of one person.
func (h *RegisterDoubles) List(c echo.Context) error {
	page, err := h.Organizations.Twins(c.Request().Context(), web.HostOf(c))
	if err != nil {
		return err
	}
	return h.Kit.Show(c, "staff/register/doubles", twinsPage{page, registerHome(c)})
}

type twinPage struct {
	*organization.TwinPage
	Home paths.StaffRegister
	To   paths.RegisterDouble
	// Turned is the page on which the other one stays.
	Turned paths.RegisterDouble
}

// Both are the two.
func (p *twinPage) Both() []*organization.Person { return []*organization.Person{p.First, p.Second} }

// Show shows two side by side.
func (h *RegisterDoubles) Show(c echo.Context) error {
	return h.showPair(c, h.NewForm(c, url.Values{}))
}

func (h *RegisterDoubles) showPair(c echo.Context, form *web.Form) error {
	id, other := c.Param("id"), c.Param("other")
	page, err := h.Organizations.Twin(c.Request().Context(), web.HostOf(c), id, other)
	if err != nil {
		return err
	}
	home := registerHome(c)
	return h.ShowForm(c, "staff/register/double", &twinPage{
		page, home, home.Person(id).Double(other), home.Person(other).Double(id),
	}, form)
}

// Merge puts the two together.
func (h *RegisterDoubles) Merge(c echo.Context) error {
	form, err := h.Bind(c, &struct{}{})
	if err != nil {
		return err
	}
	err = h.Organizations.MergeMembers(c.Request().Context(), web.HostOf(c), c.Param("id"), c.Param("other"))
	if done, answer := h.Save(c, form, err, string(registerPerson(c)), "twin.merged"); done {
		return answer
	}
	return h.showPair(c, form)
}

// SetDifferent says that they are two people, or takes that back.
func (h *RegisterDoubles) SetDifferent(c echo.Context) error {
	different, said := c.FormValue("undo") == "", "twin.told_apart"
	if !different {
		said = "twin.told_apart_undone"
	}
	err := h.Organizations.SetTwoPeople(
		c.Request().Context(), web.HostOf(c), c.Param("id"), c.Param("other"), different)
	if err != nil {
		return err
	}
	web.SetFlash(c, "success", said)
	return web.SeeOther(c, registerHome(c).Doubles())
}

// Undo takes apart what was put together.
func (h *RegisterDoubles) Undo(c echo.Context) error {
	if err := h.Organizations.UndoMembers(c.Request().Context(), web.HostOf(c), c.Param("id")); err != nil {
		return err
	}
	web.SetFlash(c, "success", "twin.unmerged")
	return web.SeeOther(c, registerHome(c).Doubles())
}
