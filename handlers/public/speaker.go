package public

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"meguri/app/agenda"
	"meguri/app/service/paths"
	"meguri/handlers/web"
	"meguri/models"
)

type ownSpeakerPage struct {
	*agenda.OwnPage
	Path paths.OwnSpeaker
}

// OwnSpeaker is the page on which a speaker writes about themselves.
func (h *Speakers) OwnSpeaker(c echo.Context) error {
	return h.showOwnSpeaker(c, http.StatusOK, nil, nil)
}

// showOwnSpeaker shows it; form and typed are what could not be stored, nil for nothing.
func (h *Speakers) showOwnSpeaker(c echo.Context, status int, form *web.Form, typed *agenda.OwnInput) error {
	page, err := h.Sessions.OwnPage(c.Request().Context(), c.Param("secret"))
	if err != nil {
		return err
	}
	web.SetEvent(c, page.Event)
	if form == nil {
		form = h.FormOf(c, page.Input)
	} else {
		page.KeepTyped(typed)
	}
	return h.Render(c, status, "public/speaker/own", ownSpeakerPage{page, paths.OfSpeaker(page.Secret)}, form)
}

// SaveOwnSpeaker writes down what a speaker wrote, for staff to publish.
func (h *Speakers) SaveOwnSpeaker(c echo.Context) error {
	var in agenda.OwnInput
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	if in.Portrait, err = portraitOf(c); err != nil {
		return err
	}
	secret := c.Param("secret")
	err = h.Sessions.SaveOwn(c.Request().Context(), secret, &in)
	if done, answer := h.Save(c, form, err, string(paths.OfSpeaker(secret)), "agenda.own_saved"); done {
		return answer
	}
	status := http.StatusUnprocessableEntity
	if models.CodeOf(err) == models.CodeConflict {
		status = http.StatusConflict
	}
	return h.showOwnSpeaker(c, status, form, &in)
}

func portraitOf(c echo.Context) ([]byte, error) {
	content, _, err := web.Uploaded(c, "portrait")
	return content, err
}
