package handlers

import (
	"cmp"
	"net/url"

	"github.com/labstack/echo/v4"

	"meguri/app/registration"
	"meguri/models"
	"meguri/models/text"
)

type registrationForm struct {
	ID           string   `form:"id"`
	TicketType   string   `form:"ticket_type"`
	Family       string   `form:"family_name"`
	Given        string   `form:"given_name"`
	FamilyKana   string   `form:"family_name_kana"`
	GivenKana    string   `form:"given_name_kana"`
	Email        string   `form:"email"`
	Organization string   `form:"organization"`
	Sector       string   `form:"sector"`
	Needs        string   `form:"needs"`
	Consents     []string `form:"consents"`
}

func (in *registrationForm) name() text.Name {
	return text.Name{Family: in.Family, Given: in.Given, FamilyKana: in.FamilyKana, GivenKana: in.GivenKana}
}

func (in *registrationForm) application(lang string) registration.Application {
	return registration.Application{
		RequestID: in.ID, TicketType: in.TicketType, Name: in.name(), Email: in.Email, Organization: in.Organization,
		Sector: models.Sector(in.Sector), Needs: in.Needs, Locale: lang, Consents: in.Consents,
	}
}

// registrationPage is what the form offers.
type registrationPage struct {
	RequestID   string
	TicketTypes []models.TicketType
	Consents    []models.ConsentText
	Sectors     []Option
	Open        bool
}

func (h *Handlers) registerPage(c echo.Context) error {
	event, err := h.publicEvent(c)
	if err != nil {
		return err
	}
	return h.showRegister(c, event, h.newForm(c, url.Values{"ticket_type": {c.QueryParam("type")}}))
}

func (h *Handlers) showRegister(c echo.Context, event *models.Event, form *Form) error {
	q := h.DB.Query(c.Request().Context())
	types, err := q.TicketTypes().OfEvent(event)
	if err != nil {
		return err
	}
	consents, err := q.ConsentTexts().OfEvent(event)
	if err != nil {
		return err
	}
	page := registrationPage{
		RequestID: cmp.Or(form.Value("id"), models.NewID()), Consents: consents, Sectors: h.sectors(c),
		Open: event.State == models.EventPublished && !event.Ended(q.Now),
	}
	for _, kind := range types {
		if !kind.Hidden || kind.Slug == form.Value("ticket_type") {
			page.TicketTypes = append(page.TicketTypes, kind)
		}
	}
	return h.showForm(c, public, "registration/new", page, form)
}

func (h *Handlers) sectors(c echo.Context) []Option {
	texts := h.texts(c)
	options := make([]Option, 0, len(models.Sectors))
	for _, sector := range models.Sectors {
		options = append(options, Option{string(sector), texts.T("registration.sector_" + string(sector))})
	}
	return options
}

// signUp answers the same whether the address was known or not: the rest is in the mail.
func (h *Handlers) signUp(c echo.Context) error {
	event, err := h.publicEvent(c)
	if err != nil {
		return err
	}
	var in registrationForm
	form, err := h.bind(c, &in)
	if err != nil {
		return err
	}
	if form.OK() {
		_, err = h.Registrations.SignUp(c.Request().Context(), event, in.application(h.texts(c).Lang))
		if err == nil {
			return seeOther(c, "/events/"+event.Slug+"/registered")
		}
		if !form.Take(err) {
			return err
		}
	}
	return h.showRegister(c, event, form)
}

func (h *Handlers) registeredPage(c echo.Context) error {
	if _, err := h.publicEvent(c); err != nil {
		return err
	}
	return h.show(c, public, "registration/sent", nil)
}

type linkForm struct {
	Email string `form:"email" validate:"required"`
}

func (h *Handlers) linkPage(c echo.Context) error {
	if _, err := h.publicEvent(c); err != nil {
		return err
	}
	return h.showForm(c, public, "registration/link", nil, nil)
}

func (h *Handlers) sendLink(c echo.Context) error {
	event, err := h.publicEvent(c)
	if err != nil {
		return err
	}
	var in linkForm
	form, err := h.bind(c, &in)
	if err != nil {
		return err
	}
	if form.OK() {
		if err = h.Registrations.SendLink(c.Request().Context(), event, in.Email); err == nil {
			return seeOther(c, "/events/"+event.Slug+"/link/sent")
		}
		if !form.Take(err) {
			return err
		}
	}
	return h.showForm(c, public, "registration/link", nil, form)
}
