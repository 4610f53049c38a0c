package handlers

import (
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"meguri/models"
)

func (h *Handlers) frontPage(c echo.Context) error {
	q := h.DB.Query(c.Request().Context())
	upcoming, err := q.Events().Upcoming()
	if err != nil {
		return err
	}
	past, err := q.Events().Past(12)
	if err != nil {
		return err
	}
	return h.show(c, public, "event/index", map[string]any{"Upcoming": upcoming, "Past": past})
}

// publicEvent finds the event of :slug that everybody may see.
func (h *Handlers) publicEvent(c echo.Context) (*models.Event, error) {
	event, err := h.DB.Query(c.Request().Context()).Events().BySlug(c.Param("slug"))
	if err != nil {
		return nil, err
	}
	if !event.Public() {
		return nil, models.NewError(models.CodeNotFound, "error.not_found")
	}
	c.Set(keyEvent, event)
	return event, nil
}

// shownEvent is like publicEvent, but shows a draft to those who prepare it.
func (h *Handlers) shownEvent(c echo.Context) (*models.Event, error) {
	event, err := h.publicEvent(c)
	if accountOf(c) == nil || models.CodeOf(err) != models.CodeNotFound {
		return event, err
	}
	q := h.DB.Query(c.Request().Context())
	draft, loadErr := q.Events().BySlug(c.Param("slug"))
	if loadErr != nil {
		return nil, loadErr
	}
	roles, loadErr := q.Members().RolesAt(accountOf(c).ID, draft)
	if loadErr != nil {
		return nil, loadErr
	}
	if !models.Holds(roles, models.SeeEvent) {
		return nil, err
	}
	c.Set(keyEvent, draft)
	return draft, nil
}

func (h *Handlers) eventPage(c echo.Context) error {
	event, err := h.shownEvent(c)
	if err != nil {
		return err
	}
	q := h.DB.Query(c.Request().Context())
	if err := q.Events().LoadPartners(event); err != nil {
		return err
	}
	types, err := q.TicketTypes().OfEvent(event)
	if err != nil {
		return err
	}
	sessions, err := q.Sessions().OfEvent(event)
	if err != nil {
		return err
	}
	page := h.page(c, nil, nil)
	page.Data = eventShow{
		TicketTypes: slices.DeleteFunc(types, func(t models.TicketType) bool { return t.Hidden }), Sessions: sessions, LinkedData: linkedData(page, types),
		Open: event.State == models.EventPublished && !event.Ended(q.Now), Ended: event.Ended(q.Now),
	}
	return h.write(c, http.StatusOK, "event/show", string(public), page)
}

// eventShow is what the event's page shows besides the event.
type eventShow struct {
	TicketTypes []models.TicketType
	Sessions    []models.Session
	LinkedData  map[string]any
	Open, Ended bool
}

func (h *Handlers) staffHome(c echo.Context) error {
	q := h.DB.Query(c.Request().Context())
	events, err := q.Events().OfAccount(accountOf(c).ID)
	if err != nil {
		return err
	}
	hosts, err := q.Organizations().OfEditor(accountOf(c).ID)
	if err != nil {
		return err
	}
	return h.show(c, staff, "event/staff_index", map[string]any{"Events": events, "MayCreate": len(hosts) > 0})
}
