package api

import (
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"meguri/app/project"
	"meguri/app/service/paths"
	"meguri/handlers/web"
	"meguri/models"
)

// Projects is the API of projects that everybody may see.
type Projects struct {
	*web.Kit
	Publications *project.Publications
}

// listedProject is one item of GET /api/v1/projects. It has no people.
type listedProject struct {
	ID            string              `json:"id"`
	URL           string              `json:"url"`
	State         models.ProjectState `json:"state"`
	Title         string              `json:"title"`
	Summary       string              `json:"summary"`
	Outcome       string              `json:"outcome"`
	Theme         models.NeedTheme    `json:"theme"`
	StartedOn     string              `json:"started_on"`
	EndedOn       string              `json:"ended_on"`
	IsDeclared    bool                `json:"is_declared"`
	Organizations []projectPart       `json:"organizations"`
}

type projectPart struct {
	Slug string          `json:"slug"`
	Part models.PartKind `json:"part"`
}

// List lists projects that all organizations that take part publish.
func (h *Projects) List(c echo.Context) error {
	var query struct {
		Page int `query:"page"`
	}
	if err := web.BindQuery(c, &query); err != nil {
		return err
	}
	number := min(max(query.Page, 1), maxPage)
	list, more, err := h.Publications.PublicList(c.Request().Context(), (number-1)*web.PageSize, web.PageSize)
	if err != nil {
		return err
	}
	items := make([]listedProject, len(list))
	for i, p := range list {
		items[i] = listedProject{
			p.ProjectID, h.BaseURL + paths.PublicProject(p.ProjectID), p.Project.State, p.Title, p.Summary, p.Outcome, p.Theme,
			p.Project.StartedOn, p.Project.EndedOn, p.Project.IsFormer(), []projectPart{},
		}
		for _, part := range p.Parts {
			if part.IsOpen() {
				items[i].Organizations = append(items[i].Organizations, projectPart{part.Organization.Slug, part.Kind})
			}
		}
	}
	body := map[string]any{"items": items, "next": nil}
	if more {
		body["next"] = strconv.Itoa(number + 1)
	}
	return c.JSON(http.StatusOK, body)
}

// maxPage is the last page that is read.
const maxPage = 10_000
