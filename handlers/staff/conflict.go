package staff

import (
	"github.com/labstack/echo/v4"

	"meguri/app/reception"
	"meguri/app/service/paths"
	"meguri/handlers/web"
	"meguri/models"
)

type conflictsPage struct{ *reception.ConflictsPage }

// DoorName is the name of a door by its slug.
func (p conflictsPage) DoorName(page *web.Page, slug string) string {
	return doorName(p.Doors, page, slug)
}

// Conflicts lists what scans say against each other. For htmx it is the list alone, which is asked for while the page is
// open.
func (h *Reception) Conflicts(c echo.Context) error {
	page, err := h.Reception.Conflicts(c.Request().Context(), web.EventOf(c))
	if err != nil {
		return err
	}
	if web.IsFragment(c) {
		return h.ShowFragment(c, "staff/reception/conflicts", "conflicts", conflictsPage{page})
	}
	return h.Show(c, "staff/reception/conflicts", conflictsPage{page})
}

// SettleConflict says that one was looked at.
func (h *Reception) SettleConflict(c echo.Context) error {
	return h.withConflict(c, h.Reception.Settle, "reception.conflict_settled")
}

// ReopenConflict takes that back.
func (h *Reception) ReopenConflict(c echo.Context) error {
	return h.withConflict(c, h.Reception.Reopen, "reception.conflict_reopened")
}

func (h *Reception) withConflict(c echo.Context, do reception.ConflictAction, done string) error {
	var in reception.ConflictInput
	if _, err := h.Bind(c, &in); err != nil {
		return err
	}
	event := web.EventOf(c)
	err := do(c.Request().Context(), event, web.ActorOf(c), in)
	switch {
	case err == nil:
		web.SetFlash(c, "success", done)
	case models.CodeOf(err) == models.CodeConflict:
		web.SetFlash(c, "error", web.MessageKey(err))
	default:
		return err
	}
	return web.SeeOther(c, paths.OfStaffEvent(event.Slug).Conflicts())
}
