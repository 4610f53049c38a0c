package public

import (
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"meguri/models"
)

type frontPage struct{ Upcoming, Past []*models.Event }

func (h *Pages) Front(c echo.Context) error {
	q := h.DB.Query(c.Request().Context())
	upcoming, err := q.Events().Upcoming()
	if err != nil {
		return err
	}
	past, err := q.Events().Past(12)
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
	page := h.NewPage(c, nil, nil)
	page.Data = eventPage{
		TicketTypes: slices.DeleteFunc(types, func(t models.TicketType) bool { return t.Hidden }), Sessions: sessions, LinkedData: linkedData(page, types),
		Open: event.State == models.EventPublished && !event.Ended(q.Now), Ended: event.Ended(q.Now),
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
