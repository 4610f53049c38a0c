package handlers

import (
	"github.com/labstack/echo/v4"

	"meguri/models"
)

func (h *Handlers) frontPage(c echo.Context) error {
	tx := h.DB.Reader(c.Request().Context())
	upcoming, err := tx.UpcomingEvents()
	if err != nil {
		return err
	}
	past, err := tx.PastEvents(12)
	if err != nil {
		return err
	}
	return h.show(c, public, "event/index", map[string]any{"Upcoming": upcoming, "Past": past})
}

// publicEvent finds the event of :slug that everybody may see.
func (h *Handlers) publicEvent(c echo.Context) (*models.Event, error) {
	event, err := h.DB.Reader(c.Request().Context()).EventBySlug(c.Param("slug"))
	if err != nil {
		return nil, err
	}
	if !event.Public() {
		return nil, models.Fail(models.NotFound, "error.not_found")
	}
	c.Set(keyEvent, event)
	return event, nil
}

func (h *Handlers) eventPage(c echo.Context) error {
	event, err := h.publicEvent(c)
	if err != nil {
		return err
	}
	types, err := h.DB.Reader(c.Request().Context()).TicketTypes(event)
	if err != nil {
		return err
	}
	return h.show(c, public, "event/show", map[string]any{"TicketTypes": types})
}

func (h *Handlers) staffHome(c echo.Context) error {
	events, err := h.DB.Reader(c.Request().Context()).EventsOf(accountOf(c).ID)
	if err != nil {
		return err
	}
	return h.show(c, staff, "event/staff_index", events)
}

func (h *Handlers) eventDashboard(c echo.Context) error {
	types, err := h.DB.Reader(c.Request().Context()).TicketTypes(eventOf(c))
	if err != nil {
		return err
	}
	return h.show(c, staff, "event/dashboard", map[string]any{"TicketTypes": types})
}
