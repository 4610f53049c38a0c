package staff

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"meguri/app/registration"
	"meguri/app/service/paths"
	"meguri/handlers/web"
	"meguri/models"
)

// linksPage asks whether to mail several people their links, or tells what became of it.
type linksPage struct {
	To, Back string
	List     string // the query of the list
	People   []models.Registration
	// Able is how many of the people it can be done to.
	Able    int
	Outcome *registration.SelectionOutcome // nil for the question
	Refused []refused
}

// refused is a person to whom it could not be done, and why.
type refused struct {
	*models.Registration
	Why string
}

// Count is how many were selected.
func (p *linksPage) Count() int { return len(p.People) }

// ExportSelected leads to the file of the people who were selected.
func (h *Registrations) ExportSelected(c echo.Context) error {
	in := &registration.SelectionInput{}
	form, err := h.Bind(c, in)
	if err != nil {
		return err
	}
	if !in.All && len(in.IDs) == 0 {
		form.Message = h.Texts(c).T("registration.selected_none")
		return h.showListOf(c, in.List, form)
	}
	query := in.Filter().Query()
	return web.SeeOther(c, web.WithQuery(paths.OfAPIEvent(web.EventOf(c).Slug).RegistrationsXLSX(), query))
}

// ResendSelected mails the people who were selected their links, once that was confirmed.
func (h *Registrations) ResendSelected(c echo.Context) error {
	in := &registration.SelectionInput{}
	form, err := h.Bind(c, in)
	if err != nil {
		return err
	}
	people, err := h.Registrations.Selection(c.Request().Context(), web.EventOf(c), in)
	if err != nil {
		if !form.Take(err) {
			return err
		}
		return h.showListOf(c, in.List, form)
	}
	page := &linksPage{To: c.Request().URL.Path, Back: listAddress(c, in.List), List: in.List, People: people}
	if in.Sure && form.OK() {
		page.Outcome = h.Registrations.ResendSelected(c.Request().Context(), web.EventOf(c), people)
		return h.showLinksOutcome(c, page)
	}
	for i := range people {
		if people[i].Live() && people[i].Email != "" {
			page.Able++
		}
	}
	return h.ShowForm(c, "staff/registration/links", page, form)
}

func (h *Registrations) showLinksOutcome(c echo.Context, page *linksPage) error {
	for i := range page.Outcome.Refused {
		r := &page.Outcome.Refused[i]
		page.Refused = append(page.Refused, refused{&r.Registration, h.Texts(c).T(r.Key, r.Args...)})
	}
	return h.Render(c, http.StatusOK, "staff/registration/links_outcome", page, nil)
}

// WriteToSelected begins a message to the people who were selected.
func (h *Registrations) WriteToSelected(c echo.Context) error {
	in := &registration.SelectionInput{}
	form, err := h.Bind(c, in)
	if err != nil {
		return err
	}
	var id string
	filter, err := h.Registrations.SelectionFilter(c.Request().Context(), web.EventOf(c), in)
	if err == nil {
		id, err = h.Messages.WriteTo(c.Request().Context(), web.AccountOf(c), web.EventOf(c), filter)
	}
	if err != nil {
		if !form.Take(err) {
			return err
		}
		return h.showListOf(c, in.List, form)
	}
	return web.SeeOther(c, string(staffEvent(c).Message(id)))
}

// showListOf shows the list in which people were selected.
func (h *Registrations) showListOf(c echo.Context, list string, form *web.Form) error {
	all := registration.SelectionInput{All: true, List: list}
	return h.showList(c, all.Filter(), form)
}
