package staff

import (
	"bytes"
	"net/http"
	"net/url"
	"slices"

	"github.com/labstack/echo/v4"

	"meguri/app/registration"
	"meguri/handlers/web"
	"meguri/models"
	"meguri/models/text"
)

type registrationsPage struct {
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

func (h *Registrations) List(c echo.Context) error {
	filter, err := h.RegistrationFilter(c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	list, err := h.Registrations.People(ctx, web.EventOf(c), filter, web.PageSize)
	if err != nil {
		return err
	}
	total, err := h.Registrations.CountPeople(ctx, web.EventOf(c), filter)
	if err != nil {
		return err
	}
	types, err := h.DB.Query(ctx).TicketTypes().OfEvent(web.EventOf(c))
	if err != nil {
		return err
	}
	page := registrationsPage{
		People: list.People, Total: total, More: total == registration.CountedPeople, Query: c.QueryParam("q"), Types: types, Type: c.QueryParam("ticket_type"),
		State: c.QueryParam("state"), States: models.RegistrationStates, First: filter.After == "",
	}
	if list.Next != nil {
		query := url.Values{"q": {page.Query}, "ticket_type": {page.Type}, "state": {page.State}, "after": {web.Cursor(list.Next)}}
		page.Next = c.Request().URL.Path + "?" + query.Encode()
	}
	if web.IsFragment(c) {
		return h.ShowFragment(c, "staff/registration/index", "list", page)
	}
	return h.Show(c, "staff/registration/index", page)
}

type registrationPage struct {
	Registration *models.Registration
	Place        int
	Types        []models.TicketType
	Consents     []models.ConsentText
	Mails        []models.Mail
	CheckIns     []models.CheckIn
	doors        []models.Door
}

// Door finds a door of the event by its slug, or nil: a device may name one that the event does not have.
func (p *registrationPage) Door(slug string) *models.Door {
	if i := slices.IndexFunc(p.doors, func(d models.Door) bool { return d.Slug == slug }); i >= 0 {
		return &p.doors[i]
	}
	return nil
}

func (h *Registrations) Registration(c echo.Context) error {
	r, err := h.DB.Query(c.Request().Context()).Registrations().ByID(web.EventOf(c), c.Param("id"))
	if err != nil {
		return err
	}
	return h.showRegistration(c, r, nil)
}

func (h *Registrations) showRegistration(c echo.Context, r *models.Registration, form *web.Form) error {
	q, event := h.DB.Query(c.Request().Context()), web.EventOf(c)
	page := &registrationPage{Registration: r}
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
		form = h.NewForm(c, url.Values{
			"family_name": {r.Family}, "given_name": {r.Given}, "family_name_kana": {r.FamilyKana}, "given_name_kana": {r.GivenKana},
			"organization": {r.Organization}, "needs": {r.Accessibility},
		})
	}
	return h.ShowForm(c, "staff/registration/show", page, form)
}

type correctionForm struct {
	Family       string `form:"family_name"`
	Given        string `form:"given_name"`
	FamilyKana   string `form:"family_name_kana"`
	GivenKana    string `form:"given_name_kana"`
	Organization string `form:"organization"`
	Needs        string `form:"needs"`
}

func (h *Registrations) Correct(c echo.Context) error {
	var in correctionForm
	return h.change(c, &in, "registration.saved", func(r *models.Registration) error {
		return h.Registrations.Correct(c.Request().Context(), web.EventOf(c), r.ID, registration.Correction{
			Name:         text.Name{Family: in.Family, Given: in.Given, FamilyKana: in.FamilyKana, GivenKana: in.GivenKana},
			Organization: in.Organization, Needs: in.Needs,
		})
	})
}

func (h *Registrations) Cancel(c echo.Context) error {
	return h.change(c, &struct{}{}, "registration.cancelled", func(r *models.Registration) error {
		return h.Registrations.Cancel(c.Request().Context(), web.EventOf(c), r.ID)
	})
}

func (h *Registrations) ChangeType(c echo.Context) error {
	var in struct {
		TicketType string `form:"ticket_type"`
		Wait       bool   `form:"wait"`
	}
	return h.change(c, &in, "registration.changed", func(r *models.Registration) error {
		return h.Registrations.ChangeType(c.Request().Context(), web.EventOf(c), r.ID, in.TicketType, in.Wait)
	})
}

func (h *Registrations) SendLink(c echo.Context) error {
	return h.change(c, &struct{}{}, "registration.link_sent", func(r *models.Registration) error {
		return h.Registrations.SendLink(c.Request().Context(), web.EventOf(c), r.Email)
	})
}

// change does something to the registration of :id and goes back to its page.
func (h *Registrations) change(c echo.Context, in any, message string, do func(r *models.Registration) error) error {
	r, err := h.DB.Query(c.Request().Context()).Registrations().ByID(web.EventOf(c), c.Param("id"))
	if err != nil {
		return err
	}
	form, err := h.Bind(c, in)
	if err != nil {
		return err
	}
	if form, err = h.takeChange(form, do(r)); err != nil {
		return err
	}
	if !form.OK() {
		return h.showRegistration(c, r, form)
	}
	web.SetFlash(c, "success", message)
	return c.Redirect(http.StatusSeeOther, "/staff/events/"+web.EventOf(c).Slug+"/people/"+r.ID)
}

func (h *Registrations) takeChange(form *web.Form, err error) (*web.Form, error) {
	if err != nil && !form.Take(err) {
		return nil, err
	}
	return form, nil
}

// PDF is the list for the door when nothing else works.
func (h *Registrations) PDF(c echo.Context) error {
	var out bytes.Buffer
	if err := h.Registrations.ReceptionList(c.Request().Context(), &out, h.Texts(c), web.EventOf(c)); err != nil {
		return err
	}
	return web.Download(c, web.EventOf(c).Slug+"-reception.pdf", "application/pdf", out.Bytes())
}
