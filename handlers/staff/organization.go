package staff

import (
	"net/url"

	"github.com/labstack/echo/v4"

	"meguri/app/event"
	"meguri/handlers/web"
	"meguri/models"
)

type organizationForm struct {
	NameJa string        `form:"name_ja"`
	NameEn string        `form:"name_en"`
	Sector models.Sector `form:"sector"`
	URL    string        `form:"url"`
}

// organizationValues is an organization as its form shows it.
func organizationValues(o *models.Organization) url.Values {
	return url.Values{"name_ja": {o.NameJa}, "name_en": {o.NameEn}, "sector": {string(o.Sector)}, "url": {o.URL}}
}

func (h *Members) SaveOrganization(c echo.Context) error {
	var in organizationForm
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	err = h.Events.SaveOrganization(c.Request().Context(), web.HostOf(c), in.draft())
	if err == nil {
		web.SetFlash(c, "success", "organization.saved")
		return web.SeeOther(c, membersHome(c)+"/members")
	}
	if !form.Take(err) {
		return err
	}
	return h.showMembers(c, form)
}

func (in *organizationForm) draft() event.OrganizationDraft {
	return event.OrganizationDraft{NameJa: in.NameJa, NameEn: in.NameEn, URL: in.URL, Sector: in.Sector}
}
