package staff

import (
	"github.com/labstack/echo/v4"

	"meguri/app/agenda"
	"meguri/handlers/web"
)

// Speakers lists who speaks at an event.
func (h *Agenda) Speakers(c echo.Context) error {
	list, err := h.Agenda.People(c.Request().Context(), web.EventOf(c))
	if err != nil {
		return err
	}
	return h.Show(c, "staff/speaker/index", list)
}

// Speaker shows the form of a speaker, or of a new one.
func (h *Agenda) Speaker(c echo.Context) error {
	page, err := h.Agenda.PersonPage(c.Request().Context(), web.EventOf(c), c.Param("id"))
	if err != nil {
		return err
	}
	return h.ShowForm(c, "staff/speaker/edit", page, h.FormOf(c, page.Input))
}

// SaveSpeaker stores a speaker. The form may bring a portrait.
func (h *Agenda) SaveSpeaker(c echo.Context) error {
	var in agenda.PersonInput
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	if in.Portrait, err = uploaded(c, "portrait"); err != nil {
		return err
	}
	ctx, e, id := c.Request().Context(), web.EventOf(c), c.Param("id")
	err = h.Agenda.SavePerson(ctx, e, id, &in)
	if done, answer := h.Save(c, form, err, staffEvent(c).Speakers(), "speaker.saved"); done {
		return answer
	}
	page, err := h.Agenda.PersonPage(ctx, e, id)
	if err != nil {
		return err
	}
	return h.ShowForm(c, "staff/speaker/edit", page, form)
}

// AskDeleteSpeaker names the sessions that a speaker would leave.
func (h *Agenda) AskDeleteSpeaker(c echo.Context) error {
	page, err := h.Agenda.PersonPage(c.Request().Context(), web.EventOf(c), c.Param("id"))
	if err != nil {
		return err
	}
	return h.Show(c, "staff/speaker/delete", page)
}

// DeleteSpeaker removes a speaker.
func (h *Agenda) DeleteSpeaker(c echo.Context) error {
	if err := h.Agenda.DeletePerson(c.Request().Context(), web.EventOf(c), c.Param("id")); err != nil {
		return err
	}
	web.SetFlash(c, "success", "speaker.deleted")
	return web.SeeOther(c, staffEvent(c).Speakers())
}

// AskMergeSpeakers shows two speakers beside each other, and what they would be as one.
func (h *Agenda) AskMergeSpeakers(c echo.Context) error {
	page, err := h.Agenda.MergePage(c.Request().Context(), web.EventOf(c), c.Param("id"), c.QueryParam("other"))
	if err != nil {
		return err
	}
	return h.Show(c, "staff/speaker/merge", page)
}

// MergeSpeakers makes two speakers one.
func (h *Agenda) MergeSpeakers(c echo.Context) error {
	if err := h.Agenda.Merge(c.Request().Context(), web.EventOf(c), c.Param("id"), c.FormValue("other")); err != nil {
		return err
	}
	web.SetFlash(c, "success", "speaker.merged")
	return web.SeeOther(c, string(staffEvent(c).Speaker(c.Param("id"))))
}
