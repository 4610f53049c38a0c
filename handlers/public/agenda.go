package public

import (
	"github.com/labstack/echo/v4"

	"meguri/app/agenda"
	"meguri/handlers/web"
)

type agendaPage struct {
	Groups []agenda.Group
	ByRoom bool
	Rooms  int
	Many   bool // on several days
	// Language is that of all sessions, "" where they differ.
	Language string
}

func (h *Pages) Agenda(c echo.Context) error {
	event, err := h.ShownEvent(c)
	if err != nil {
		return err
	}
	q := h.DB.Query(c.Request().Context())
	sessions, err := q.Sessions().OfEvent(event)
	if err != nil {
		return err
	}
	rooms, err := q.Rooms().OfEvent(event)
	if err != nil {
		return err
	}
	page := agendaPage{ByRoom: c.QueryParam("by") == "room", Rooms: len(rooms), Many: web.SeveralDays(event)}
	page.Language = agenda.OneLanguage(sessions)
	if page.ByRoom {
		page.Groups = agenda.ByRoom(rooms, sessions)
	} else {
		page.Groups = agenda.ByTime(sessions)
	}
	return h.Show(c, "public/agenda/show", page)
}
