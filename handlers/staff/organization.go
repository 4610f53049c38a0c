package staff

import (
	"net/url"
	"strconv"

	"github.com/labstack/echo/v4"

	"meguri/app/organization"
	"meguri/handlers/web"
	"meguri/models"
)

// organizationValues is an organization as its form shows it.
func organizationValues(o *models.Organization) url.Values {
	return url.Values{
		"name_ja": {o.NameJa}, "name_en": {o.NameEn}, "sector": {string(o.Sector)}, "url": {o.URL},
		"alt_ja": {o.LogoAltJa}, "alt_en": {o.LogoAltEn},
		"owners_give_roles": {strconv.FormatBool(o.OwnersGiveRoles)},
	}
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
	if done, answer := h.Save(c, form, err, home(c).Members(), "organization.saved"); done {
		return answer
	}
	return h.showMembers(c, form)
}

// AnswerNaming agrees that an event names the organization as co-host or partner, or takes that back.
func (h *Members) AnswerNaming(c echo.Context) error {
	accept := accepts(c)
	if err := h.Organizations.AnswerNaming(c.Request().Context(), web.HostOf(c), c.Param("id"), accept); err != nil {
		return err
	}
	done := map[bool]string{true: "organization.naming_accepted", false: "organization.naming_declined"}[accept]
	web.SetFlash(c, "success", done)
	return web.SeeOther(c, home(c).Members())
}
