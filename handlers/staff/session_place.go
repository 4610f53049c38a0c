package staff

import (
	"net/url"

	"github.com/labstack/echo/v4"

	"meguri/app/place"
	"meguri/handlers/web"
)

// SessionPlaces has the pages of sessions that people sign up for.
type SessionPlaces struct {
	*web.Kit
	Desk place.Desk
}

// List shows the sessions with places.
func (h *SessionPlaces) List(c echo.Context) error { return h.list(c, nil) }

func (h *SessionPlaces) list(c echo.Context, form *web.Form) error {
	page, err := h.Desk.Page(c.Request().Context(), web.EventOf(c))
	if err != nil {
		return err
	}
	if form == nil {
		clash := "warn"
		if page.Rules.RefusesClashes {
			clash = "refuse"
		}
		form = h.NewForm(c, url.Values{"clash": {clash}})
	}
	return h.ShowForm(c, "staff/session_place/index", page, form)
}

// SaveRules stores what happens with sessions at the same time.
func (h *SessionPlaces) SaveRules(c echo.Context) error {
	var in place.RulesInput
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	if form.OK() {
		err := h.Desk.SaveRules(c.Request().Context(), web.EventOf(c), &in)
		if done, answer := h.Kit.Save(c, form, err, string(staffEvent(c).SessionPlaces()), "session_place.saved"); done {
			return answer
		}
	}
	return h.list(c, form)
}

// Show shows a session with who signed up for it.
func (h *SessionPlaces) Show(c echo.Context) error { return h.show(c, c.Param("id"), nil) }

func (h *SessionPlaces) show(c echo.Context, id string, form *web.Form) error {
	page, err := h.Desk.SessionPage(c.Request().Context(), web.EventOf(c), id)
	if err != nil {
		return err
	}
	if form == nil || !form.Values.Has("capacity") {
		fresh := h.FormOf(c, page.Input)
		if form != nil {
			fresh.Message = form.Message
		}
		form = fresh
	}
	return h.ShowForm(c, "staff/session_place/show", page, form)
}

// Save stores how many places a session has.
func (h *SessionPlaces) Save(c echo.Context) error {
	var in place.PlacesInput
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	if form.OK() {
		err := h.Desk.Save(c.Request().Context(), web.EventOf(c), c.Param("id"), &in)
		to := staffEvent(c).SessionPlaces().Session(c.Param("id"))
		if done, answer := h.Kit.Save(c, form, err, to, "session_place.saved"); done {
			return answer
		}
	}
	return h.show(c, c.Param("id"), form)
}

// Do moves a person up, out, or to another session.
func (h *SessionPlaces) Do(c echo.Context) error {
	var in place.PersonInput
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	if form.OK() {
		err := h.Desk.Do(c.Request().Context(), web.EventOf(c), c.Param("session"), c.Param("id"), &in)
		to := staffEvent(c).SessionPlaces().Session(c.Param("session"))
		if done, answer := h.Kit.Save(c, form, err, to, "session_place.changed"); done {
			return answer
		}
	}
	return h.show(c, c.Param("session"), form)
}

// Download is the list of a session as a file.
func (h *SessionPlaces) Download(c echo.Context) error {
	list, err := h.Desk.Table(c.Request().Context(), h.Texts(c), web.EventOf(c), c.Param("id"))
	if err != nil {
		return err
	}
	return web.SendCSV(c, web.EventOf(c).Slug+"-session.csv", list)
}
