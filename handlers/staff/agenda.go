package staff

import (
	"github.com/labstack/echo/v4"

	"meguri/app/agenda"
	"meguri/handlers/web"
	"meguri/models"
)

type agendaPage struct {
	Sessions []models.Session
	Clashes  []agenda.Clash
	Rooms    []models.Room
	Tracks   []models.Track
	Many     bool // on several days
	// RoomsOpen and TracksOpen show the names that are being edited.
	RoomsOpen, TracksOpen bool
}

func (h *Agenda) List(c echo.Context) error { return h.showAgenda(c, nil, nil) }

// showAgenda shows the agenda; typed are names of rooms or tracks that could not be stored.
func (h *Agenda) showAgenda(c echo.Context, form *web.Form, typed []agenda.Name) error {
	event, q := web.EventOf(c), h.DB.Query(c.Request().Context())
	sessions, err := q.Sessions().OfEvent(event)
	if err != nil {
		return err
	}
	page := agendaPage{Sessions: sessions, Clashes: agenda.Clashes(sessions), Many: web.SeveralDays(event)}
	if page.Rooms, err = q.Rooms().OfEvent(event); err != nil {
		return err
	}
	if page.Tracks, err = q.Tracks().OfEvent(event); err != nil {
		return err
	}
	page.take(typed)
	return h.ShowForm(c, "staff/agenda/index", page, form)
}

func (d *agendaPage) take(typed []agenda.Name) {
	for _, name := range typed {
		for i := range d.Rooms {
			if d.Rooms[i].ID == name.ID {
				d.Rooms[i].NameJa, d.Rooms[i].NameEn, d.RoomsOpen = name.Ja, name.En, true
			}
		}
		for i := range d.Tracks {
			if d.Tracks[i].ID == name.ID {
				d.Tracks[i].NameJa, d.Tracks[i].NameEn, d.TracksOpen = name.Ja, name.En, true
			}
		}
	}
}
