package staff

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"meguri/app/circulation"
	"meguri/app/service/paths"
	"meguri/handlers/web"
)

// Circulation is what an organization gave and was given, for its staff.
type Circulation struct {
	*web.Kit
	Circulation *circulation.Service
}

type circulationPage struct {
	*circulation.Own
	Path string
}

// Show shows it.
func (h *Circulation) Show(c echo.Context) error {
	host := web.HostOf(c)
	own, err := h.Circulation.Own(c.Request().Context(), host)
	if err != nil {
		return err
	}
	page := circulationPage{own, paths.OfStaffOrganization(host.Slug).Circulation()}
	return h.Render(c, http.StatusOK, "staff/circulation/show", page, nil)
}

// Agree says whether the organization agrees to be named.
func (h *Circulation) Agree(c echo.Context) error {
	host, agrees := web.HostOf(c), c.FormValue("agrees") == "true"
	err := h.Circulation.Agree(c.Request().Context(), host, web.AccountOf(c).Name, agrees)
	if err != nil {
		return err
	}
	key := "circulation.withdrawn"
	if agrees {
		key = "circulation.agreed"
	}
	web.SetFlash(c, "success", key)
	return web.SeeOther(c, paths.OfStaffOrganization(host.Slug).Circulation())
}
