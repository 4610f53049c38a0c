package staff

import (
	"context"

	"github.com/labstack/echo/v4"

	"meguri/app/agenda"
	"meguri/handlers/web"
	"meguri/models"
)

func (h *Agenda) NameRooms(c echo.Context) error { return h.namePlaces(c, h.Agenda.NameRooms) }

func (h *Agenda) NameTracks(c echo.Context) error { return h.namePlaces(c, h.Agenda.NameTracks) }

// namePlaces reads a list of rooms or tracks: three fields each, in order.
func (h *Agenda) namePlaces(c echo.Context, store func(context.Context, *models.Event, []agenda.Name) error) error {
	var in struct {
		IDs []string `form:"id"`
		Ja  []string `form:"name_ja"`
		En  []string `form:"name_en"`
	}
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	if len(in.Ja) != len(in.IDs) || len(in.En) != len(in.IDs) {
		return echo.ErrBadRequest
	}
	names := make([]agenda.Name, len(in.IDs))
	for i := range names {
		names[i] = agenda.Name{ID: in.IDs[i], Ja: in.Ja[i], En: in.En[i]}
	}
	if err := store(c.Request().Context(), web.EventOf(c), names); err != nil {
		if form.Take(err) {
			return h.showAgenda(c, form, names)
		}
		return err
	}
	web.SetFlash(c, "success", "agenda.saved")
	return web.SeeOther(c, "/staff/events/"+web.EventOf(c).Slug+"/agenda")
}
