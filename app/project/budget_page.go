package project

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"meguri/app/service/i18n"
	"meguri/app/service/table"
	"meguri/models"
)

// BudgetPage is an organization's budget of hours in a period.
type BudgetPage struct {
	Organization *models.Organization
	Budgets      []models.HourBudget
	// Budget is the one that is shown, nil for none.
	Budget                *models.HourBudget
	Period, Before, After string
	People                []BudgetRow
	// Free is how many of the register have not used it in the period.
	Free int
	Sums models.BudgetUse
}

// BudgetRow is a person of the register.
type BudgetRow struct {
	MemberID string
	Person   *models.Affiliation
	models.BudgetUse
	State string
	// IsOwn says that another working time was agreed.
	IsOwn bool
}

// FirstMonth and LastMonth are those of the period.
func (p *BudgetPage) FirstMonth() time.Time { return monthOf(p.Period) }

// LastMonth is the last one.
func (p *BudgetPage) LastMonth() time.Time { return monthOf(p.Budget.LastMonth(p.Period)) }

// FirstMonth is the first one of a person's period, LastMonth its last one.
func (b *OwnBudget) FirstMonth() time.Time { return monthOf(b.BudgetUse.Period) }

// LastMonth is the last one.
func (b *OwnBudget) LastMonth() time.Time { return monthOf(b.HourBudget.LastMonth(b.BudgetUse.Period)) }

func monthOf(typed string) time.Time {
	at, err := time.Parse(models.MonthLayout, typed)
	if err != nil {
		return time.Time{}
	}
	return at
}

// BudgetPage reads it: people who used it or agreed on another working time, and everybody where all is asked for. Who
// keeps the register calls it. Errors: NotFound for a budget that the organization has not.
func (s *Service) BudgetPage(
	ctx context.Context, o *models.Organization, budgetID, period string, everybody bool,
) (*BudgetPage, error) {
	q := s.db.Query(ctx)
	all, err := readBudgets(q, o.ID, "")
	if err != nil {
		return nil, err
	}
	page := &BudgetPage{Organization: o, Budgets: all.list}
	today := q.Now.In(models.DefaultZone).Format(time.DateOnly)
	if page.Budget = all.at(today[:len(models.MonthLayout)]); page.Budget == nil && len(all.list) > 0 {
		page.Budget = &all.list[0]
	}
	if budgetID != "" {
		at := slices.IndexFunc(all.list, func(b models.HourBudget) bool { return b.ID == budgetID })
		if at < 0 {
			return nil, models.NewError(models.CodeNotFound, "error.not_found")
		}
		page.Budget = &all.list[at]
	}
	if page.Budget != nil {
		page.fill(all, period, today, everybody)
	}
	return page, nil
}

func (p *BudgetPage) fill(all *budgets, period, today string, everybody bool) {
	b := p.Budget
	first, next := b.PeriodOf(b.FromMonth), b.Step(b.PeriodOf(max(today, b.FromMonth)), 1)
	last := b.PeriodOf(cmp.Or(b.UntilMonth, next))
	if monthOf(period).IsZero() {
		period = today
	}
	p.Period = min(max(b.PeriodOf(period), first), last)
	if p.Period > first {
		p.Before = b.Step(p.Period, -1)
	}
	if p.Period < last {
		p.After = b.Step(p.Period, 1)
	}
	p.Sums.Period = p.Period
	seen := map[string]int{}
	for _, list := range all.people {
		for i := range list {
			p.add(all, &list[i], seen)
		}
	}
	from, until := p.Period+"-01", p.Budget.LastMonth(p.Period)+"-31"
	p.People = slices.DeleteFunc(p.People, func(r BudgetRow) bool {
		isThere := r.Person.From <= until && (r.Person.Until == "" || r.Person.Until >= from)
		if r.Used() == 0 && !isThere {
			return true
		}
		p.Sums.Given, p.Sums.Carried = p.Sums.Given+r.Given, p.Sums.Carried+r.Carried
		p.Sums.Approved, p.Sums.Waiting = p.Sums.Approved+r.Approved, p.Sums.Waiting+r.Waiting
		if r.Used() == 0 && !r.IsOwn {
			p.Free++
			return !everybody
		}
		return false
	})
	slices.SortFunc(p.People, func(x, y BudgetRow) int {
		return cmp.Or(strings.Compare(x.Person.FamilyKana, y.Person.FamilyKana),
			strings.Compare(x.Person.GivenKana, y.Person.GivenKana), strings.Compare(x.MemberID, y.MemberID))
	})
}

func (p *BudgetPage) add(all *budgets, a *models.Affiliation, seen map[string]int) {
	if a.IsErased() {
		return
	}
	if at, known := seen[a.MemberID]; known {
		// The one that goes on longest tells whether the person is there.
		if before := p.People[at].Person; before.Until != "" && (a.Until == "" || a.Until > before.Until) {
			p.People[at].Person = a
		}
		return
	}
	row := BudgetRow{MemberID: a.MemberID, Person: a, BudgetUse: all.use(p.Budget, a.MemberID, p.Period)}
	row.State = budgetState(p.Budget, &row.BudgetUse)
	_, row.IsOwn = all.own[[2]string{p.Budget.ID, a.MemberID}]
	seen[a.MemberID] = len(p.People)
	p.People = append(p.People, row)
}

// Table is the people of the page as a file.
func (p *BudgetPage) Table(texts *i18n.Localizer) table.Table {
	t := texts.T
	rows := func(yield func([]any, error) bool) {
		for i := range p.People {
			r := &p.People[i]
			row := []any{
				r.Person.Full(texts.Lang), r.Person.Email, p.Period, hours(r.Given), hours(r.Carried), hours(r.Approved),
				hours(r.Waiting), hours(r.Left()), hours(r.BudgetUse.Over()), t("budget.state_" + r.State),
			}
			if !yield(row, nil) {
				return
			}
		}
	}
	return table.Table{
		Name: cmp.Or(p.Period, t("budget.title")), Rows: rows,
		Header: []string{
			t("register.name"), t("register.email"), t("budget.period"), t("budget.given"), t("budget.carried"),
			t("hours.state_approved"), t("hours.state_waiting"), t("budget.left"), t("budget.over"), t("budget.state"),
		},
	}
}

// BudgetPerson is a person of the register with all periods of a budget until now.
type BudgetPerson struct {
	Budget *models.HourBudget
	Person *models.Affiliation
	Uses   []OwnBudget
	// MonthHours is the working time that was agreed, "" for that of everybody.
	MonthHours string
}

// BudgetPerson reads it. Who keeps the register calls it. Errors: NotFound.
func (s *Service) BudgetPerson(
	ctx context.Context, o *models.Organization, budgetID, memberID string,
) (*BudgetPerson, error) {
	q := s.db.Query(ctx)
	b, err := q.HourBudgets().In(o.ID, budgetID)
	if err != nil {
		return nil, err
	}
	all, err := readBudgets(q, o.ID, "")
	if err != nil {
		return nil, err
	}
	page := &BudgetPerson{Budget: b, Person: all.person(memberID)}
	if page.Person == nil {
		return nil, models.NewError(models.CodeNotFound, "error.not_found")
	}
	if own, ok := all.own[[2]string{b.ID, memberID}]; ok {
		page.MonthHours = Hours(own)
	}
	until := b.PeriodOf(q.Now.In(models.DefaultZone).Format(time.DateOnly))
	for _, u := range b.Uses(all.minutes(b, memberID), all.hours[memberID], until) {
		page.Uses = append(page.Uses, OwnBudget{HourBudget: b, BudgetUse: u, State: budgetState(b, &u)})
	}
	slices.Reverse(page.Uses)
	return page, nil
}

func (b *budgets) person(memberID string) *models.Affiliation {
	for _, list := range b.people {
		for i := range list {
			if list[i].MemberID == memberID && !list[i].IsErased() {
				return &list[i]
			}
		}
	}
	return nil
}
