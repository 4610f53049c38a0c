package api

import (
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"meguri/app/registration"
	"meguri/app/service/i18n"
	"meguri/app/service/paths"
	"meguri/app/service/table"
	"meguri/handlers/web"
	"meguri/models"
)

func (h *V1) RegistrationsCSV(c echo.Context) error {
	list, err := h.registrations(c)
	if err != nil {
		return err
	}
	return web.SendCSV(c, web.EventOf(c).Slug+"-people.csv", list)
}

func (h *V1) RegistrationsXLSX(c echo.Context) error {
	list, err := h.registrations(c)
	if err != nil {
		return err
	}
	return web.SendXLSX(c, web.EventOf(c).Slug+"-people.xlsx", list)
}

// registrations is the table of the registrations that the filter in the address chooses.
func (h *V1) registrations(c echo.Context) (table.Table, error) {
	var in registration.FilterInput
	if err := web.BindQuery(c, &in); err != nil {
		return table.Table{}, err
	}
	return h.Registrations.Table(c.Request().Context(), h.Texts(c), web.EventOf(c), &in)
}

// madeRegistration is the answer to a registration. Only the sender sees it, so it may have the secret link.
type madeRegistration struct {
	ID        string                   `json:"id"`
	Code      string                   `json:"code"`
	State     models.RegistrationState `json:"state"`
	Position  int                      `json:"position,omitempty"`
	ManageURL string                   `json:"manage_url"`
	Ticket    string                   `json:"ticket,omitempty"`
	// Companions are in the order of the request, without those who were registered already.
	Companions []madeRegistration `json:"companions,omitempty"`
}

func (h *V1) CreateRegistration(c echo.Context) error {
	event, err := h.PublicEvent(c)
	if err != nil {
		return err
	}
	var in registration.SignUpInput
	if err := web.ReadJSON(c, &in); err != nil {
		return err
	}
	if !i18n.Known(in.Locale) {
		in.Locale = h.Texts(c).Lang
	}
	result, err := h.Registrations.SignUp(c.Request().Context(), event, &in)
	if err != nil {
		return err
	}
	if result.Registration == nil { // the person is known, or the event is discreet: the attendee has mail
		return c.JSON(http.StatusAccepted, map[string]string{"detail": h.Texts(c).T("registration.sent_lead")})
	}
	answer, err := h.receipt(c, event, result.Registration)
	if err != nil {
		return err
	}
	for _, r := range result.Companions {
		companion, err := h.receipt(c, event, r)
		if err != nil {
			return err
		}
		answer.Companions = append(answer.Companions, companion)
	}
	return c.JSON(http.StatusCreated, answer)
}

func (h *V1) receipt(c echo.Context, event *models.Event, r *models.Registration) (madeRegistration, error) {
	receipt, err := h.Registrations.Receipt(c.Request().Context(), event, r)
	if err != nil {
		return madeRegistration{}, err
	}
	return madeRegistration{
		ID:        r.ID,
		Code:      r.Code,
		State:     r.State,
		Position:  receipt.Position,
		ManageURL: h.BaseURL + string(paths.OfAttendee(receipt.Link)),
		Ticket:    receipt.Ticket,
	}, nil
}

// listedRegistration is one item of GET /api/v1/events/{slug}/registrations.
type listedRegistration struct {
	ID           string                   `json:"id"`
	Code         string                   `json:"code"`
	State        models.RegistrationState `json:"state"`
	TicketType   string                   `json:"ticket_type"`
	Mode         models.Mode              `json:"mode"`
	Family       string                   `json:"family_name"`
	Given        string                   `json:"given_name"`
	FamilyKana   string                   `json:"family_name_kana"`
	GivenKana    string                   `json:"given_name_kana"`
	Email        string                   `json:"email"`
	Organization string                   `json:"organization"`
	Sector       models.Sector            `json:"sector"`
	Needs        string                   `json:"needs"`
	Locale       string                   `json:"locale"`
	Answers      map[string]string        `json:"answers"`
	CreatedAt    time.Time                `json:"created_at"`
}

func listed(event *models.Event, r *models.Registration) listedRegistration {
	return listedRegistration{
		ID:           r.ID,
		Code:         r.Code,
		State:        r.State,
		TicketType:   r.TicketType.Slug,
		Mode:         event.ModeOf(r.TicketType),
		Family:       r.Family,
		Given:        r.Given,
		FamilyKana:   r.FamilyKana,
		GivenKana:    r.GivenKana,
		Email:        r.Email,
		Organization: r.Organization,
		Sector:       r.Sector,
		Needs:        r.Accessibility,
		Locale:       r.Locale,
		Answers:      r.Answers,
		CreatedAt:    r.CreatedAt,
	}
}

func (h *V1) ListRegistrations(c echo.Context) error {
	limit, err := web.Limit(c)
	if err != nil {
		return err
	}
	var in registration.FilterInput
	if err := web.BindQuery(c, &in); err != nil {
		return err
	}
	list, err := h.Registrations.List(c.Request().Context(), web.EventOf(c), &in, limit)
	if err != nil {
		return err
	}
	items := make([]listedRegistration, len(list.Registrations))
	for i := range list.Registrations {
		items[i] = listed(web.EventOf(c), &list.Registrations[i])
	}
	body := map[string]any{"items": items, "next": nil}
	if list.Next != "" {
		body["next"] = list.Next
	}
	return c.JSON(http.StatusOK, body)
}
