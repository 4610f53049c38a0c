package attendee

import (
	"net/url"

	"github.com/labstack/echo/v4"

	"meguri/app/registration"
	"meguri/app/service/ticket"
	"meguri/handlers/web"
	"meguri/models"
	"meguri/models/text"
)

// registrationPage is what a person sees of their own registration.
type registrationPage struct {
	Registration *models.Registration
	Base         string // the path of the own page, with its secret
	QR           *ticket.QR
	Place        int // in the waiting list
	Types        []models.TicketType
	Sessions     []models.Session
	Surveys      []models.Survey
	RoomOpen     bool
	Ended        bool
	CanChange    bool
}

func (h *Pages) Registration(c echo.Context) error {
	return h.showRegistration(c, nil)
}

func (h *Pages) showRegistration(c echo.Context, form *web.Form) error {
	r := web.RegistrationOf(c)
	page, err := h.registrationPage(c, web.EventOf(c), r)
	if err != nil {
		return err
	}
	if form == nil {
		form = h.NewForm(c, url.Values{
			"family_name": {r.Family}, "given_name": {r.Given}, "family_name_kana": {r.FamilyKana}, "given_name_kana": {r.GivenKana},
			"organization": {r.Organization}, "needs": {r.Accessibility}, "ticket_type": {r.TicketType.Slug},
		})
	}
	return h.ShowForm(c, "attendee/registration/show", page, form)
}

func (h *Pages) registrationPage(c echo.Context, event *models.Event, r *models.Registration) (*registrationPage, error) {
	ctx := c.Request().Context()
	q := h.DB.Query(ctx)
	page := &registrationPage{Registration: r, Base: pagePath(c), RoomOpen: event.LiveRoomIsOpen(q.Now), Ended: event.Ended(q.Now)}
	page.CanChange = r.Live() && event.State == models.EventPublished && !page.Ended
	var err error
	if page.Place, err = q.WaitingList().Position(r); err != nil {
		return nil, err
	}
	if page.Types, err = q.TicketTypes().OfEvent(event); err != nil {
		return nil, err
	}
	if page.Sessions, err = q.Sessions().OfEvent(event); err != nil {
		return nil, err
	}
	if page.Surveys, err = q.Surveys().OpenFor(event, r); err != nil || r.State != models.RegistrationConfirmed {
		return page, err
	}
	text, err := h.Registrations.Ticket(ctx, event, r)
	if err != nil {
		return nil, err
	}
	page.QR, err = ticket.NewQR(text)
	return page, err
}

func (h *Pages) Correct(c echo.Context) error {
	event, r := web.EventOf(c), web.RegistrationOf(c)
	var in struct {
		Family       string `form:"family_name"`
		Given        string `form:"given_name"`
		FamilyKana   string `form:"family_name_kana"`
		GivenKana    string `form:"given_name_kana"`
		Organization string `form:"organization"`
		Needs        string `form:"needs"`
	}
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	err = h.Registrations.Correct(c.Request().Context(), event, r.ID, registration.Correction{
		Name:         text.Name{Family: in.Family, Given: in.Given, FamilyKana: in.FamilyKana, GivenKana: in.GivenKana},
		Organization: in.Organization, Needs: in.Needs, Locale: h.Texts(c).Lang,
	})
	return h.afterChange(c, form, err, "registration.saved")
}

func (h *Pages) ChangeType(c echo.Context) error {
	event, r := web.EventOf(c), web.RegistrationOf(c)
	var in struct {
		TicketType string `form:"ticket_type"`
		Wait       bool   `form:"wait"`
	}
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	err = h.Registrations.ChangeType(c.Request().Context(), event, r.ID, in.TicketType, in.Wait)
	return h.afterChange(c, form, err, "registration.changed")
}

func (h *Pages) Cancel(c echo.Context) error {
	event, r := web.EventOf(c), web.RegistrationOf(c)
	err := h.Registrations.Cancel(c.Request().Context(), event, r.ID)
	return h.afterChange(c, h.NewForm(c, url.Values{}), err, "registration.cancelled")
}

// afterChange goes back to the own page: with a message, or with what was wrong.
func (h *Pages) afterChange(c echo.Context, form *web.Form, err error, message string) error {
	if err == nil {
		web.SetFlash(c, "success", message)
		return web.SeeOther(c, pagePath(c))
	}
	if !form.Take(err) {
		return err
	}
	return h.showRegistration(c, form)
}
