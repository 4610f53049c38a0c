package public

import (
	"net/url"

	"github.com/labstack/echo/v4"

	"meguri/app/organization"
	"meguri/app/service/area"
	"meguri/app/service/paths"
	"meguri/handlers/web"
	"meguri/models"
)

// Organizations are the pages of organizations for everybody.
type Organizations struct {
	*Pages
	Organizations *organization.Service
}

type directoryPage struct {
	*organization.Directory
	Sectors, Areas []web.Option
	Pages          *web.Pages
	query          url.Values
	// Columns and Rows are the size of the map.
	Columns, Rows int
}

// To is the directory with another prefecture chosen, "" for all.
func (p *directoryPage) To(code string) string {
	query := url.Values{}
	for name, values := range p.query {
		if name != "area" && name != "page" {
			query[name] = values
		}
	}
	if code != "" {
		query.Set("area", code)
	}
	return web.WithQuery(paths.Organizations, query)
}

// Directory lists the organizations with a published page, and where they are.
func (h *Organizations) Directory(c echo.Context) error {
	var filter organization.DirectoryFilter
	if err := web.BindQuery(c, &filter); err != nil {
		return err
	}
	found, err := h.Organizations.Directory(c.Request().Context(), &filter, web.PageSize)
	if err != nil {
		return err
	}
	texts := h.Texts(c)
	page := &directoryPage{Directory: found, query: url.Values{}, Columns: area.Columns, Rows: area.Rows}
	page.Sectors = web.NeedOptions(texts, "need.any", "registration.sector_", models.Sectors)
	page.Areas = web.NeedOptions(texts, "need.any", "area.", area.Codes[1:])
	for name, value := range map[string]string{"q": filter.Search, "sector": string(filter.Sector), "area": filter.Area} {
		if value != "" {
			page.query.Set(name, value)
		}
	}
	hasNext := filter.Number*web.PageSize < found.Total
	page.Pages = web.PagesOf(
		paths.Organizations, page.query, filter.Number, len(found.List), found.Total, hasNext, false)
	return h.Pages.Show(c, "public/organization/index", page)
}

// Show shows an organization: what it does, its events and its needs.
func (h *Organizations) Show(c echo.Context) error {
	page, err := h.Organizations.Page(c.Request().Context(), c.Param("slug"))
	if models.CodeOf(err) == models.CodeNotFound {
		moved, failed := h.Organizations.Moved(c.Request().Context(), c.Param("slug"))
		if failed == nil && moved.IsListed {
			return web.MovedHost(c, moved)
		}
	}
	if err != nil {
		return err
	}
	return h.Pages.Show(c, "public/organization/show", page)
}
