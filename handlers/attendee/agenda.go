package attendee

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"meguri/app/agenda"
	"meguri/app/service/paths"
	"meguri/handlers/web"
)

// MyAgenda has the page of what an attendee marked of the agenda.
type MyAgenda struct {
	*web.Kit
	Agenda *agenda.Service
}

type myAgendaPage struct {
	*agenda.MyPage
	Path paths.Attendee // with the secret
}

// Show shows what the attendee marked, and what comes next of it.
func (h *MyAgenda) Show(c echo.Context) error {
	page, err := h.Agenda.MyPage(c.Request().Context(), web.EventOf(c), web.RegistrationOf(c))
	if err != nil {
		return err
	}
	return h.Kit.Show(c, "attendee/agenda/show", myAgendaPage{page, pagePath(c)})
}

// Save stores what the attendee marked, or adds what their device has.
func (h *MyAgenda) Save(c echo.Context) error {
	var in agenda.FavouritesInput
	if _, err := h.Bind(c, &in); err != nil {
		return err
	}
	if err := h.Agenda.SetFavourites(c.Request().Context(), web.EventOf(c), web.RegistrationOf(c), in); err != nil {
		return err
	}
	if in.Add { // a script asks
		return c.NoContent(http.StatusNoContent)
	}
	web.SetFlash(c, "success", "agenda.my_saved")
	return web.SeeOther(c, pagePath(c).MyAgenda())
}
