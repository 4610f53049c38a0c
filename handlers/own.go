package handlers

import (
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"meguri/app/registration"
	"meguri/app/service/calendar"
	"meguri/app/service/i18n"
	"meguri/app/service/ticket"
	"meguri/models"
	"meguri/models/text"
)

// ownPage is what a person sees of their own registration.
type ownPage struct {
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

// owner finds the registration of :token and its event, and speaks the person's language unless they chose another.
func (h *Handlers) owner(c echo.Context) (*models.Event, *models.Registration, error) {
	q := h.DB.Query(c.Request().Context())
	r, err := q.Registrations().ByLink(c.Param("token"))
	if err != nil {
		if models.CodeOf(err) == models.CodeNotFound {
			err = models.NewError(models.CodeNotFound, "registration.link_dead")
		}
		return nil, nil, err
	}
	event, err := q.Events().ByID(r.EventID)
	if err != nil {
		return nil, nil, err
	}
	c.Set(keyEvent, event)
	if _, err := c.Cookie(langCookie); err != nil && !i18n.Known(c.QueryParam("lang")) {
		c.Set(keyLang, r.Locale)
	}
	return event, r, nil
}

func ownPath(c echo.Context) string { return "/r/" + c.Param("token") }

func (h *Handlers) own(c echo.Context) error {
	event, r, err := h.owner(c)
	if err != nil {
		return err
	}
	return h.showOwn(c, event, r, nil)
}

func (h *Handlers) showOwn(c echo.Context, event *models.Event, r *models.Registration, form *Form) error {
	page, err := h.ownPage(c, event, r)
	if err != nil {
		return err
	}
	if form == nil {
		form = h.newForm(c, url.Values{
			"family_name": {r.Family}, "given_name": {r.Given}, "family_name_kana": {r.FamilyKana}, "given_name_kana": {r.GivenKana},
			"organization": {r.Organization}, "needs": {r.Accessibility}, "ticket_type": {r.TicketType.Slug},
		})
	}
	return h.showForm(c, public, "registration/own", page, form)
}

func (h *Handlers) ownPage(c echo.Context, event *models.Event, r *models.Registration) (*ownPage, error) {
	ctx := c.Request().Context()
	q := h.DB.Query(ctx)
	page := &ownPage{Registration: r, Base: ownPath(c), RoomOpen: event.LiveRoomIsOpen(q.Now), Ended: event.Ended(q.Now)}
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

func (h *Handlers) ownTicket(c echo.Context) error {
	event, r, err := h.owner(c)
	if err != nil {
		return err
	}
	content, err := h.Registrations.TicketPDF(c.Request().Context(), h.texts(c), event, r)
	if err != nil {
		return err
	}
	return h.download(c, event.Slug+"-ticket.pdf", "application/pdf", content)
}

func (h *Handlers) ownSummary(c echo.Context) error {
	event, r, err := h.owner(c)
	if err != nil {
		return err
	}
	content, err := h.Summaries.PDF(c.Request().Context(), h.texts(c), event, r)
	if err != nil {
		return err
	}
	return h.download(c, event.Slug+"-summary.pdf", "application/pdf", content)
}

func (h *Handlers) ownCalendar(c echo.Context) error {
	event, r, err := h.owner(c)
	if err != nil {
		return err
	}
	content := calendar.Event(event, calendar.Options{
		Texts: h.texts(c), URL: h.BaseURL + ownPath(c), Mode: r.TicketType.Mode, Cancelled: r.State == models.RegistrationCancelled,
	})
	return h.download(c, event.Slug+".ics", calendarType, content)
}

func (h *Handlers) correctOwn(c echo.Context) error {
	event, r, err := h.owner(c)
	if err != nil {
		return err
	}
	var in struct {
		Family       string `form:"family_name"`
		Given        string `form:"given_name"`
		FamilyKana   string `form:"family_name_kana"`
		GivenKana    string `form:"given_name_kana"`
		Organization string `form:"organization"`
		Needs        string `form:"needs"`
	}
	form, err := h.bind(c, &in)
	if err != nil {
		return err
	}
	err = h.Registrations.Correct(c.Request().Context(), event, r.ID, registration.Correction{
		Name:         text.Name{Family: in.Family, Given: in.Given, FamilyKana: in.FamilyKana, GivenKana: in.GivenKana},
		Organization: in.Organization, Needs: in.Needs, Locale: h.texts(c).Lang,
	})
	return h.afterOwn(c, event, r, form, err, "registration.saved")
}

func (h *Handlers) changeOwn(c echo.Context) error {
	event, r, err := h.owner(c)
	if err != nil {
		return err
	}
	var in struct {
		TicketType string `form:"ticket_type"`
		Wait       bool   `form:"wait"`
	}
	form, err := h.bind(c, &in)
	if err != nil {
		return err
	}
	err = h.Registrations.ChangeType(c.Request().Context(), event, r.ID, in.TicketType, in.Wait)
	return h.afterOwn(c, event, r, form, err, "registration.changed")
}

func (h *Handlers) cancelOwn(c echo.Context) error {
	event, r, err := h.owner(c)
	if err != nil {
		return err
	}
	err = h.Registrations.Cancel(c.Request().Context(), event, r.ID)
	return h.afterOwn(c, event, r, h.newForm(c, url.Values{}), err, "registration.cancelled")
}

// afterOwn goes back to the own page: with a message, or with what was wrong.
func (h *Handlers) afterOwn(c echo.Context, event *models.Event, r *models.Registration, form *Form, err error, message string) error {
	if err == nil {
		flash(c, "success", message)
		return seeOther(c, ownPath(c))
	}
	if !form.Take(err) {
		return err
	}
	return h.showOwn(c, event, r, form)
}

func (h *Handlers) download(c echo.Context, name, kind string, content []byte) error {
	attach(c, name, kind)
	return c.Blob(http.StatusOK, kind, content)
}
