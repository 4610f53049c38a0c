package staff

import (
	"io"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"meguri/app/registration"
	"meguri/app/service/i18n"
	"meguri/handlers/web"
)

// PaperKinds are what may be printed.
func (p *registrationsPage) PaperKinds() []registration.PaperKind { return registration.PaperKinds }

// Papers has what is printed for people: badges, letters and postcards.
type Papers struct {
	*web.Kit
	Registrations *registration.Service
	Bundle        *i18n.Bundle
	List          *Registrations
}

// Paper is a file of papers for those whom the filter of its address chooses.
func (h *Papers) Paper(c echo.Context) error {
	event, kind := web.EventOf(c), strings.TrimSuffix(c.Param("kind"), ".pdf")
	var in registration.FilterInput
	if err := web.BindQuery(c, &in); err != nil {
		return err
	}
	var on registration.SheetInput
	if err := web.BindQuery(c, &on); err != nil {
		return err
	}
	var form *web.Form
	err := web.SendFile(c, event.Slug+"-"+kind+".pdf", "application/pdf", func(w io.Writer) error {
		ctx, lang := c.Request().Context(), h.Texts(c).Lang
		err := h.Registrations.Papers(ctx, w, h.Bundle, lang, event, registration.PaperKind(kind), &in, on)
		if err != nil && !c.Response().Committed {
			form = h.NewForm(c, nil)
			if form.Take(err) {
				return err
			}
			form = nil
		}
		return err
	})
	if form == nil || c.Response().Committed {
		return err
	}
	return h.List.showList(c, &in, form)
}

// sheetsPage are the papers for badges to choose from.
type sheetsPage struct {
	Sheets []registration.PaperKind
	// Filter is who is chosen: the names and values of the list's address.
	Filter url.Values
}

// Picture is where the labels of a sheet are, for a picture of it in millimetres.
func (sheetsPage) Picture(kind registration.PaperKind) (labels []struct{ X, Y, Width, Height float64 }) {
	sheet := kind.Sheet()
	for i := range sheet.OnPage() {
		labels = append(labels, struct{ X, Y, Width, Height float64 }{
			sheet.Left + float64(
				i%sheet.Columns,
			)*(sheet.CellWidth+sheet.Gap) + 1,
			sheet.Top + float64(i/sheet.Columns)*sheet.CellHeight + 1,
			sheet.CellWidth - 2,
			sheet.CellHeight - 2,
		})
	}
	return labels
}

// Paper is how large the paper is.
func (sheetsPage) Paper(kind registration.PaperKind) (size struct{ Width, Height float64 }) {
	size.Width, size.Height = 210, 297
	if sheet := kind.Sheet(); sheet.Width > 0 {
		size.Width, size.Height = sheet.Width, sheet.Height
	}
	return size
}

// Sheets shows the papers for badges of those whom the filter of its address chooses.
func (h *Papers) Sheets(c echo.Context) error {
	return h.Show(c, "staff/registration/sheets", sheetsPage{Sheets: registration.Sheets, Filter: c.QueryParams()})
}

// PapersOfSelected leads to the file of papers for the people who were selected.
func (h *Papers) PapersOfSelected(c echo.Context) error {
	in := &registration.SelectionInput{}
	form, err := h.Bind(c, in)
	if err != nil {
		return err
	}
	if !in.All && len(in.IDs) == 0 {
		form.Message = h.Texts(c).T("registration.selected_none")
		return h.List.showListOf(c, in.List, form)
	}
	query := in.Filter().Query()
	query.Del("view")
	return web.SeeOther(c, web.WithQuery(staffEvent(c).Papers(form.Value("papers")), query))
}
