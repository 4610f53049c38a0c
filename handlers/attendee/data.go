package attendee

import (
	"encoding/json"

	"github.com/labstack/echo/v4"

	"meguri/app/privacy"
	"meguri/app/registration"
	"meguri/app/service/paths"
	"meguri/handlers/web"
)

type dataPage struct {
	*privacy.DataPage
	Path paths.Attendee // with the secret
}

// Data shows all that is held of the attendee.
func (h *Pages) Data(c echo.Context) error {
	page, err := h.Privacy.DataPage(c.Request().Context(), web.EventOf(c), web.RegistrationOf(c))
	if err != nil {
		return err
	}
	return h.Show(c, "attendee/data/show", dataPage{page, pagePath(c)})
}

// DataFile is the same as a file.
func (h *Pages) DataFile(c echo.Context) error {
	file, err := h.Privacy.File(c.Request().Context(), h.Texts(c), web.EventOf(c), web.RegistrationOf(c))
	if err != nil {
		return err
	}
	content, err := json.MarshalIndent(file, "", "  ")
	if err != nil {
		return err
	}
	return web.Download(c, web.EventOf(c).Slug+"-data.json", echo.MIMEApplicationJSON, content)
}

type askPage struct {
	*privacy.AskPage
	Path paths.Attendee // with the secret
}

// EraseForm asks whether the attendee wants everything to be erased.
func (h *Pages) EraseForm(c echo.Context) error { return h.showErase(c, h.NewForm(c, nil)) }

func (h *Pages) showErase(c echo.Context, form *web.Form) error {
	page, err := h.Privacy.AskPage(c.Request().Context(), web.EventOf(c), web.RegistrationOf(c))
	if err != nil {
		return err
	}
	return h.ShowForm(c, "attendee/data/erase", askPage{page, pagePath(c)}, form)
}

// Erase takes the wish.
func (h *Pages) Erase(c echo.Context) error {
	var in privacy.AskInput
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	err = h.Privacy.Ask(c.Request().Context(), web.EventOf(c), web.RegistrationOf(c), &in)
	if done, answer := h.Save(c, form, err, pagePath(c).Data(), "privacy.asked"); done {
		return answer
	}
	return h.showErase(c, form)
}

// Recording records what the attendee says to being in a recording.
func (h *Pages) Recording(c echo.Context) error {
	var in registration.RecordingInput
	return h.change(c, &in, "registration.recording_saved", func() error {
		return h.Registrations.AnswerRecording(c.Request().Context(), web.EventOf(c), web.RegistrationOf(c), &in)
	})
}

// JointUse takes what the attendee says to a joint use of their data.
func (h *Pages) JointUse(c echo.Context) error {
	var in registration.JointInput
	return h.change(c, &in, "joint_use.said", func() error {
		return h.Registrations.SayJoint(
			c.Request().Context(), web.EventOf(c), web.RegistrationOf(c), c.Param("id"), &in)
	})
}

// Photo records whether the attendee may be photographed.
func (h *Pages) Photo(c echo.Context) error {
	var in registration.PhotoInput
	return h.change(c, &in, "registration.photo_saved", func() error {
		return h.Registrations.AnswerPhoto(c.Request().Context(), web.EventOf(c), web.RegistrationOf(c), &in)
	})
}
