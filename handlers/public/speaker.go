package public

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"meguri/app/agenda"
	"meguri/app/service/paths"
	"meguri/app/voice"
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
	return h.showOwnSpeaker(c, faultStatus(err), form, &in)
}

// faultStatus is the status of a form that could not be stored.
func faultStatus(err error) int {
	if models.CodeOf(err) == models.CodeConflict {
		return http.StatusConflict
	}
	return http.StatusUnprocessableEntity
}

func portraitOf(c echo.Context) ([]byte, error) {
	content, _, err := web.Uploaded(c, "portrait")
	return content, err
}

type speakerVoicesPage struct {
	*agenda.OwnPage
	Path   paths.OwnSpeaker
	Voices []voice.Voice
	// Failed is the id of the voice whose answer could not be stored, "" for none.
	Failed string
}

// Voices lists the voices that a speaker may answer in writing, also when the event is over.
func (h *Speakers) Voices(c echo.Context) error {
	page, err := h.Sessions.OwnPage(c.Request().Context(), c.Param("secret"))
	if err != nil {
		return err
	}
	return h.showVoices(c, http.StatusOK, page, h.NewForm(c, nil), "")
}

// showVoices shows them. failed is the id of the voice whose answer in form could not be stored, "" for none.
func (h *Speakers) showVoices(
	c echo.Context, status int, page *agenda.OwnPage, form *web.Form, failed string,
) error {
	web.SetEvent(c, page.Event)
	list, err := h.Heard.SpeakerPage(c.Request().Context(), page.Event, page.Sessions)
	if err != nil {
		return err
	}
	data := speakerVoicesPage{page, paths.OfSpeaker(page.Secret), list, failed}
	return h.Render(c, status, "public/speaker/voices", data, form)
}

// AnswerVoice stores a speaker's answer to a voice; its author is told as of any answer.
func (h *Speakers) AnswerVoice(c echo.Context) error {
	var in voice.SpeakerAnswer
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	page, err := h.Sessions.OwnPage(ctx, c.Param("secret"))
	if err != nil {
		return err
	}
	id := c.Param("id")
	err = h.Heard.AnswerAsSpeaker(ctx, page.Event, page.Speaker, id, &in)
	if done, answer := h.Save(c, form, err, paths.OfSpeaker(page.Secret).Voices(), "voice.speaker_saved"); done {
		return answer
	}
	return h.showVoices(c, faultStatus(err), page, form, id)
}
