package staff

import (
	"github.com/labstack/echo/v4"

	"meguri/app/agenda"
	"meguri/handlers/web"
	"meguri/models"
)

type sessionPage struct {
	*agenda.SessionPage
	Kinds     []web.Option
	Languages []web.Option
	// Typed has the speakers as they were typed.
	Typed *agenda.SessionInput
	// Conflicts are set where somebody else saved the session first.
	Conflicts []web.EditConflict
}

func (h *Agenda) newSessionPage(c echo.Context, page *agenda.SessionPage) *sessionPage {
	kinds, languages := h.choices(c)
	return &sessionPage{SessionPage: page, Kinds: kinds, Languages: languages, Typed: page.Input}
}

// choices are the kinds and the languages of sessions.
func (h *Agenda) choices(c echo.Context) (kinds, languages []web.Option) {
	texts := h.Texts(c)
	for _, kind := range models.SessionKinds {
		kinds = append(kinds, web.Option{Value: string(kind), Text: texts.T("agenda.kind_" + string(kind))})
	}
	for _, language := range agenda.Languages {
		languages = append(languages, web.Option{Value: language, Text: texts.T("agenda.language_" + language)})
	}
	return kinds, languages
}

// sessionPageOf is the page of the session in the request's address, or that of a new one.
func (h *Agenda) sessionPageOf(c echo.Context) (*sessionPage, error) {
	ctx, event, id := c.Request().Context(), web.EventOf(c), c.Param("id")
	if id == "" {
		page, err := h.Agenda.NewSessionPage(ctx, event)
		if err != nil {
			return nil, err
		}
		return h.newSessionPage(c, page), nil
	}
	page, err := h.Agenda.SessionPage(ctx, event, id)
	if err != nil {
		return nil, err
	}
	return h.newSessionPage(c, page), nil
}

// Session shows the form of a session, or of a new one.
func (h *Agenda) Session(c echo.Context) error {
	page, err := h.sessionPageOf(c)
	if err != nil {
		return err
	}
	return h.ShowForm(c, "staff/agenda/edit", page, h.FormOf(c, page.Input))
}

func (h *Agenda) SaveSession(c echo.Context) error {
	var in agenda.SessionInput
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	err = h.Agenda.Save(c.Request().Context(), web.EventOf(c), c.Param("id"), &in)
	if done, err := h.Save(c, form, err, agendaPath(c), "agenda.saved"); done {
		return err
	}
	page, loadErr := h.sessionPageOf(c)
	if loadErr != nil {
		return loadErr
	}
	page.Typed = &in
	if models.CodeOf(err) == models.CodeConflict {
		page.Conflicts = form.ConflictsWith(page.Input)
		return h.ShowEditConflict(c, "staff/agenda/edit", page, form)
	}
	return h.ShowForm(c, "staff/agenda/edit", page, form)
}

func (h *Agenda) CancelSession(c echo.Context) error {
	cancelled := c.FormValue("cancelled") == "true"
	err := h.Agenda.SetCancelled(c.Request().Context(), web.EventOf(c), c.Param("id"), cancelled)
	if err != nil {
		return err
	}
	web.SetFlash(c, "success", "agenda.saved")
	return web.SeeOther(c, agendaPath(c))
}

func (h *Agenda) DeleteSession(c echo.Context) error {
	if err := h.Agenda.Delete(c.Request().Context(), web.EventOf(c), c.Param("id")); err != nil {
		return err
	}
	web.SetFlash(c, "success", "agenda.deleted")
	return web.SeeOther(c, agendaPath(c))
}
