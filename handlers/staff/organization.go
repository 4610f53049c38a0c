package staff

import (
	"net/url"
	"strconv"

	"github.com/labstack/echo/v4"

	"meguri/app/organization"
	"meguri/app/service/area"
	"meguri/app/service/paths"
	"meguri/handlers/web"
	"meguri/models"
)

// organizationValues is an organization as its form shows it.
func organizationValues(o *models.Organization) url.Values {
	return url.Values{
		"name_ja": {o.NameJa}, "name_en": {o.NameEn}, "sector": {string(o.Sector)}, "url": {o.URL},
		"alt_ja": {o.LogoAltJa}, "alt_en": {o.LogoAltEn},
		"owners_give_roles": {strconv.FormatBool(o.OwnersGiveRoles)},
		"about_ja":          {o.AboutJa}, "about_en": {o.AboutEn}, "area": {o.Area}, "city": {o.City},
		"is_listed": {strconv.FormatBool(o.IsListed)}, "takes_requests": {strconv.FormatBool(o.TakesRequests)},
	}
}

// organizationPage is what an organization is called, and who names it.
type organizationPage struct {
	Home    paths.StaffOrganization
	Sectors []web.Option
	Areas   []web.Option
	// Page is where everybody sees it, once it is published.
	Page    paths.Host
	Namings []organization.Naming
}

// Organization shows the form of an organization, and the events that name it.
func (h *Members) Organization(c echo.Context) error { return h.showOrganization(c, nil) }

func (h *Members) showOrganization(c echo.Context, form *web.Form) error {
	host := web.HostOf(c)
	page := organizationPage{
		Home: paths.OfStaffOrganization(host.Slug), Sectors: h.Sectors(c), Page: paths.OfHost(host.Slug),
		Areas: web.NeedOptions(h.Texts(c), "organization.area_none", "area.", area.Codes[1:]),
	}
	var err error
	if page.Namings, err = h.Organizations.Namings(c.Request().Context(), host); err != nil {
		return err
	}
	if form == nil {
		form = h.NewForm(c, organizationValues(host))
	}
	return h.ShowForm(c, "staff/organization/show", page, form)
}

func (h *Members) SaveOrganization(c echo.Context) error {
	var in organization.Input
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	if in.Logo, err = uploaded(c, "logo"); err != nil {
		return err
	}
	err = h.Organizations.Save(c.Request().Context(), web.HostOf(c), in)
	if done, answer := h.Save(c, form, err, organizationHome(c), "organization.saved"); done {
		return answer
	}
	return h.showOrganization(c, form)
}

func organizationHome(c echo.Context) string {
	return string(paths.OfStaffOrganization(web.HostOf(c).Slug))
}

// AnswerNaming agrees that an event names the organization as co-host or partner, or takes that back.
func (h *Members) AnswerNaming(c echo.Context) error {
	accept := accepts(c)
	if err := h.Organizations.AnswerNaming(c.Request().Context(), web.HostOf(c), c.Param("id"), accept); err != nil {
		return err
	}
	done := map[bool]string{true: "organization.naming_accepted", false: "organization.naming_declined"}[accept]
	web.SetFlash(c, "success", done)
	return web.SeeOther(c, organizationHome(c))
}
