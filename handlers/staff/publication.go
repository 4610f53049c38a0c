package staff

import (
	"github.com/labstack/echo/v4"

	"meguri/app/project"
	"meguri/app/service/paths"
	"meguri/handlers/web"
	"meguri/models"
)

// Publications are what public pages tell of the projects in which an organization takes part.
type Publications struct {
	*web.Kit
	Publications *project.Publications
}

func publicationHome(c echo.Context) paths.StaffPublications {
	return paths.OfStaffOrganization(web.HostOf(c).Slug).Publications()
}

type publicationsPage struct {
	*project.PublicationsPage
	Home paths.StaffPublications
	List paths.StaffProjects
}

// List lists them, and what can be proposed.
func (h *Publications) List(c echo.Context) error { return h.list(c, h.NewForm(c, nil)) }

func (h *Publications) list(c echo.Context, form *web.Form) error {
	page, err := h.Publications.Page(c.Request().Context(), web.HostOf(c))
	if err != nil {
		return err
	}
	return h.ShowForm(c, "staff/publication/index", publicationsPage{
		page, publicationHome(c), projectHome(c),
	}, form)
}

// ProposeFormer proposes projects of former years at once.
func (h *Publications) ProposeFormer(c echo.Context) error {
	var in project.ProposeManyInput
	return h.changeMany(c, &in, "publication.proposed_many", func() error {
		_, err := h.Publications.ProposeFormer(c.Request().Context(), web.HostOf(c), &in)
		return err
	})
}

// Answer says yes or no to some of them.
func (h *Publications) Answer(c echo.Context) error {
	var in project.AnswerManyInput
	return h.changeMany(c, &in, "publication.answered", func() error {
		_, err := h.Publications.Answer(c.Request().Context(), web.HostOf(c), &in)
		return err
	})
}

func (h *Publications) changeMany(c echo.Context, in any, message string, do func() error) error {
	form, err := h.Bind(c, in)
	if err != nil {
		return err
	}
	if form.OK() {
		if done, answer := h.Kit.Save(c, form, do(), string(publicationHome(c)), message); done {
			return answer
		}
	}
	return h.list(c, form)
}

type publicationPage struct {
	*project.Published
	Home   paths.StaffPublications
	Path   string
	Themes []web.Option
}

// Show shows what is told of one project, and who said what to it.
func (h *Publications) Show(c echo.Context) error { return h.show(c, nil) }

func (h *Publications) show(c echo.Context, form *web.Form) error {
	p, err := h.Publications.One(c.Request().Context(), web.HostOf(c), c.Param("id"))
	if err != nil {
		return err
	}
	if form == nil {
		form = h.FormOf(c, project.PublicationInputOf(&p.Publication))
	}
	page := publicationPage{Published: p, Home: publicationHome(c), Path: publicationHome(c).Publication(p.ProjectID)}
	for _, theme := range models.NeedThemes {
		page.Themes = append(page.Themes, web.Option{Value: string(theme), Text: h.Texts(c).T("need.theme_" + string(theme))})
	}
	return h.ShowForm(c, "staff/publication/show", page, form)
}

// Propose stores what is to be told of one project, and asks all who take part.
func (h *Publications) Propose(c echo.Context) error {
	var in project.PublicationInput
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	if form.OK() {
		err := h.Publications.Propose(c.Request().Context(), web.HostOf(c), c.Param("id"), &in)
		at := publicationHome(c).Publication(c.Param("id"))
		if done, answer := h.Kit.Save(c, form, err, at, "publication.proposed"); done {
			return answer
		}
	}
	return h.show(c, form)
}
