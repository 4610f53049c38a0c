package staff

import (
	"net/url"

	"github.com/labstack/echo/v4"

	"meguri/app/organization"
	"meguri/handlers/web"
	"meguri/models"
)

// organizationValues is an organization as its form shows it.
func organizationValues(o *models.Organization) url.Values {
	return url.Values{"name_ja": {o.NameJa}, "name_en": {o.NameEn}, "sector": {string(o.Sector)}, "url": {o.URL}}
}

func (h *Members) SaveOrganization(c echo.Context) error {
	var in organization.Input
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	err = h.Organizations.Save(c.Request().Context(), web.HostOf(c), in)
	if done, answer := h.Save(c, form, err, home(c).Members(), "organization.saved"); done {
		return answer
	}
	return h.showMembers(c, form)
}
