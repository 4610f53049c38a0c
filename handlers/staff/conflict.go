package staff

import (
	"github.com/labstack/echo/v4"

	"meguri/app/reception"
	"meguri/app/service/paths"
	"meguri/handlers/web"
	"meguri/models"
)

type conflictsPage struct {
	Open, Settled []conflictRow
	Total         int
}

// conflictRow is a conflict with the names of the doors of its scans.
type conflictRow struct {
	models.Conflict
	Door, OtherDoor string
	// CanUndo says that undoing the scan changes where somebody is.
	CanUndo bool
}

func (h *Reception) conflictRows(c echo.Context, list []models.Conflict, doors []models.Door) []conflictRow {
	rows := make([]conflictRow, len(list))
	for i := range list {
		rows[i] = conflictRow{
			Conflict: list[i], Door: h.doorOf(c, doors, list[i].CheckIn.Door),
			CanUndo: list[i].Kind != models.ConflictClock && list[i].CheckIn.CountsIn(),
		}
		if other := list[i].Other; other != nil {
			rows[i].OtherDoor = h.doorOf(c, doors, other.Door)
		}
	}
	return rows
}

func (h *Reception) doorOf(c echo.Context, doors []models.Door, slug string) string {
	for _, d := range doors {
		if d.Slug == slug {
			return h.Texts(c).Pick(d.NameJa, d.NameEn)
		}
	}
	return ""
}

// Conflicts lists what scans say against each other. For htmx it is the list alone, which is asked for while the page is
// open.
func (h *Reception) Conflicts(c echo.Context) error {
	found, err := h.Reception.Conflicts(c.Request().Context(), web.EventOf(c))
	if err != nil {
		return err
	}
	page := conflictsPage{
		Open: h.conflictRows(c, found.Open, found.Doors), Settled: h.conflictRows(c, found.Settled, found.Doors),
		Total: found.Total,
	}
	if web.IsFragment(c) {
		return h.ShowFragment(c, "staff/reception/conflicts", "conflicts", page)
	}
	return h.Show(c, "staff/reception/conflicts", page)
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
