package staff

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"meguri/app/registration"
	"meguri/app/service/paths"
	"meguri/handlers/web"
	"meguri/models"
)

// selectionPage asks whether something is to be done to several people, or tells what became of it.
type selectionPage struct {
	Action      string // cancel, change or link
	To, Back    string
	List        string // the query of the list
	People      []models.Registration
	TicketTypes []web.Option
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
func (p *selectionPage) Count() int { return len(p.People) }

// selectionInput is what the forms of a selection bring.
type selectionInput struct {
	registration.SelectionInput
	registration.ChangeInput
}

// ExportSelected leads to the file of the people who were selected.
func (h *Registrations) ExportSelected(c echo.Context) error {
	in, form, err := h.bindSelection(c)
	if err != nil {
		return err
	}
	if !in.All && len(in.IDs) == 0 {
		form.Message = h.Texts(c).T("registration.selected_none")
		return h.showListOf(c, in, form)
	}
	query := in.Filter().Query()
	return web.SeeOther(c, web.WithQuery(paths.OfAPIEvent(web.EventOf(c).Slug).RegistrationsXLSX(), query))
}

// CancelSelected cancels the people who were selected, once that was confirmed.
func (h *Registrations) CancelSelected(c echo.Context) error {
	return h.doSelected(c, "cancel", func(
		people []models.Registration, _ *selectionInput,
	) (*registration.SelectionOutcome, error) {
		return h.Registrations.CancelSelected(c.Request().Context(), web.EventOf(c), people), nil
	})
}

// ResendSelected mails the people who were selected their links, once that was confirmed.
func (h *Registrations) ResendSelected(c echo.Context) error {
	return h.doSelected(c, "link", func(
		people []models.Registration, _ *selectionInput,
	) (*registration.SelectionOutcome, error) {
		return h.Registrations.ResendSelected(c.Request().Context(), web.EventOf(c), people), nil
	})
}

// ChangeSelected moves the people who were selected to another ticket type, once that was chosen.
func (h *Registrations) ChangeSelected(c echo.Context) error {
	return h.doSelected(c, "change", func(
		people []models.Registration, in *selectionInput,
	) (*registration.SelectionOutcome, error) {
		return h.Registrations.AssignSelected(c.Request().Context(), web.EventOf(c), people, &in.ChangeInput)
	})
}

// WriteToSelected begins a message to the people who were selected.
func (h *Registrations) WriteToSelected(c echo.Context) error {
	in, form, err := h.bindSelection(c)
	if err != nil {
		return err
	}
	var id string
	filter, err := h.Registrations.SelectionFilter(c.Request().Context(), web.EventOf(c), &in.SelectionInput)
	if err == nil {
		id, err = h.Messages.WriteTo(c.Request().Context(), web.AccountOf(c), web.EventOf(c), filter)
	}
	if err != nil {
		if !form.Take(err) {
			return err
		}
		return h.showListOf(c, in, form)
	}
	return web.SeeOther(c, string(staffEvent(c).Message(id)))
}

// doSelected asks whether to do something to the people who were selected, or does it where the answer was yes.
func (h *Registrations) doSelected(
	c echo.Context, action string,
	do func([]models.Registration, *selectionInput) (*registration.SelectionOutcome, error),
) error {
	in, form, err := h.bindSelection(c)
	if err != nil {
		return err
	}
	people, err := h.Registrations.Selection(c.Request().Context(), web.EventOf(c), &in.SelectionInput)
	if err != nil {
		if !form.Take(err) {
			return err
		}
		return h.showListOf(c, in, form)
	}
	page := &selectionPage{
		Action: action, To: c.Request().URL.Path, Back: listAddress(c, in.List), List: in.List, People: people,
	}
	if in.Sure && form.OK() {
		page.Outcome, err = do(people, in)
		if err != nil && !form.Take(err) {
			return err
		}
	}
	return h.showSelection(c, page, form)
}

func (h *Registrations) bindSelection(c echo.Context) (*selectionInput, *web.Form, error) {
	in := &selectionInput{}
	form, err := h.Bind(c, in)
	return in, form, err
}

// showListOf shows the list in which people were selected.
func (h *Registrations) showListOf(c echo.Context, in *selectionInput, form *web.Form) error {
	list := registration.SelectionInput{All: true, List: in.List}
	return h.showList(c, list.Filter(), form)
}

func (h *Registrations) showSelection(c echo.Context, page *selectionPage, form *web.Form) error {
	if page.Action == "change" {
		types, err := h.Registrations.TicketTypes(c.Request().Context(), web.EventOf(c))
		if err != nil {
			return err
		}
		texts := h.Texts(c)
		for i := range types {
			name := texts.Pick(types[i].NameJa, types[i].NameEn)
			page.TicketTypes = append(page.TicketTypes, web.Option{Value: types[i].Slug, Text: name})
		}
	}
	for i := range page.People {
		if page.People[i].Live() && (page.Action != "link" || page.People[i].Email != "") {
			page.Able++
		}
	}
	if page.Outcome != nil {
		for i := range page.Outcome.Refused {
			r := &page.Outcome.Refused[i]
			page.Refused = append(page.Refused, refused{&r.Registration, h.Texts(c).T(r.Key, r.Args...)})
		}
		return h.Render(c, http.StatusOK, "staff/registration/outcome", page, nil)
	}
	return h.ShowForm(c, "staff/registration/selected", page, form)
}
