package public

import (
	"cmp"
	"net/url"

	"github.com/labstack/echo/v4"

	"meguri/app/registration"
	"meguri/handlers/web"
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
	Sectors     []web.Option
	Open        bool
}

func (h *Pages) RegistrationForm(c echo.Context) error {
	event, err := h.PublicEvent(c)
	if err != nil {
		return err
	}
	return h.showRegistrationForm(c, event, h.NewForm(c, url.Values{"ticket_type": {c.QueryParam("type")}}))
}

func (h *Pages) showRegistrationForm(c echo.Context, event *models.Event, form *web.Form) error {
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
		RequestID: cmp.Or(form.Value("id"), models.NewID()), Consents: consents, Sectors: h.Sectors(c),
		Open: event.State == models.EventPublished && !event.Ended(q.Now),
	}
	for _, kind := range types {
		if !kind.Hidden || kind.Slug == form.Value("ticket_type") {
			page.TicketTypes = append(page.TicketTypes, kind)
		}
	}
	return h.ShowForm(c, "public/registration/new", page, form)
}

// SignUp answers the same whether the address was known or not: the rest is in the mail.
func (h *Pages) SignUp(c echo.Context) error {
	event, err := h.PublicEvent(c)
	if err != nil {
		return err
	}
	var in registrationForm
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	if form.OK() {
		_, err = h.Registrations.SignUp(c.Request().Context(), event, in.application(h.Texts(c).Lang))
		if err == nil {
			return web.SeeOther(c, "/events/"+event.Slug+"/registered")
		}
		if !form.Take(err) {
			return err
		}
	}
	return h.showRegistrationForm(c, event, form)
}

func (h *Pages) Registered(c echo.Context) error {
	if _, err := h.PublicEvent(c); err != nil {
		return err
	}
	return h.Show(c, "public/registration/sent", nil)
}
