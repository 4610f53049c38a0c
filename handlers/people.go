package handlers

import (
	"bytes"
	"net/http"
	"net/url"
	"slices"

	"github.com/labstack/echo/v4"

	"meguri/app/registration"
	"meguri/models"
)

type peoplePage struct {
	People []models.Registration
	Total  int
	More   bool // than were counted
	Query  string
	Types  []models.TicketType
	Type   string
	State  string
	States []models.RegistrationState
	Next   string // address of the next page
	First  bool
}

func (h *Handlers) people(c echo.Context) error {
	filter, err := h.peopleFilter(c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	list, err := h.Registrations.People(ctx, eventOf(c), filter, pageSize)
	if err != nil {
		return err
	}
	total, err := h.Registrations.CountPeople(ctx, eventOf(c), filter)
	if err != nil {
		return err
	}
	types, err := h.DB.Query(ctx).TicketTypes().OfEvent(eventOf(c))
	if err != nil {
		return err
	}
	page := peoplePage{
		People: list.People, Total: total, More: total == registration.CountedPeople, Query: c.QueryParam("q"), Types: types, Type: c.QueryParam("ticket_type"),
		State: c.QueryParam("state"), States: models.RegistrationStates, First: filter.After == "",
	}
	if list.Next != nil {
		query := url.Values{"q": {page.Query}, "ticket_type": {page.Type}, "state": {page.State}, "after": {cursor(list.Next)}}
		page.Next = c.Request().URL.Path + "?" + query.Encode()
	}
	if isFragment(c) {
		return h.showFragment(c, "registration/people", "list", page)
	}
	return h.show(c, staff, "registration/people", page)
}

type personPage struct {
	Registration *models.Registration
	Place        int
	Types        []models.TicketType
	Consents     []models.ConsentText
	Mails        []models.Mail
	CheckIns     []models.CheckIn
	doors        []models.Door
}

// Door finds a door of the event by its slug, or nil: a device may name one that the event does not have.
func (p *personPage) Door(slug string) *models.Door {
	if i := slices.IndexFunc(p.doors, func(d models.Door) bool { return d.Slug == slug }); i >= 0 {
		return &p.doors[i]
	}
	return nil
}

func (h *Handlers) person(c echo.Context) error {
	r, err := h.DB.Query(c.Request().Context()).Registrations().ByID(eventOf(c), c.Param("id"))
	if err != nil {
		return err
	}
	return h.showPerson(c, r, nil)
}

func (h *Handlers) showPerson(c echo.Context, r *models.Registration, form *Form) error {
	q, event := h.DB.Query(c.Request().Context()), eventOf(c)
	page := &personPage{Registration: r}
	var err error
	if page.Place, err = q.WaitingList().Position(r); err != nil {
		return err
	}
	if page.Types, err = q.TicketTypes().OfEvent(event); err != nil {
		return err
	}
	if page.Consents, err = q.Consents().OfRegistration(r); err != nil {
		return err
	}
	if page.Mails, err = q.Mails().OfRegistration(r); err != nil {
		return err
	}
	if page.CheckIns, err = q.CheckIns().OfRegistration(r); err != nil {
		return err
	}
	if page.doors, err = q.Doors().OfEvent(event); err != nil {
		return err
	}
	if form == nil {
		form = h.newForm(c, url.Values{
			"family_name": {r.Family}, "given_name": {r.Given}, "family_name_kana": {r.FamilyKana}, "given_name_kana": {r.GivenKana},
			"organization": {r.Organization}, "needs": {r.Accessibility},
		})
	}
	return h.showForm(c, staff, "registration/person", page, form)
}

func (h *Handlers) correctPerson(c echo.Context) error {
	var in registrationForm
	return h.changePerson(c, &in, "registration.saved", func(r *models.Registration) error {
		return h.Registrations.Correct(c.Request().Context(), eventOf(c), r.ID, registration.Correction{
			Name: in.name(), Organization: in.Organization, Needs: in.Needs,
		})
	})
}

func (h *Handlers) cancelPerson(c echo.Context) error {
	return h.changePerson(c, &struct{}{}, "registration.cancelled", func(r *models.Registration) error {
		return h.Registrations.Cancel(c.Request().Context(), eventOf(c), r.ID)
	})
}

func (h *Handlers) movePerson(c echo.Context) error {
	var in struct {
		TicketType string `form:"ticket_type"`
		Wait       bool   `form:"wait"`
	}
	return h.changePerson(c, &in, "registration.changed", func(r *models.Registration) error {
		return h.Registrations.ChangeType(c.Request().Context(), eventOf(c), r.ID, in.TicketType, in.Wait)
	})
}

func (h *Handlers) relinkPerson(c echo.Context) error {
	return h.changePerson(c, &struct{}{}, "registration.link_sent", func(r *models.Registration) error {
		return h.Registrations.SendLink(c.Request().Context(), eventOf(c), r.Email)
	})
}

// changePerson does something to the registration of :id and goes back to its page.
func (h *Handlers) changePerson(c echo.Context, in any, message string, do func(r *models.Registration) error) error {
	r, err := h.DB.Query(c.Request().Context()).Registrations().ByID(eventOf(c), c.Param("id"))
	if err != nil {
		return err
	}
	form, err := h.bind(c, in)
	if err != nil {
		return err
	}
	if form, err = h.takeChange(form, do(r)); err != nil {
		return err
	}
	if !form.OK() {
		return h.showPerson(c, r, form)
	}
	flash(c, "success", message)
	return c.Redirect(http.StatusSeeOther, "/staff/events/"+eventOf(c).Slug+"/people/"+r.ID)
}

func (h *Handlers) takeChange(form *Form, err error) (*Form, error) {
	if err != nil && !form.Take(err) {
		return nil, err
	}
	return form, nil
}

// peoplePDF is the list for the door when nothing else works.
func (h *Handlers) peoplePDF(c echo.Context) error {
	var out bytes.Buffer
	if err := h.Registrations.ReceptionList(c.Request().Context(), &out, h.texts(c), eventOf(c)); err != nil {
		return err
	}
	return h.download(c, eventOf(c).Slug+"-reception.pdf", "application/pdf", out.Bytes())
}
