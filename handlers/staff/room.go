package staff

import (
	"context"

	"github.com/labstack/echo/v4"

	"meguri/app/agenda"
	"meguri/handlers/web"
	"meguri/models"
)

func (h *Agenda) NameRooms(c echo.Context) error { return h.saveNames(c, h.Agenda.NameRooms) }

func (h *Agenda) NameTracks(c echo.Context) error { return h.saveNames(c, h.Agenda.NameTracks) }

func (h *Agenda) saveNames(
	c echo.Context, save func(context.Context, *models.Event, *agenda.NamesInput) error,
) error {
	var in agenda.NamesInput
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	if !in.Complete() {
		return echo.ErrBadRequest
	}
	err = save(c.Request().Context(), web.EventOf(c), &in)
	if done, err := h.Save(c, form, err, agendaPath(c), "agenda.saved"); done {
		return err
	}
	return h.showTyped(c, form, &in)
}
