package staff

import (
	"github.com/labstack/echo/v4"

	"meguri/app/agenda"
	"meguri/handlers/web"
)

// Speakers lists the speakers of an event.
func (h *Agenda) Speakers(c echo.Context) error {
	page, err := h.Agenda.SpeakersPage(c.Request().Context(), web.EventOf(c))
	if err != nil {
		return err
	}
	return h.Show(c, "staff/speaker/index", page)
}

// Speaker shows the form of a speaker, or of a new one.
func (h *Agenda) Speaker(c echo.Context) error { return h.showSpeaker(c, nil) }

// showSpeaker shows the speaker of :id. form is the form with faults, nil for none.
func (h *Agenda) showSpeaker(c echo.Context, form *web.Form) error {
	page := h.Agenda.NewSpeakerPage()
	if id := c.Param("id"); id != "" {
		var err error
		if page, err = h.Agenda.SpeakerPage(c.Request().Context(), web.EventOf(c), id); err != nil {
			return err
		}
	}
	if form == nil {
		form = h.FormOf(c, page.Input)
	}
	return h.ShowForm(c, "staff/speaker/edit", page, form)
}

// SaveSpeaker stores a speaker, or adds one. The form may bring a file.
func (h *Agenda) SaveSpeaker(c echo.Context) error {
	var in agenda.SpeakerInput
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	if in.Portrait, err = uploaded(c, "portrait"); err != nil {
		return err
	}
	ctx, e, id := c.Request().Context(), web.EventOf(c), c.Param("id")
	if id == "" {
		err = h.Agenda.AddSpeaker(ctx, e, &in)
	} else {
		err = h.Agenda.SaveSpeaker(ctx, e, id, &in)
	}
	if done, answer := h.Save(c, form, err, staffEvent(c).Speakers(), "agenda.speaker_saved"); done {
		return answer
	}
	return h.showSpeaker(c, form)
}

// SendSpeakerLink mails a speaker the link to their own page.
func (h *Agenda) SendSpeakerLink(c echo.Context) error {
	var in agenda.LinkInput
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	err = h.Agenda.SendLink(c.Request().Context(), web.EventOf(c), c.Param("id"), in)
	to := string(staffEvent(c).Speaker(c.Param("id")))
	if done, answer := h.Save(c, form, err, to, "agenda.speaker_link_sent"); done {
		return answer
	}
	page, loadErr := h.Agenda.SpeakerPage(c.Request().Context(), web.EventOf(c), c.Param("id"))
	if loadErr != nil {
		return loadErr
	}
	typed := form.Value("email")
	form.Values = h.FormOf(c, page.Input).Values
	form.Values.Set("email", typed)
	return h.ShowForm(c, "staff/speaker/edit", page, form)
}

// AskMergeSpeaker shows two speakers beside each other, and what they would be as one.
func (h *Agenda) AskMergeSpeaker(c echo.Context) error {
	page, err := h.Agenda.MergePage(c.Request().Context(), web.EventOf(c), c.Param("id"), c.QueryParam("with"))
	if err != nil {
		return err
	}
	return h.Show(c, "staff/speaker/merge", page)
}

// AskDeleteSpeaker names the sessions that a speaker would leave.
func (h *Agenda) AskDeleteSpeaker(c echo.Context) error {
	page, err := h.Agenda.SpeakerPage(c.Request().Context(), web.EventOf(c), c.Param("id"))
	if err != nil {
		return err
	}
	return h.Show(c, "staff/speaker/delete", page)
}

// MergeSpeaker makes two speakers one.
func (h *Agenda) MergeSpeaker(c echo.Context) error {
	var in agenda.MergeInput
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	err = h.Agenda.MergeSpeaker(c.Request().Context(), web.EventOf(c), c.Param("id"), in)
	to := string(staffEvent(c).Speaker(c.Param("id")))
	if done, answer := h.Save(c, form, err, to, "agenda.speaker_merged"); done {
		return answer
	}
	return h.showSpeaker(c, form)
}

// DeleteSpeaker removes a speaker.
func (h *Agenda) DeleteSpeaker(c echo.Context) error {
	if err := h.Agenda.DeleteSpeaker(c.Request().Context(), web.EventOf(c), c.Param("id")); err != nil {
		return err
	}
	web.SetFlash(c, "success", "agenda.speaker_deleted")
	return web.SeeOther(c, staffEvent(c).Speakers())
}
