package staff

import (
	"net/url"

	"github.com/labstack/echo/v4"

	"meguri/app/report"
	"meguri/app/service/chart"
	"meguri/app/service/i18n"
	"meguri/app/service/pdf"
	"meguri/handlers/web"
	"meguri/models"
)

// Reports has the report of an event as a page, a PDF and a workbook.
type Reports struct {
	*web.Kit
	Reports *report.Service
}

// reportPage is the report as its page shows it.
type reportPage struct {
	*report.Page
	texts *i18n.Localizer
}

// Cell is a cell of a table in words.
func (p *reportPage) Cell(cell any) string { return pdf.Cell(p.texts, cell) }

// Counted is the count of an answer in words.
func (p *reportPage) Counted(r *pdf.Result, b pdf.Bar) string { return r.Counted(p.texts, b) }

// All are the parts that staff may choose.
func (p *reportPage) All() []models.ReportPart { return models.ReportParts }

// Other is the address of a file in the other language. The pages stay in this one.
func (p *reportPage) Other(path string) string {
	other := i18n.English
	if p.texts.Lang == i18n.English {
		other = i18n.Japanese
	}
	return web.WithQuery(path, url.Values{"in": {other}})
}

// Plotted draws numbers over time.
func (p *reportPage) Plotted(from *pdf.Plot, title string) *plotted {
	out := &plotted{Unit: from.Unit, Head: []string{from.When, title}}
	for i := range from.Entries {
		out.Rows = append(out.Rows, []string{from.Entries[i].Name, p.texts.Number(from.Entries[i].Values[0])})
	}
	out.Series = []chartSeries{{from.Name, 1, from.Total}}
	out.Wide, out.Narrow = chart.NewPlot(chart.Wide, from.Entries, -1), chart.NewPlot(chart.Narrow, from.Entries, -1)
	return out
}

// Show shows the report, and to who may edit the event what it has.
func (h *Reports) Show(c echo.Context) error { return h.show(c, nil) }

func (h *Reports) show(c echo.Context, form *web.Form) error {
	texts := h.Texts(c)
	page, in, err := h.Reports.Page(c.Request().Context(), texts, web.EventOf(c))
	if err != nil {
		return err
	}
	if form == nil {
		form = h.FormOf(c, in)
	}
	return h.ShowForm(c, "staff/report/show", &reportPage{page, texts}, form)
}

// Save stores what the report has.
func (h *Reports) Save(c echo.Context) error {
	var in report.Input
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	err = h.Reports.Save(c.Request().Context(), web.EventOf(c), &in)
	if done, answer := h.Kit.Save(c, form, err, staffEvent(c).Report(), "report.saved"); done {
		return answer
	}
	return h.show(c, form)
}

// fileTexts are those of the language that a file is asked for in, else of the page.
func (h *Reports) fileTexts(c echo.Context) *i18n.Localizer {
	if lang := c.QueryParam("in"); i18n.Known(lang) {
		return h.TextsIn(lang)
	}
	return h.Texts(c)
}

// PDF is the report on paper.
func (h *Reports) PDF(c echo.Context) error {
	event, texts := web.EventOf(c), h.fileTexts(c)
	content, err := h.Reports.PDF(c.Request().Context(), texts, event)
	if err != nil {
		return err
	}
	return web.Download(c, event.Slug+"-report-"+texts.Lang+".pdf", "application/pdf", content)
}

// XLSX is the report as a workbook.
func (h *Reports) XLSX(c echo.Context) error {
	event, texts := web.EventOf(c), h.fileTexts(c)
	read, err := h.Reports.Read(c.Request().Context(), texts, event)
	if err != nil {
		return err
	}
	return web.SendXLSX(c, event.Slug+"-report-"+texts.Lang+".xlsx", report.Tables(texts, read)...)
}
