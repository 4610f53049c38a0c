package public

import (
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"meguri/models"
)

type frontPage struct{ Upcoming, Past []*models.Event }

func (h *Pages) Front(c echo.Context) error {
	tx := h.DB.Reader(c.Request().Context())
	upcoming, err := tx.UpcomingEvents()
	if err != nil {
		return err
	}
	past, err := tx.PastEvents(12)
	if err != nil {
		return err
	}
	return h.Show(c, "public/event/index", frontPage{upcoming, past})
}

func (h *Pages) Event(c echo.Context) error {
	event, err := h.ShownEvent(c)
	if err != nil {
		return err
	}
	tx := h.DB.Reader(c.Request().Context())
	if err := tx.LoadPartners(event); err != nil {
		return err
	}
	types, err := tx.TicketTypes(event)
	if err != nil {
		return err
	}
	sessions, err := tx.Sessions(event)
	if err != nil {
		return err
	}
	page := h.NewPage(c, nil, nil)
	page.Data = eventPage{
		TicketTypes: slices.DeleteFunc(types, func(t models.TicketType) bool { return t.Hidden }), Sessions: sessions, LinkedData: linkedData(page, types),
		Open: event.State == models.Published && !event.Ended(tx.Now), Ended: event.Ended(tx.Now),
	}
	return h.RenderPage(c, http.StatusOK, "public/event/show", page)
}

// eventPage is what the event's page shows besides the event.
type eventPage struct {
	TicketTypes []models.TicketType
	Sessions    []models.Session
	LinkedData  map[string]any
	Open, Ended bool
}
