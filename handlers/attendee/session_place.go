package attendee

import (
	"github.com/labstack/echo/v4"

	"meguri/app/place"
	"meguri/app/service/paths"
	"meguri/handlers/web"
)

// SessionPlaces has the page on which an attendee signs up for sessions.
type SessionPlaces struct {
	*web.Kit
	Places *place.Service
}

type sessionPlacesPage struct {
	*place.OwnPage
	Path paths.Attendee // with the secret
}

// Show shows what the attendee can sign up for, and what they did.
func (h *SessionPlaces) Show(c echo.Context) error { return h.show(c, nil) }

func (h *SessionPlaces) show(c echo.Context, form *web.Form) error {
	page, err := h.Places.OwnPage(c.Request().Context(), web.EventOf(c), web.RegistrationOf(c))
	if err != nil {
		return err
	}
	return h.ShowForm(c, "attendee/session_place/show", sessionPlacesPage{page, pagePath(c)}, form)
}

// doneWith are the words for what an attendee did.
var doneWith = map[string]string{
	"join": "session_place.joined", "leave": "session_place.left_now", "reply": "waiting_list.replied",
}

// Do signs the attendee up for a session, or takes them out of it.
func (h *SessionPlaces) Do(c echo.Context) error {
	var in place.OwnInput
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	if form.OK() {
		err := h.Places.Do(c.Request().Context(), web.EventOf(c), web.RegistrationOf(c), &in)
		if done, answer := h.Save(c, form, err, pagePath(c).Sessions(), doneWith[in.Act]); done {
			return answer
		}
	}
	return h.show(c, form)
}
