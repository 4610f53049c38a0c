package staff

import (
	"io"
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
	var form *web.Form
	err := web.SendFile(c, event.Slug+"-"+kind+".pdf", "application/pdf", func(w io.Writer) error {
		ctx, lang := c.Request().Context(), h.Texts(c).Lang
		err := h.Registrations.Papers(ctx, w, h.Bundle, lang, event, registration.PaperKind(kind), &in)
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
