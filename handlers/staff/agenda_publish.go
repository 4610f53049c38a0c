package staff

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"meguri/app/agenda"
	"meguri/handlers/web"
	"meguri/models"
)

// changesPage is what waits to be published, each change in a line.
type changesPage struct {
	*agenda.ChangesPage
	Lines    []changeLine
	Versions []versionLines
}

type changeLine struct {
	models.AgendaChange
	Text string
}

// versionLines is a version with its changes in lines.
type versionLines struct {
	models.AgendaVersion
	Lines []changeLine
}

func (h *AgendaDesk) lines(c echo.Context, list []models.AgendaChange) []changeLine {
	lines := make([]changeLine, len(list))
	for i := range list {
		lines[i] = changeLine{list[i], agenda.ChangeLine(h.Texts(c), web.EventOf(c), &list[i])}
	}
	return lines
}

// Changes lists what waits to be published.
func (h *AgendaDesk) Changes(c echo.Context) error {
	return h.showChanges(c, http.StatusOK, h.NewForm(c, nil))
}

func (h *AgendaDesk) showChanges(c echo.Context, status int, form *web.Form) error {
	page, err := h.Agenda.ChangesPage(c.Request().Context(), web.EventOf(c))
	if err != nil {
		return err
	}
	shown := &changesPage{ChangesPage: page, Lines: h.lines(c, page.Changes)}
	for _, version := range page.Versions {
		if len(version.Changes) > 0 {
			shown.Versions = append(shown.Versions, versionLines{version, h.lines(c, version.Changes)})
		}
	}
	return h.Render(c, status, "staff/agenda/changes", shown, form)
}

// Publish gives everybody what was changed.
func (h *AgendaDesk) Publish(c echo.Context) error {
	var in agenda.PublishInput
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	err = h.Agenda.Publish(c.Request().Context(), web.EventOf(c), in)
	if done, answer := h.Save(c, form, err, agendaPath(c), "agenda.published"); done {
		return answer
	}
	return h.showChanges(c, http.StatusConflict, form)
}

// Discard takes back one change that waits.
func (h *AgendaDesk) Discard(c echo.Context) error {
	if err := h.Agenda.Discard(c.Request().Context(), web.EventOf(c), c.Param("id")); err != nil {
		return err
	}
	web.SetFlash(c, "success", "agenda.discarded")
	return web.SeeOther(c, staffEvent(c).AgendaChanges())
}

type dayPage struct {
	*agenda.DayPage
	UndoLines []changeLine
	// Failed is the id of the session whose form has faults.
	Failed string
}

// Day is the agenda of the day, for who runs it.
func (h *AgendaDesk) Day(c echo.Context) error {
	return h.showDay(c, http.StatusOK, h.NewForm(c, nil), "")
}

func (h *AgendaDesk) showDay(c echo.Context, status int, form *web.Form, failed string) error {
	page, err := h.Agenda.DayPage(c.Request().Context(), web.EventOf(c))
	if err != nil {
		return err
	}
	shown := &dayPage{DayPage: page, Failed: failed}
	if page.Undo != nil {
		shown.UndoLines = h.lines(c, page.Undo.Changes)
	}
	return h.Render(c, status, "staff/day/show", shown, form)
}

// Now moves, delays or cancels a session at once.
func (h *AgendaDesk) Now(c echo.Context) error {
	var in agenda.DayInput
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	err = h.Agenda.Now(c.Request().Context(), web.EventOf(c), c.Param("id"), in)
	return h.afterTap(c, form, err, "agenda.day_done")
}

// Undo takes back what was done last.
func (h *AgendaDesk) Undo(c echo.Context) error {
	var in agenda.UndoInput
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	err = h.Agenda.Undo(c.Request().Context(), web.EventOf(c), in)
	return h.afterTap(c, form, err, "agenda.day_undone")
}

func (h *AgendaDesk) afterTap(c echo.Context, form *web.Form, err error, message string) error {
	if done, answer := h.Save(c, form, err, staffEvent(c).AgendaDay(), message); done {
		return answer
	}
	status := http.StatusUnprocessableEntity
	if models.CodeOf(err) == models.CodeConflict {
		status = http.StatusConflict
	}
	return h.showDay(c, status, form, c.Param("id"))
}
