package staff

import (
	"github.com/labstack/echo/v4"

	"meguri/app/project"
	"meguri/app/service/paths"
	"meguri/handlers/web"
)

// ProjectWork is what the team of a project does, for coordinators.
type ProjectWork struct{ web.ProjectWork }

// NewProjectWork makes the handlers.
func NewProjectWork(kit *web.Kit, work *project.Work) *ProjectWork {
	return &ProjectWork{web.ProjectWork{
		Kit: kit, Work: work, Folder: "staff/project/",
		By:   func(c echo.Context) project.By { return project.By{At: needPlace(c), Project: c.Param("id")} },
		Back: func(c echo.Context) string { return string(projectPath(c)) },
		Path: func(c echo.Context) paths.ProjectWork { return projectPath(c).Work() },
	}}
}
