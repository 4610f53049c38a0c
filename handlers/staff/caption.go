package staff

import (
	"net/url"

	"github.com/labstack/echo/v4"

	"meguri/app/caption"
	"meguri/app/service/paths"
	"meguri/handlers/web"
	"meguri/models"
)

// Captions has the page on which staff run captions.
type Captions struct {
	*web.Kit
	Captions *caption.Service
}

type captionPage struct {
	*caption.StaffPage
	// Link opens the captioners' seats, "" where there are none.
	Link string
	// Query is the word that the lines have which are shown.
	Query string
}

// betweenSessions stands in an address for what was said between sessions.
const betweenSessions = "between"

// Show shows how the event has captions, and what was said.
func (h *Captions) Show(c echo.Context) error { return h.show(c, nil) }

func (h *Captions) show(c echo.Context, form *web.Form) error {
	query := c.QueryParam("q")
	page, err := h.Captions.StaffPage(c.Request().Context(), web.EventOf(c), query)
	if err != nil {
		return err
	}
	shown := captionPage{StaffPage: page, Query: query}
	if page.Secret != "" {
		shown.Link = string(paths.OfCaptionSeat(page.Secret))
	}
	if form == nil || !form.Values.Has("external_url") {
		in := &caption.SettingsInput{
			ExternalURL: page.Settings.ExternalURL, SignURL: page.Settings.SignURL, Allowed: page.Settings.AllowedSessions,
		}
		fresh := h.FormOf(c, in)
		if form != nil {
			fresh.Message = form.Message
			for _, fault := range form.Errors() {
				fresh.Message = fault.Text
			}
		}
		form = fresh
	}
	return h.ShowForm(c, "staff/caption/show", shown, form)
}

// SaveSettings stores where captions and interpreters of others are, and what may be in the record.
func (h *Captions) SaveSettings(c echo.Context) error {
	var in caption.SettingsInput
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	return h.done(c, form, h.Captions.SaveSettings(c.Request().Context(), web.EventOf(c), &in), "caption.saved")
}

// RenewLink makes a new link to the seats.
func (h *Captions) RenewLink(c echo.Context) error {
	form, err := h.Bind(c, &struct{}{})
	if err != nil {
		return err
	}
	return h.done(c, form, h.Captions.RenewLink(c.Request().Context(), web.EventOf(c)), "caption.link_made")
}

// Correct changes a line, or takes it back.
func (h *Captions) Correct(c echo.Context) error {
	var in caption.CorrectInput
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	err = h.Captions.CorrectByStaff(c.Request().Context(), web.EventOf(c), c.Param("id"), &in)
	to := web.WithQuery(staffEvent(c).Captions(), url.Values{"q": {c.QueryParam("q")}})
	if done, answer := h.Save(c, form, err, to, "caption.corrected"); done {
		return answer
	}
	return h.show(c, form)
}

// DeleteForm asks.
func (h *Captions) DeleteForm(c echo.Context) error {
	page, err := h.Captions.StaffPage(c.Request().Context(), web.EventOf(c), "")
	if err != nil {
		return err
	}
	texts, about, lines := h.Texts(c), h.Texts(c).T("caption.between"), page.Between
	if id := c.Param("id"); id != betweenSessions {
		about, lines = "", 0
		for i := range page.Parts {
			if page.Parts[i].ID == id {
				about, lines = texts.Pick(page.Parts[i].TitleJa, page.Parts[i].TitleEn), page.Parts[i].Lines
			}
		}
	}
	if lines == 0 {
		return models.NewError(models.CodeNotFound, "error.not_found")
	}
	return ask(h.Kit, c, "caption.delete", about, staffEvent(c).Captions(), texts.T("caption.delete_sure", "n", lines))
}

// Delete deletes what was said in a session.
func (h *Captions) Delete(c echo.Context) error {
	id := c.Param("id")
	if id == betweenSessions {
		id = ""
	}
	if err := h.Captions.DeleteOfSession(c.Request().Context(), web.EventOf(c), id); err != nil {
		return err
	}
	web.SetFlash(c, "success", "caption.deleted")
	return web.SeeOther(c, staffEvent(c).Captions())
}

// Text is the captions of a session as plain text.
func (h *Captions) Text(c echo.Context) error { return h.file(c, web.CaptionText) }

// WebVTT is the captions of a session as subtitles.
func (h *Captions) WebVTT(c echo.Context) error { return h.file(c, web.CaptionWebVTT) }

func (h *Captions) file(c echo.Context, name string) error {
	in := caption.FileInput{Begins: c.QueryParam("begins")}
	file, err := h.Captions.File(c.Request().Context(), web.EventOf(c), c.Param("id"), in)
	if models.CodeOf(err) == models.CodeInvalid {
		form := h.NewForm(c, url.Values{})
		form.Message = h.Texts(c).T("caption.begins_fault")
		return h.show(c, form)
	}
	if err != nil {
		return err
	}
	return web.SendCaptions(c, file, name)
}

func (h *Captions) done(c echo.Context, form *web.Form, err error, message string) error {
	if done, answer := h.Save(c, form, err, staffEvent(c).Captions(), message); done {
		return answer
	}
	return h.show(c, form)
}
