package public

import (
	"github.com/labstack/echo/v4"

	"meguri/app/project"
	"meguri/app/service/paths"
	"meguri/handlers/web"
)

// TeamWork is what the team of a project does, for the people of the team; the address holds a secret.
type TeamWork struct{ web.ProjectWork }

// NewTeamWork makes the handlers.
func NewTeamWork(kit *web.Kit, work *project.Work) *TeamWork {
	return &TeamWork{web.ProjectWork{
		Kit: kit, Work: work, Folder: "public/project/",
		By:   func(c echo.Context) project.By { return project.By{Secret: c.Param("secret")} },
		Back: func(c echo.Context) string { return string(teamPath(c)) },
		Path: func(c echo.Context) paths.ProjectWork { return teamPath(c).Work() },
	}}
}

// Calendar is the meetings of the team for calendar programs: the address holds a secret of its own.
func (h *TeamWork) Calendar(c echo.Context) error {
	content, err := h.Work.Calendar(c.Request().Context(), c.Param("secret"))
	if err != nil {
		return err
	}
	return web.DownloadPolled(c, "meetings.ics", web.CalendarType, content)
}

// Deliverable is what a project made and everybody may see.
func (h *TeamWork) Deliverable(c echo.Context) error {
	file, err := h.Work.Published(c.Request().Context(), c.Param("id"))
	if err != nil {
		return err
	}
	return web.SendProjectFile(c, file)
}
