package public

import (
	"iter"
	"strconv"

	"github.com/labstack/echo/v4"

	"meguri/app/circulation"
	"meguri/app/service/table"
	"meguri/handlers/web"
)

// Circulation is the page of how help goes round.
type Circulation struct {
	*Pages
	Circulation *circulation.Service
}

// Show shows it, of one year or of all of them.
func (h *Circulation) Show(c echo.Context) error {
	page, err := h.Circulation.Page(c.Request().Context(), c.QueryParam("year"))
	if err != nil {
		return err
	}
	return h.Pages.Show(c, "public/circulation/show", page)
}

// XLSX is its figures and flows as a workbook.
func (h *Circulation) XLSX(c echo.Context) error {
	page, err := h.Circulation.Page(c.Request().Context(), c.QueryParam("year"))
	if err != nil {
		return err
	}
	texts, name := h.Texts(c), "circulation"
	if page.Year != 0 {
		name += "-" + strconv.Itoa(page.Year)
	}
	flows := table.Table{
		Name: texts.T("circulation.flows"),
		Header: []string{
			texts.T("circulation.from"), texts.T("circulation.to"), texts.T("circulation.projects"),
			texts.T("circulation.hours_column"),
		},
		Rows: func(yield func([]any, error) bool) {
			for _, f := range page.Flows.List {
				row := []any{texts.Pick(f.From.NameJa, f.From.NameEn), texts.Pick(f.To.NameJa, f.To.NameEn), f.Projects, nil}
				if f.TellsMinutes() {
					row[3] = f.Hours()
				}
				if !yield(row, nil) {
					return
				}
			}
		},
	}
	figures := table.Table{
		Name: texts.T("circulation.figures"),
		Header: []string{
			texts.T("circulation.figure"), texts.T("circulation.value"), texts.T("circulation.unit"), "n",
			texts.T("circulation.definition"),
		},
		Rows: figureRows(page.Measures, texts.T),
	}
	return web.SendXLSX(c, name+".xlsx", flows, figures)
}

func figureRows(m *circulation.Measures, t func(key string, args ...any) string) iter.Seq2[[]any, error] {
	return func(yield func([]any, error) bool) {
		for _, f := range m.Figures() {
			row := []any{
				t("circulation." + f.Name), nil, t("circulation.unit_" + f.Unit), f.N, t("circulation." + f.Name + "_what"),
			}
			if f.IsTold {
				row[1] = f.Value
			}
			if !yield(row, nil) {
				return
			}
		}
	}
}
