package api

import (
	"encoding/json"
	"net/http"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"meguri/app/registration"
	"meguri/app/service/i18n"
	"meguri/handlers/web"
	"meguri/models"
	"meguri/models/text"
)

func (h *V1) RegistrationsCSV(c echo.Context) error {
	filter, err := h.RegistrationFilter(c)
	if err != nil {
		return err
	}
	return web.SendCSV(c, web.EventOf(c).Slug+"-people.csv", h.Registrations.Table(c.Request().Context(), h.Texts(c), web.EventOf(c), filter))
}

func (h *V1) RegistrationsXLSX(c echo.Context) error {
	filter, err := h.RegistrationFilter(c)
	if err != nil {
		return err
	}
	return web.SendXLSX(c, web.EventOf(c).Slug+"-people.xlsx", h.Registrations.Table(c.Request().Context(), h.Texts(c), web.EventOf(c), filter))
}

// applicationBody is the body of POST /api/v1/events/{slug}/registrations.
type applicationBody struct {
	ID           string         `json:"id"`
	TicketType   string         `json:"ticket_type"`
	Family       string         `json:"family_name"`
	Given        string         `json:"given_name"`
	FamilyKana   string         `json:"family_name_kana"`
	GivenKana    string         `json:"given_name_kana"`
	Email        string         `json:"email"`
	Organization string         `json:"organization"`
	Sector       string         `json:"sector"`
	Needs        string         `json:"needs"`
	Locale       string         `json:"locale"`
	Consents     []string       `json:"consents"`
	Answers      map[string]any `json:"answers"`
}

func (in *applicationBody) application(lang string) registration.Application {
	if i18n.Known(in.Locale) {
		lang = in.Locale
	}
	if in.Sector == "" {
		in.Sector = string(models.SectorOther)
	}
	answers := make(map[string]string, len(in.Answers))
	for key, value := range in.Answers {
		if value != nil {
			answers[key] = asText(value)
		}
	}
	return registration.Application{
		RequestID: in.ID, TicketType: in.TicketType, Email: in.Email, Organization: in.Organization, Sector: models.Sector(in.Sector),
		Name:  text.Name{Family: in.Family, Given: in.Given, FamilyKana: in.FamilyKana, GivenKana: in.GivenKana},
		Needs: in.Needs, Locale: lang, Consents: in.Consents, Answers: answers,
	}
}

// asText keeps an answer as text: a text as it is, anything else as its JSON.
func asText(value any) string {
	if text, ok := value.(string); ok {
		return text
	}
	text, _ := json.Marshal(value) // it came from JSON
	return string(text)
}

// madeRegistration is the answer to an application: only its sender sees it, so it may hold the secret link.
type madeRegistration struct {
	ID        string                   `json:"id"`
	Code      string                   `json:"code"`
	State     models.RegistrationState `json:"state"`
	Position  int                      `json:"position,omitempty"`
	ManageURL string                   `json:"manage_url"`
	Ticket    string                   `json:"ticket,omitempty"`
}

func (h *V1) CreateRegistration(c echo.Context) error {
	event, err := h.PublicEvent(c)
	if err != nil {
		return err
	}
	var in applicationBody
	if err := web.ReadJSON(c, &in); err != nil {
		return err
	}
	result, err := h.Registrations.SignUp(c.Request().Context(), event, in.application(h.Texts(c).Lang))
	if err != nil {
		return err
	}
	if result.Known { // nothing of the other registration is told; its owner has mail
		return c.JSON(http.StatusAccepted, map[string]string{"detail": h.Texts(c).T("registration.sent_lead")})
	}
	return h.writeMade(c, event, result.Registration)
}

func (h *V1) writeMade(c echo.Context, event *models.Event, r *models.Registration) error {
	ctx := c.Request().Context()
	made := madeRegistration{ID: r.ID, Code: r.Code, State: r.State, ManageURL: h.BaseURL + "/r/" + h.Registrations.Link(r)}
	var err error
	if made.Position, err = h.DB.Query(ctx).WaitingList().Position(r); err != nil {
		return err
	}
	if r.State == models.RegistrationConfirmed {
		if made.Ticket, err = h.Registrations.Ticket(ctx, event, r); err != nil {
			return err
		}
	}
	return c.JSON(http.StatusCreated, made)
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

func listed(r *models.Registration) listedRegistration {
	return listedRegistration{
		ID: r.ID, Code: r.Code, State: r.State, TicketType: r.TicketType.Slug, Mode: r.TicketType.Mode, Family: r.Family, Given: r.Given,
		FamilyKana: r.FamilyKana, GivenKana: r.GivenKana, Email: r.Email, Organization: r.Organization, Sector: r.Sector, Needs: r.Accessibility,
		Locale: r.Locale, Answers: r.Answers, CreatedAt: r.CreatedAt,
	}
}

func (h *V1) ListRegistrations(c echo.Context) error {
	limit := web.PageSize
	if text := c.QueryParam("limit"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 || n > web.MaxPageSize {
			return models.InvalidFields(map[string]string{"limit": "field.number"})
		}
		limit = n
	}
	filter, err := h.RegistrationFilter(c)
	if err != nil {
		return err
	}
	page, err := h.Registrations.People(c.Request().Context(), web.EventOf(c), filter, limit)
	if err != nil {
		return err
	}
	items := make([]listedRegistration, len(page.People))
	for i := range page.People {
		items[i] = listed(&page.People[i])
	}
	body := map[string]any{"items": items, "next": nil}
	if page.Next != nil {
		body["next"] = web.Cursor(page.Next)
	}
	return c.JSON(http.StatusOK, body)
}
