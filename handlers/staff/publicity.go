package staff

import (
	"github.com/labstack/echo/v4"

	"meguri/app/event"
	"meguri/app/publicity"
	"meguri/app/service/paths"
	"meguri/handlers/web"
	"meguri/models"
)

// Publicity has the page of what announces an event.
type Publicity struct {
	*web.Kit
	Publicity *publicity.Service
}

// Show shows texts for papers and posts, the flyer, the badge, feeds and open data.
func (h *Publicity) Show(c echo.Context) error {
	page, err := h.Publicity.Page(c.Request().Context(), web.EventOf(c), c.QueryParam("digits") == "wide")
	if err != nil {
		return err
	}
	return h.Kit.Show(c, "staff/publicity/show", page)
}

// EventImports makes drafts of event lists that municipalities publish.
type EventImports struct {
	*web.Kit
	Importer event.Importer
}

type eventImportPage struct {
	*event.ImportPage
	Hosts []web.Option
}

// Form shows where a list can be given.
func (h *EventImports) Form(c echo.Context) error {
	return h.show(c, nil, h.NewForm(c, nil))
}

// Take shows what a list would make, or makes it, as the button says.
func (h *EventImports) Take(c echo.Context) error {
	in := &event.ImportInput{}
	form, err := h.Bind(c, in)
	if err != nil {
		return err
	}
	if err := h.takeFile(c, in); err != nil {
		if form.Take(err) {
			return h.show(c, nil, form)
		}
		return err
	}
	ctx, hosts := c.Request().Context(), web.HostsOf(c)
	if form.Value("step") == "take" {
		made, err := h.Importer.Import(ctx, hosts, in)
		if err == nil {
			web.SetFlash(c, "success", map[bool]string{true: "publicity.imported", false: "publicity.imported_none"}[made > 0])
			return web.SeeOther(c, paths.StaffHome)
		}
		if !form.Take(err) {
			return err
		}
	}
	page, err := h.Importer.ImportPage(ctx, hosts, in)
	if err != nil {
		if form.Take(err) {
			return h.show(c, nil, form)
		}
		return err
	}
	return h.show(c, page, form)
}

// takeFile takes the file of the form, where there is a new one.
func (h *EventImports) takeFile(c echo.Context, in *event.ImportInput) error {
	content, name, err := web.Uploaded(c, "file")
	if err != nil || len(content) == 0 {
		return err
	}
	if len(content) > largestImport {
		return models.InvalidFields(map[string]string{"file": "publicity.import_large"})
	}
	in.Take(name, content)
	in.Rows = nil
	return nil
}

func (h *EventImports) show(c echo.Context, page *event.ImportPage, form *web.Form) error {
	shown, texts := eventImportPage{ImportPage: page}, h.Texts(c)
	for _, o := range web.HostsOf(c) {
		shown.Hosts = append(shown.Hosts, web.Option{Value: o.ID, Text: texts.Pick(o.NameJa, o.NameEn)})
	}
	return h.ShowForm(c, "staff/publicity/import", shown, form)
}
