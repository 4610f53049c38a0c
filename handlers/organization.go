package handlers

import (
	"net/url"

	"github.com/labstack/echo/v4"

	"meguri/app/organization"
	"meguri/models"
)

// organizationValues is an organization as its form shows it.
func organizationValues(o *models.Organization) url.Values {
	return url.Values{"name_ja": {o.NameJa}, "name_en": {o.NameEn}, "sector": {string(o.Sector)}, "url": {o.URL}}
}

func (h *Handlers) saveOrganization(c echo.Context) error {
	var in organization.Input
	form, err := h.bind(c, &in)
	if err != nil {
		return err
	}
	err = h.Organizations.Save(c.Request().Context(), hostOf(c), in)
	if err == nil {
		flash(c, "success", "organization.saved")
		return seeOther(c, membersHome(c)+"/members")
	}
	if !form.Take(err) {
		return err
	}
	return h.showMembers(c, form)
}
