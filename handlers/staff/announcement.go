package staff

import (
	"github.com/labstack/echo/v4"

	"meguri/app/announcement"
	"meguri/handlers/web"
	"meguri/models"
)

// Announcements has the pages on which staff tell people something while the event goes on.
type Announcements struct {
	*web.Kit
	Announcements *announcement.Service
}

type announcementPage struct {
	*announcement.StaffPage
	Modes []web.Option
}

// List lists what was announced, with a form for a new one.
func (h *Announcements) List(c echo.Context) error {
	return h.show(c, h.FormOf(c, &announcement.Input{}))
}

func (h *Announcements) show(c echo.Context, form *web.Form) error {
	page, err := h.Announcements.StaffPage(c.Request().Context(), web.EventOf(c))
	if err != nil {
		return err
	}
	return h.ShowForm(c, "staff/announcement/index", announcementPage{page, h.modes(c)}, form)
}

func (h *Announcements) modes(c echo.Context) []web.Option {
	var options []web.Option
	for _, mode := range announcement.Modes(web.EventOf(c)) {
		options = append(options, web.Option{Value: string(mode), Text: h.Texts(c).T("announcement.to_" + toWhom(mode))})
	}
	return options
}

// toWhom ends the text key of whom an announcement is to.
func toWhom(mode models.Mode) string {
	if mode == "" {
		return "all"
	}
	return string(mode)
}

func by(c echo.Context) announcement.By {
	return announcement.By{Account: web.AccountOf(c), MayMail: models.Holds(web.RolesOf(c), models.EditPeople)}
}

// Announce shows something at once.
func (h *Announcements) Announce(c echo.Context) error {
	var in announcement.Input
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	if form.OK() {
		err := h.Announcements.Announce(c.Request().Context(), by(c), web.EventOf(c), &in)
		if done, answer := h.Save(c, form, err, staffEvent(c).Announcements(), "announcement.announced"); done {
			return answer
		}
	}
	return h.show(c, form)
}

type correctionPage struct {
	Announcement *models.Announcement
	Modes        []web.Option
}

// Edit shows the form that corrects one.
func (h *Announcements) Edit(c echo.Context) error { return h.edit(c, nil) }

func (h *Announcements) edit(c echo.Context, form *web.Form) error {
	a, err := h.Announcements.Find(c.Request().Context(), web.EventOf(c), c.Param("id"))
	if err != nil {
		return err
	}
	if form == nil {
		form = h.FormOf(c, announcement.InputOf(a))
	}
	return h.ShowForm(c, "staff/announcement/edit", correctionPage{a, h.modes(c)}, form)
}

// Correct changes one, at once.
func (h *Announcements) Correct(c echo.Context) error {
	var in announcement.Input
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	if form.OK() {
		err := h.Announcements.Correct(c.Request().Context(), by(c), web.EventOf(c), c.Param("id"), &in)
		if done, answer := h.Save(c, form, err, staffEvent(c).Announcements(), "announcement.corrected"); done {
			return answer
		}
	}
	return h.edit(c, form)
}

// End takes one back.
func (h *Announcements) End(c echo.Context) error {
	form, err := h.Bind(c, &struct{}{})
	if err != nil {
		return err
	}
	err = h.Announcements.End(c.Request().Context(), by(c), web.EventOf(c), c.Param("id"))
	if done, answer := h.Save(c, form, err, staffEvent(c).Announcements(), "announcement.ended"); done {
		return answer
	}
	fresh := h.FormOf(c, &announcement.Input{})
	fresh.Message = form.Message
	return h.show(c, fresh)
}
