package public

import (
	"github.com/labstack/echo/v4"

	"meguri/app/project"
	"meguri/app/service/paths"
	"meguri/handlers/web"
	"meguri/models"
)

// Teams are the pages of people in the teams of projects; the address holds a secret.
type Teams struct {
	*Pages
	Projects *project.Service
	Work     *project.Work
	// Publications are what public pages tell of projects.
	Publications *project.Publications
}

type teamPage struct {
	*project.OwnPage
	Path    paths.TeamMember
	Lengths []int
	// Next is the month after the one that is shown, "" for none.
	Next string
	// Glance is what the team does.
	Glance *project.Glance
	// Publication is what public pages are to tell of the project, nil for nothing; IsPublic says that they do.
	Publication *models.Publication
	IsPublic    bool
}

func teamPath(c echo.Context) paths.TeamMember { return paths.OfTeamMember(c.Param("secret")) }

// Show shows the project, its team, and the hours of a month.
func (h *Teams) Show(c echo.Context) error { return h.show(c, nil) }

func (h *Teams) show(c echo.Context, form *web.Form) error {
	own, err := h.Projects.Own(c.Request().Context(), c.Param("secret"), c.QueryParam("month"))
	if err != nil {
		return err
	}
	if form == nil {
		form = h.FormOf(c, project.NewHours(own.Last))
	}
	glance, err := h.Work.Glance(c.Request().Context(), project.By{Secret: c.Param("secret")})
	if err != nil {
		return err
	}
	page := teamPage{
		OwnPage: own, Path: teamPath(c), Lengths: project.Lengths, Next: own.After(h.Now()), Glance: glance,
	}
	if page.Publication, page.IsPublic, err = h.Publications.Proposed(c.Request().Context(), own.ProjectID); err != nil {
		return err
	}
	return h.ShowForm(c, "public/project/show", page, form)
}

// Enter takes hours.
func (h *Teams) Enter(c echo.Context) error {
	var in project.HoursInput
	return h.change(c, &in, "hours.entered", h.show, func() error {
		return h.Projects.Enter(c.Request().Context(), c.Param("secret"), &in)
	})
}

func (h *Teams) change(
	c echo.Context, in any, message string, show func(echo.Context, *web.Form) error, do func() error,
) error {
	form, err := h.Bind(c, in)
	if err != nil {
		return err
	}
	if form.OK() {
		err := do()
		if err == nil {
			web.SetFlash(c, "success", message)
			return web.SeeOther(c, string(teamPath(c)))
		}
		if !form.Take(err) {
			return err
		}
	}
	return show(c, form)
}

type hoursEntryPage struct {
	*project.EntryPage
	Path    paths.TeamMember
	Lengths []int
}

// Entry shows hours to correct.
func (h *Teams) Entry(c echo.Context) error { return h.showEntry(c, nil) }

func (h *Teams) showEntry(c echo.Context, form *web.Form) error {
	page, err := h.Projects.OwnEntry(c.Request().Context(), c.Param("secret"), c.Param("id"))
	if err != nil {
		return err
	}
	if form == nil {
		form = h.FormOf(c, project.HoursInputOf(page.Entry, page.Project.Zone()))
	}
	return h.ShowForm(c, "public/project/entry", hoursEntryPage{page, teamPath(c), project.Lengths}, form)
}

// Correct stores corrected hours.
func (h *Teams) Correct(c echo.Context) error {
	var in project.HoursInput
	return h.change(c, &in, "hours.corrected", h.showEntry, func() error {
		return h.Projects.Correct(c.Request().Context(), c.Param("secret"), c.Param("id"), &in)
	})
}

// Remove takes hours away.
func (h *Teams) Remove(c echo.Context) error {
	var in project.RemoveInput
	return h.change(c, &in, "hours.removed", func(c echo.Context, form *web.Form) error {
		own := h.FormOf(c, &project.HoursInput{})
		own.Message = form.Message
		return h.showEntry(c, own)
	}, func() error {
		return h.Projects.Remove(c.Request().Context(), c.Param("secret"), c.Param("id"), &in)
	})
}

// SetName says whether the team may read the person's name.
func (h *Teams) SetName(c echo.Context) error {
	var in project.NameInput
	return h.change(c, &in, "project.name_saved", h.show, func() error {
		return h.Projects.SetName(c.Request().Context(), c.Param("secret"), &in)
	})
}

// StepTie answers what somebody of the team says of the person.
func (h *Teams) StepTie(c echo.Context) error {
	var in project.TieStep
	return h.change(c, &in, "tie.saved", func(c echo.Context, form *web.Form) error {
		own := h.FormOf(c, project.NewHours(nil))
		own.Message = form.Message
		return h.show(c, own)
	}, func() error {
		return h.Projects.StepOwnTie(c.Request().Context(), c.Param("secret"), c.Param("id"), &in)
	})
}

// Erase takes away who the person is.
func (h *Teams) Erase(c echo.Context) error {
	if err := h.Projects.Erase(c.Request().Context(), c.Param("secret")); err != nil {
		return err
	}
	return h.Pages.Show(c, "public/project/erased", nil)
}

// SheetPDF is the sheet of a month for a superior.
func (h *Teams) SheetPDF(c echo.Context) error {
	sheet, err := h.sheet(c)
	if err != nil {
		return err
	}
	return web.SendSheetPDF(c, h.Texts(c), h.Projects, sheet)
}

// SheetXLSX is it as a workbook.
func (h *Teams) SheetXLSX(c echo.Context) error {
	sheet, err := h.sheet(c)
	if err != nil {
		return err
	}
	return web.SendSheetXLSX(c, h.Texts(c), sheet)
}

func (h *Teams) sheet(c echo.Context) (*project.Sheet, error) {
	return h.Projects.OwnSheet(c.Request().Context(), c.Param("secret"), c.QueryParam("month"))
}

// Certificate is the certificate of the person's approved hours.
func (h *Teams) Certificate(c echo.Context) error {
	content, err := h.Projects.CertificatePDF(c.Request().Context(), h.Texts(c), c.Param("secret"))
	if err != nil {
		return err
	}
	return web.Download(c, "certificate-of-hours.pdf", "application/pdf", content)
}

// Check says what is true of a certificate of hours.
func (h *Teams) Check(c echo.Context) error {
	page, err := h.Projects.Check(c.Request().Context(), c.Param("code"))
	if err != nil {
		return err
	}
	return h.Pages.Show(c, "public/project/certificate", page)
}
