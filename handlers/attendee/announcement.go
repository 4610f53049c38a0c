package attendee

import (
	"github.com/labstack/echo/v4"

	"meguri/app/announcement"
	"meguri/app/service/paths"
	"meguri/handlers/web"
	"meguri/models"
)

// Announcements has what is announced, as a part of the pages of attendees.
type Announcements struct {
	*web.Kit
	Announcements *announcement.Service
}

// Own is the part of the own page.
func (h *Announcements) Own(c echo.Context) error { return h.part(c, pagePath(c).Announcements()) }

// InRoom is the part of the live room.
func (h *Announcements) InRoom(c echo.Context) error {
	return h.part(c, paths.OfEvent(web.EventOf(c).Slug).Announcements())
}

func (h *Announcements) part(c echo.Context, to string) error {
	list, err := h.Announcements.For(c.Request().Context(), web.EventOf(c), web.RegistrationOf(c))
	if err != nil {
		return err
	}
	return h.ShowFragment(c, "attendee/announcement/part", "announced", announced{list, to})
}

// announced is what is announced to a person, and where a page asks for it again.
type announced struct {
	List []models.Announcement
	To   string
}
