package staff

import (
	"net/url"

	"github.com/labstack/echo/v4"

	"meguri/app/project"
	"meguri/app/service/paths"
	"meguri/handlers/web"
	"meguri/models"
)

// Closings has what both sides say of projects that are over.
type Closings struct {
	*web.Kit
	Closings *project.Closings
}

type closingListPage struct {
	*project.ClosingList
	Home paths.StaffProjects
}

// List lists the projects of which something is asked, with figures over them.
func (h *Closings) List(c echo.Context) error {
	list, err := h.Closings.List(c.Request().Context(), needPlace(c))
	if err != nil {
		return err
	}
	return h.Kit.Show(c, "staff/closing/index", closingListPage{list, projectHome(c)})
}

type closingDeskPage struct {
	*project.ReviewDesk
	Home   paths.StaffProjects
	Path   paths.StaffProject
	Rounds []models.ReviewRound
}

// Show shows what both sides say of a project.
func (h *Closings) Show(c echo.Context) error { return h.show(c, nil) }

func (h *Closings) show(c echo.Context, form *web.Form) error {
	desk, err := h.Closings.Desk(c.Request().Context(), needPlace(c), c.Param("id"))
	if err != nil {
		return err
	}
	if form == nil {
		form = h.NewForm(c, url.Values{"round": {string(models.ReviewAtEnd)}})
	}
	return h.ShowForm(c, "staff/closing/show", closingDeskPage{
		desk, projectHome(c), projectPath(c), models.ReviewRounds,
	}, form)
}

func (h *Closings) change(c echo.Context, in any, message string, do func() error) error {
	form, err := h.Bind(c, in)
	if err != nil {
		return err
	}
	if form.OK() {
		if done, answer := h.Kit.Save(c, form, do(), projectPath(c).Closing(), message); done {
			return answer
		}
	}
	return h.show(c, form)
}

// Ask asks somebody of the side that was helped.
func (h *Closings) Ask(c echo.Context) error {
	in := project.AskInput{Locale: h.Texts(c).Lang}
	return h.change(c, &in, "closing.asked", func() error {
		return h.Closings.Ask(c.Request().Context(), needPlace(c), c.Param("id"), &in)
	})
}

// Decide decides of what somebody answered.
func (h *Closings) Decide(c echo.Context) error {
	var in project.DecideReviewInput
	return h.change(c, &in, "closing.decided", func() error {
		return h.Closings.Decide(c.Request().Context(), needPlace(c), c.Param("id"), c.Param("review"), &in)
	})
}
