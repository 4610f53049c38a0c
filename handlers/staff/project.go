package staff

import (
	"net/url"

	"github.com/labstack/echo/v4"

	"meguri/app/project"
	"meguri/app/service/chart"
	"meguri/app/service/i18n"
	"meguri/app/service/paths"
	"meguri/handlers/web"
	"meguri/models"
)

// Projects has the projects of an event or an organization, and the hours that people give to them.
type Projects struct {
	*web.Kit
	Projects *project.Service
	Former   *project.Former
}

func projectHome(c echo.Context) paths.StaffProjects {
	if host := web.HostOf(c); host != nil {
		return paths.OfStaffOrganization(host.Slug).Projects()
	}
	return staffEvent(c).Projects()
}

func projectPath(c echo.Context) paths.StaffProject { return projectHome(c).Project(c.Param("id")) }

type projectListPage struct {
	*project.ListPage
	Home   paths.StaffProjects
	Needs  paths.StaffNeeds
	States []models.ProjectState
	Years  []web.Option
	Pages  *web.Pages
	Plot   *plotted // nil where no hours are approved
	// OfHost says that they are an organization's, which may import former ones.
	OfHost bool
}

// Query is the filter as an address has it.
func (p *projectListPage) Query() url.Values {
	query := url.Values{}
	for name, value := range map[string]string{
		"q": p.Filter.Search, "state": string(p.Filter.State), "year": p.Filter.Year,
	} {
		if value != "" {
			query.Set(name, value)
		}
	}
	return query
}

// In is the list of a state, "" for all, with the same filter.
func (p *projectListPage) In(state models.ProjectState) string {
	query := p.Query()
	query.Del("state")
	if state != "" {
		query.Set("state", string(state))
	}
	return web.WithQuery(string(p.Home), query)
}

// List lists the projects of the place.
func (h *Projects) List(c echo.Context) error {
	var filter project.ListFilter
	if err := web.BindQuery(c, &filter); err != nil {
		return err
	}
	list, err := h.Projects.ListPage(c.Request().Context(), needPlace(c), filter, web.PageSize)
	if err != nil {
		return err
	}
	t := h.Texts(c)
	page := &projectListPage{
		ListPage: list, Home: projectHome(c), Needs: needHome(c), States: models.ProjectStates,
		Years: []web.Option{{Text: t.T("need.any")}}, Plot: monthsPlotted(t, list.Months),
		OfHost: web.HostOf(c) != nil,
	}
	for _, year := range list.Years {
		page.Years = append(page.Years, web.Option{Value: year, Text: year})
	}
	number := list.Filter.Number
	page.Pages = web.PagesOf(string(page.Home), page.Query(), number, len(list.Projects), list.Total,
		number*web.PageSize < list.Total, false)
	return h.Kit.Show(c, "staff/project/index", page)
}

// monthsPlotted draws hours by month, nil for none.
func monthsPlotted(t *i18n.Localizer, months []models.HourMonth) *plotted {
	if len(months) == 0 {
		return nil
	}
	out := &plotted{
		Unit: t.T("hours.hours"), Head: []string{t.T("hours.month"), t.T("hours.time_work"), t.T("hours.time_own")},
	}
	entries, work, own := make([]chart.Entry, len(months)), 0, 0
	for i, m := range months {
		day := models.Day(m.Month + "-01")
		name := t.Month(*day)
		values := t.T("hours.split", "work", project.Hours(m.Work), "own", project.Hours(m.Own))
		entries[i] = chart.Entry{
			Values: []int{(m.Work + 30) / 60, (m.Own + 30) / 60}, Name: name, Label: m.Month[5:], Text: values,
		}
		out.Rows = append(out.Rows, []string{name, project.Hours(m.Work), project.Hours(m.Own)})
		work, own = work+m.Work, own+m.Own
	}
	out.Series = []chartSeries{{out.Head[1], 1, (work + 30) / 60}, {out.Head[2], 2, (own + 30) / 60}}
	out.Wide, out.Narrow = chart.NewPlot(chart.Wide, entries, -1), chart.NewPlot(chart.Narrow, entries, -1)
	return out
}

type projectStartPage struct {
	*project.StartPage
	Path paths.StaffNeed
}

// StartForm is the form with which a project begins with a need.
func (h *Projects) StartForm(c echo.Context) error { return h.showStart(c, nil) }

func (h *Projects) showStart(c echo.Context, form *web.Form) error {
	page, err := h.Projects.StartPage(c.Request().Context(), needPlace(c), c.Param("id"))
	if err != nil {
		return err
	}
	if form == nil {
		form = h.FormOf(c, page.Fresh(h.Now()))
	}
	return h.ShowForm(c, "staff/project/start", projectStartPage{page, needHome(c).Need(page.ID)}, form)
}

// Start lets a project begin.
func (h *Projects) Start(c echo.Context) error {
	var in project.StartInput
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	if form.OK() {
		started, err := h.Projects.Start(c.Request().Context(), needPlace(c), c.Param("id"), &in)
		if err == nil {
			web.SetFlash(c, "success", "project.started")
			return web.SeeOther(c, string(projectHome(c).Project(started.ID)))
		}
		if !form.Take(err) {
			return err
		}
	}
	return h.showStart(c, form)
}

type projectDeskPage struct {
	*project.DeskPage
	Home  paths.StaffProjects
	Path  paths.StaffProject
	Needs paths.StaffNeeds
	Roles []models.ProjectRole
}

// Show shows a project with its team, phases and sums of hours.
func (h *Projects) Show(c echo.Context) error { return h.show(c, nil) }

func (h *Projects) show(c echo.Context, form *web.Form) error {
	page, err := h.Projects.DeskPage(c.Request().Context(), needPlace(c), c.Param("id"))
	if err != nil {
		return err
	}
	if page.Project.IsFormer() {
		return h.showFormer(c, form)
	}
	if form == nil {
		form = h.NewForm(c, url.Values{"role": {string(models.ProjectMember)}})
	}
	return h.ShowForm(c, "staff/project/show", projectDeskPage{
		page, projectHome(c), projectPath(c), needHome(c), models.ProjectRoles,
	}, form)
}

func (h *Projects) change(c echo.Context, in any, message string, do func() error) error {
	form, err := h.Bind(c, in)
	if err != nil {
		return err
	}
	if form.OK() {
		if done, answer := h.Kit.Save(c, form, do(), string(projectPath(c)), message); done {
			return answer
		}
	}
	return h.show(c, form)
}

type projectFormPage struct {
	*project.DeskPage
	Path paths.StaffProject
}

// Edit is the form of a project.
func (h *Projects) Edit(c echo.Context) error { return h.showForm(c, nil) }

func (h *Projects) showForm(c echo.Context, form *web.Form) error {
	page, err := h.Projects.DeskPage(c.Request().Context(), needPlace(c), c.Param("id"))
	if err != nil {
		return err
	}
	if form == nil {
		form = h.FormOf(c, project.InputOf(page.Project))
	}
	return h.ShowForm(c, "staff/project/edit", projectFormPage{page, projectPath(c)}, form)
}

// Save stores what was typed about it.
func (h *Projects) Save(c echo.Context) error {
	var in project.Input
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	if form.OK() {
		err := h.Projects.Save(c.Request().Context(), needPlace(c), c.Param("id"), &in)
		if done, answer := h.Kit.Save(c, form, err, string(projectPath(c)), "project.saved"); done {
			return answer
		}
	}
	return h.showForm(c, form)
}

// SaveOrganizations stores whom it helps, and for whom its team works.
func (h *Projects) SaveOrganizations(c echo.Context) error {
	var in project.OrganizationsInput
	return h.change(c, &in, "project.saved", func() error {
		return h.Projects.SaveOrganizations(c.Request().Context(), needPlace(c), c.Param("id"), &in)
	})
}

// SavePhases stores its phases.
func (h *Projects) SavePhases(c echo.Context) error {
	var in project.PhasesInput
	return h.change(c, &in, "project.saved", func() error {
		return h.Projects.SavePhases(c.Request().Context(), needPlace(c), c.Param("id"), &in)
	})
}

// Join adds somebody to the team.
func (h *Projects) Join(c echo.Context) error {
	in := project.JoinInput{Locale: h.Texts(c).Lang}
	return h.change(c, &in, "project.joined", func() error {
		return h.Projects.Join(c.Request().Context(), needPlace(c), c.Param("id"), &in)
	})
}

// ChangeMember changes a person of the team.
func (h *Projects) ChangeMember(c echo.Context) error {
	var in project.MemberInput
	return h.change(c, &in, "project.saved", func() error {
		return h.Projects.ChangeMember(c.Request().Context(), needPlace(c), c.Param("id"), c.Param("member"), &in)
	})
}

// Move ends or stops it, or lets it go on.
func (h *Projects) Move(c echo.Context) error {
	var in project.MoveInput
	return h.change(c, &in, "project.moved", func() error {
		return h.Projects.Move(c.Request().Context(), needPlace(c), c.Param("id"), &in)
	})
}

type hoursDeskPage struct {
	*project.HoursPage
	Home   paths.StaffProjects
	States []models.HourState
}

// Hours lists the hours to approve.
func (h *Projects) Hours(c echo.Context) error { return h.showHours(c, h.NewForm(c, nil)) }

func (h *Projects) showHours(c echo.Context, form *web.Form) error {
	page, err := h.Projects.HoursPage(c.Request().Context(), needPlace(c), models.HourState(c.QueryParam("state")),
		c.QueryParam("project"))
	if err != nil {
		return err
	}
	return h.ShowForm(c, "staff/project/hours", hoursDeskPage{page, projectHome(c), models.HourStates}, form)
}

// Decide approves hours, or sends them back.
func (h *Projects) Decide(c echo.Context) error {
	var in project.DecideInput
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	if form.OK() {
		decided, err := h.Projects.Decide(c.Request().Context(), needPlace(c), &in)
		if err == nil {
			switch {
			case decided.Changed > 0:
				web.SetFlash(c, "warn", "hours.decided_partly")
			case decided.Over > 0:
				web.SetFlash(c, "warn", "hours.decided_over")
			default:
				web.SetFlash(c, "success", "hours.decided_"+string(in.To))
			}
			return web.SeeOther(c, projectHome(c).Hours()+"?"+c.QueryString())
		}
		if !form.Take(err) {
			return err
		}
	}
	return h.showHours(c, form)
}

type hoursSheetPage struct {
	*project.Sheet
	Home paths.StaffProjects
}

func (h *Projects) sheet(c echo.Context) (*project.Sheet, error) {
	return h.Projects.Sheet(c.Request().Context(), needPlace(c), c.QueryParam("month"), c.QueryParam("by"))
}

// Sheet shows the sheet of a month.
func (h *Projects) Sheet(c echo.Context) error {
	sheet, err := h.sheet(c)
	if err != nil {
		return err
	}
	return h.Kit.Show(c, "staff/project/sheet", hoursSheetPage{sheet, projectHome(c)})
}

// SheetPDF is it as a PDF.
func (h *Projects) SheetPDF(c echo.Context) error {
	sheet, err := h.sheet(c)
	if err != nil {
		return err
	}
	return web.SendSheetPDF(c, h.Texts(c), h.Projects, sheet)
}

// SheetXLSX is it as a workbook.
func (h *Projects) SheetXLSX(c echo.Context) error {
	sheet, err := h.sheet(c)
	if err != nil {
		return err
	}
	return web.SendSheetXLSX(c, h.Texts(c), sheet)
}
