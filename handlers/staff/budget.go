package staff

import (
	"net/url"

	"github.com/labstack/echo/v4"

	"meguri/app/project"
	"meguri/app/service/paths"
	"meguri/app/service/table"
	"meguri/handlers/web"
	"meguri/models"
)

// Budgets has an organization's budgets of hours.
type Budgets struct {
	*web.Kit
	Projects *project.Service
}

func budgetHome(c echo.Context) paths.StaffBudgets {
	return paths.OfStaffOrganization(web.HostOf(c).Slug).Budget()
}

type budgetPage struct {
	*project.BudgetPage
	Home     paths.StaffBudgets
	Register paths.StaffRegister
	// All says that those are listed too who have not used it.
	All bool
}

// At is the page at a period.
func (p *budgetPage) At(period string) string { return p.with(string(p.Home), period, p.All) }

// Everybody is the page with everybody, or without those who have not used it.
func (p *budgetPage) Everybody() string { return p.with(string(p.Home), p.Period, !p.All) }

// CSV and XLSX are what is on the page as files.
func (p *budgetPage) CSV() string { return p.with(p.Home.CSV(), p.Period, p.All) }

// XLSX is the workbook of it.
func (p *budgetPage) XLSX() string { return p.with(p.Home.XLSX(), p.Period, p.All) }

// Of is the page of another budget.
func (p *budgetPage) Of(id string) string {
	return web.WithQuery(string(p.Home), url.Values{"budget": {id}})
}

func (p *budgetPage) with(path, period string, all bool) string {
	query := url.Values{"budget": {p.Budget.ID}, "period": {period}}
	if all {
		query.Set("all", "1")
	}
	return web.WithQuery(path, query)
}

func (h *Budgets) page(c echo.Context) (*budgetPage, error) {
	all := c.QueryParam("all") != ""
	page, err := h.Projects.BudgetPage(c.Request().Context(), web.HostOf(c), c.QueryParam("budget"),
		c.QueryParam("period"), all)
	return &budgetPage{page, budgetHome(c), registerHome(c), all}, err
}

// Show shows who used how much of it in a period.
func (h *Budgets) Show(c echo.Context) error {
	page, err := h.page(c)
	if err != nil {
		return err
	}
	return h.Kit.Show(c, "staff/budget/index", page)
}

// CSV sends the page as a file.
func (h *Budgets) CSV(c echo.Context) error {
	return h.send(c, func(t table.Table) error { return web.SendCSV(c, web.HostOf(c).Slug+"-budget.csv", t) })
}

// XLSX sends it as a workbook.
func (h *Budgets) XLSX(c echo.Context) error {
	return h.send(c, func(t table.Table) error { return web.SendXLSX(c, web.HostOf(c).Slug+"-budget.xlsx", t) })
}

func (h *Budgets) send(c echo.Context, send func(t table.Table) error) error {
	page, err := h.page(c)
	if err != nil {
		return err
	}
	return send(page.Table(h.Texts(c)))
}

type budgetFormPage struct {
	Budget         *models.HourBudget // nil for a new one
	Home           paths.StaffBudgets
	To             paths.StaffBudget
	Periods, Times []web.Option
}

func (h *Budgets) showForm(c echo.Context, b *models.HourBudget, form *web.Form) error {
	texts := h.Texts(c)
	page := budgetFormPage{
		Budget: b, Home: budgetHome(c), To: budgetHome(c).Budget(c.Param("id")),
		Periods: web.NeedOptions(texts, "need.any", "budget.period_", models.BudgetPeriods)[1:],
		Times:   web.NeedOptions(texts, "need.any", "budget.counts_", models.BudgetTimes)[1:],
	}
	return h.ShowForm(c, "staff/budget/edit", page, form)
}

// New is the form of a new budget.
func (h *Budgets) New(c echo.Context) error {
	return h.showForm(c, nil, h.FormOf(c, project.NewBudget(h.Now())))
}

// Create stores a new budget.
func (h *Budgets) Create(c echo.Context) error {
	return h.save(c, nil, "")
}

func (h *Budgets) budget(c echo.Context) (*models.HourBudget, error) {
	return h.Projects.BudgetOf(c.Request().Context(), web.HostOf(c), c.Param("id"))
}

// Edit is the form of a budget.
func (h *Budgets) Edit(c echo.Context) error {
	b, err := h.budget(c)
	if err != nil {
		return err
	}
	return h.showForm(c, b, h.FormOf(c, project.BudgetInputOf(b)))
}

// Save stores a budget.
func (h *Budgets) Save(c echo.Context) error {
	b, err := h.budget(c)
	if err != nil {
		return err
	}
	return h.save(c, b, b.ID)
}

func (h *Budgets) save(c echo.Context, b *models.HourBudget, id string) error {
	var in project.BudgetInput
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	if form.OK() {
		err := h.Projects.SaveBudget(c.Request().Context(), web.HostOf(c), id, &in)
		if done, answer := h.Kit.Save(c, form, err, string(budgetHome(c)), "budget.saved"); done {
			return answer
		}
	}
	return h.showForm(c, b, form)
}

// Remove deletes a budget.
func (h *Budgets) Remove(c echo.Context) error {
	b, err := h.budget(c)
	if err != nil {
		return err
	}
	var in project.RemoveInput
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	err = h.Projects.RemoveBudget(c.Request().Context(), web.HostOf(c), b.ID, &in)
	if done, answer := h.Kit.Save(c, form, err, string(budgetHome(c)), "budget.removed"); done {
		return answer
	}
	shown := h.FormOf(c, project.BudgetInputOf(b))
	shown.Message = form.Message
	return h.showForm(c, b, shown)
}

type budgetPersonPage struct {
	*project.BudgetPerson
	Home paths.StaffBudgets
	To   string
}

// Person shows what a person of the register has of a budget.
func (h *Budgets) Person(c echo.Context) error { return h.showPerson(c, nil) }

func (h *Budgets) showPerson(c echo.Context, form *web.Form) error {
	person, err := h.Projects.BudgetPerson(c.Request().Context(), web.HostOf(c), c.Param("id"), c.Param("member"))
	if err != nil {
		return err
	}
	if form == nil {
		form = h.FormOf(c, &project.BudgetPersonInput{MonthHours: person.MonthHours})
	}
	page := budgetPersonPage{person, budgetHome(c), budgetHome(c).Budget(person.Budget.ID).Person(person.Person.MemberID)}
	return h.ShowForm(c, "staff/budget/person", page, form)
}

// SavePerson stores the working time of a person.
func (h *Budgets) SavePerson(c echo.Context) error {
	var in project.BudgetPersonInput
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	if form.OK() {
		err := h.Projects.SaveBudgetPerson(c.Request().Context(), web.HostOf(c), c.Param("id"), c.Param("member"), &in)
		if done, answer := h.Kit.Save(c, form, err, string(budgetHome(c)), "budget.saved"); done {
			return answer
		}
	}
	return h.showPerson(c, form)
}
