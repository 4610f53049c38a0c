package staff

import (
	"github.com/labstack/echo/v4"

	"meguri/app/audit"
	"meguri/handlers/web"
)

func auditScope(c echo.Context) audit.Scope {
	return audit.Scope{Event: web.EventOf(c), Organization: web.HostOf(c)}
}

// auditPage is a page of the record, with the addresses that depend on the filter.
type auditPage struct {
	*audit.Page
	Here, Next, File string
}

func (h *Audits) List(c echo.Context) error {
	var in audit.FilterInput
	if err := web.BindQuery(c, &in); err != nil {
		return err
	}
	page, err := h.Audits.Page(c.Request().Context(), auditScope(c), &in, web.PageSize)
	if err != nil {
		return err
	}
	here := c.Request().URL.Path
	return h.Show(c, "staff/audit/index", auditPage{
		page, here, web.NextPage(c, in.Values(), "before", page.Next), web.WithQuery(here+".csv", in.Values()),
	})
}

func (h *Audits) CSV(c echo.Context) error {
	var in audit.FilterInput
	if err := web.BindQuery(c, &in); err != nil {
		return err
	}
	rows := h.Audits.Table(c.Request().Context(), h.Texts(c), auditScope(c), &in)
	return web.SendCSV(c, c.Param("slug")+"-audit.csv", rows)
}
