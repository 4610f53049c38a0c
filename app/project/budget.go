package project

import (
	"cmp"
	"context"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"meguri/app/service/check"
	"meguri/app/service/i18n"
	"meguri/app/service/table"
	"meguri/models"
	"meguri/models/text"
)

// budgets are the budgets of an organization with what the people of its member register gave. The register says which
// addresses are of one person, and on which days they belong to the organization.
type budgets struct {
	list []models.HourBudget
	// own are the working times that were agreed with people, by budget and member of the register.
	own map[[2]string]int
	// people are the affiliations by address.
	people map[string][]models.Affiliation
	// hours are those of a member of the register.
	hours map[string][]models.HourEntry
}

// readBudgets reads those of an organization; where an address is given, hours of that one alone.
func readBudgets(q *models.Query, organizationID, emailKey string) (*budgets, error) {
	b := &budgets{
		own: map[[2]string]int{}, people: map[string][]models.Affiliation{}, hours: map[string][]models.HourEntry{},
	}
	var err error
	if b.list, err = q.HourBudgets().OfOrganization(organizationID); err != nil || len(b.list) == 0 {
		return b, err
	}
	own, err := q.HourBudgets().People(organizationID)
	if err != nil {
		return nil, err
	}
	for _, p := range own {
		b.own[[2]string{p.BudgetID, p.MemberID}] = p.MonthMinutes
	}
	register, err := affiliations(q, organizationID, emailKey)
	if err != nil {
		return nil, err
	}
	for _, a := range register {
		isAsking := a.AskedBy == models.AskedByPerson && a.AcceptedAt == nil
		if a.EmailKey != "" && !isAsking {
			b.people[a.EmailKey] = append(b.people[a.EmailKey], a)
		}
	}
	oldest := b.list[len(b.list)-1].FromMonth
	list, err := q.HourBudgets().Hours(organizationID, oldest, emailKey)
	if err != nil {
		return nil, err
	}
	for i := range list {
		if member := b.memberOn(list[i].Member.EmailKey, list[i].Day); member != "" {
			b.hours[member] = append(b.hours[member], list[i])
		}
	}
	return b, nil
}

func affiliations(q *models.Query, organizationID, emailKey string) ([]models.Affiliation, error) {
	if emailKey != "" {
		return q.Affiliations().WithAddress(organizationID, emailKey)
	}
	return q.Affiliations().OfOrganization(organizationID)
}

// memberOn is who has an address in the register on a day, "" for nobody.
func (b *budgets) memberOn(emailKey, day string) string {
	for i := range b.people[emailKey] {
		if a := &b.people[emailKey][i]; a.Current(day) {
			return a.MemberID
		}
	}
	return ""
}

// at is the budget that is given in a month, nil for none.
func (b *budgets) at(month string) *models.HourBudget {
	for i := range b.list {
		if b.list[i].In(month) {
			return &b.list[i]
		}
	}
	return nil
}

// minutes is the working time of a person in a month.
func (b *budgets) minutes(of *models.HourBudget, memberID string) int {
	if own, ok := b.own[[2]string{of.ID, memberID}]; ok {
		return own
	}
	return of.MonthMinutes
}

func (b *budgets) use(of *models.HourBudget, memberID, period string) models.BudgetUse {
	return of.Use(b.minutes(of, memberID), b.hours[memberID], period)
}

// givesTime is the organization of whose working time a person of a team gives hours.
func givesTime(m *models.TeamMember, p *models.Project) string {
	if m.ForID != nil {
		return *m.ForID
	}
	return p.OrganizationID
}

// The states of a person's budget in a period.
const (
	BudgetFree = "free"
	BudgetNear = "near"
	BudgetOver = "over"
)

func budgetState(b *models.HourBudget, u *models.BudgetUse) string {
	switch {
	case u.Over() > 0:
		return BudgetOver
	case u.Used() > 0 && u.Used()*100 >= u.Whole()*b.WarnAt:
		return BudgetNear
	}
	return BudgetFree
}

// OwnBudget is what a person of a team has of a budget in a period.
type OwnBudget struct {
	*models.HourBudget
	models.BudgetUse
	State string
}

// ownBudget is that of a person of a team for a month, nil for none.
func ownBudget(q *models.Query, m *models.TeamMember, day string) (*OwnBudget, error) {
	if m.EmailKey == "" {
		return nil, nil
	}
	all, err := readBudgets(q, givesTime(m, &m.Project), m.EmailKey)
	if err != nil {
		return nil, err
	}
	b := all.at(day[:len(models.MonthLayout)])
	if b == nil {
		return nil, nil
	}
	// Who joined or left within the month is in the register on some of its days only.
	member := cmp.Or(all.memberOn(m.EmailKey, day), all.memberOn(m.EmailKey, day[:len(models.MonthLayout)]+"-01"))
	if member == "" {
		return nil, nil
	}
	own := &OwnBudget{HourBudget: b, BudgetUse: all.use(b, member, b.PeriodOf(day))}
	own.State = budgetState(b, &own.BudgetUse)
	return own, nil
}

// warn mails a person, once in a period each, that entered hours bring a budget near its end, and that they are over
// it.
func warn(tx *models.Tx, m *models.TeamMember, e *entered) error {
	if m.EmailKey == "" {
		return nil
	}
	all, err := readBudgets(tx.Query, givesTime(m, &m.Project), m.EmailKey)
	if err != nil {
		return err
	}
	for _, part := range e.pieces {
		b, member := all.at(part.day[:len(models.MonthLayout)]), all.memberOn(m.EmailKey, part.day)
		if b == nil || member == "" || !b.Counted(&models.HourEntry{Day: part.day, InWork: e.inWork}) {
			continue
		}
		u := all.use(b, member, b.PeriodOf(part.day))
		if state := budgetState(b, &u); state != BudgetFree {
			if err := queueBudget(tx, m, b, &u, member, state); err != nil {
				return err
			}
		}
	}
	return nil
}

// overBudget says by id how many minutes of hours, read with member and project, are over a budget.
func overBudget(q *models.Query, list []models.HourEntry) (map[string]int, error) {
	over, read, address := map[string]int{}, map[string]*budgets{}, ""
	for i := range list {
		if address = list[i].Member.EmailKey; address != list[0].Member.EmailKey {
			address = ""
			break
		}
	}
	reckoned := map[[3]string]map[string]int{}
	for i := range list {
		h := &list[i]
		organization := givesTime(&h.Member, &h.Project)
		all, known := read[organization]
		if !known {
			var err error
			if all, err = readBudgets(q, organization, address); err != nil {
				return nil, err
			}
			read[organization] = all
		}
		b, member := all.at(h.Day[:len(models.MonthLayout)]), all.memberOn(h.Member.EmailKey, h.Day)
		if b == nil || member == "" {
			continue
		}
		key := [3]string{organization, b.ID, member}
		if _, known := reckoned[key]; !known {
			reckoned[key] = b.Over(all.minutes(b, member), all.hours[member])
		}
		if minutes := reckoned[key][h.ID]; minutes > 0 {
			over[h.ID] = minutes
		}
	}
	return over, nil
}

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

// BudgetInput is what is typed about a budget: the share in percent, the working time in hours.
type BudgetInput struct {
	Version    int                 `form:"version"`
	Name       string              `form:"name"`
	Share      string              `form:"share"`
	MonthHours string              `form:"month_hours"`
	Period     models.BudgetPeriod `form:"period"`
	Carries    bool                `form:"carries"`
	Counts     models.BudgetTime   `form:"counts"`
	WarnAt     string              `form:"warn_at"`
	FromMonth  string              `form:"from_month"`
	UntilMonth string              `form:"until_month"`
}

// NewBudget is what the form begins with: a tenth of a usual month's working time.
func NewBudget(now time.Time) *BudgetInput {
	return &BudgetInput{
		Share: "10", MonthHours: "155", Period: models.BudgetMonth, Counts: models.BudgetWork, WarnAt: "80",
		FromMonth: now.In(models.DefaultZone).Format(models.MonthLayout),
	}
}

// BudgetInputOf is what the form shows of a budget.
func BudgetInputOf(b *models.HourBudget) *BudgetInput {
	return &BudgetInput{
		Version: b.Version, Name: b.Name, Share: Share(b.Permille), MonthHours: Hours(b.MonthMinutes), Period: b.Period,
		Carries: b.Carries, Counts: b.Counts, WarnAt: strconv.Itoa(b.WarnAt), FromMonth: b.FromMonth,
		UntilMonth: b.UntilMonth,
	}
}

// Share is a share in thousandths as percent: 7.5.
func Share(permille int) string { return strconv.FormatFloat(float64(permille)/10, 'f', -1, 64) }

// mostMonthHours is the most working time of a month.
const mostMonthHours = 744

// decimal reads a number from minimum to maximum, and returns it times factor.
func decimal(c *check.Checker, field, typed string, minimum, maximum, factor float64) int {
	typed = text.CleanLine(typed)
	if typed == "" {
		c.Fault(field, "field.required")
		return 0
	}
	n, err := strconv.ParseFloat(typed, 64)
	if err != nil || math.IsNaN(n) || n < minimum || n > maximum {
		c.Fault(field, "budget.number", "min", minimum, "max", maximum)
		return 0
	}
	return int(math.Round(n * factor))
}

func (in *BudgetInput) read() (*models.HourBudget, error) {
	c := check.New()
	b := &models.HourBudget{
		Name:         c.NoURL("name", c.Line("name", in.Name, maxTitle, check.Required)),
		Permille:     decimal(c, "share", in.Share, 0.1, 100, 10),
		MonthMinutes: decimal(c, "month_hours", in.MonthHours, 1, mostMonthHours, 60),
		Period:       check.Choice(c, "period", in.Period, models.BudgetPeriods), Carries: in.Carries,
		Counts:    check.Choice(c, "counts", in.Counts, models.BudgetTimes),
		WarnAt:    c.Int("warn_at", in.WarnAt, 1, 100, check.Required),
		FromMonth: readMonth(c, "from_month", in.FromMonth, check.Required),
	}
	b.UntilMonth = readMonth(c, "until_month", in.UntilMonth, check.Optional)
	if b.UntilMonth != "" && b.UntilMonth < b.FromMonth {
		c.Fault("until_month", "budget.ends_before")
	}
	return b, c.Err()
}

func readMonth(c *check.Checker, field, typed string, requirement check.Requirement) string {
	typed = text.CleanLine(typed)
	if typed == "" && requirement == check.Required {
		c.Fault(field, "field.required")
	}
	if typed == "" {
		return ""
	}
	if at := monthOf(typed); at.Year() < 2000 || at.Year() > 2100 {
		c.Fault(field, "budget.month_form")
	}
	return typed
}

// BudgetOf finds a budget of an organization. Who keeps the register calls it. Errors: NotFound.
func (s *Service) BudgetOf(ctx context.Context, o *models.Organization, id string) (*models.HourBudget, error) {
	return s.db.Query(ctx).HourBudgets().In(o.ID, id)
}

// SaveBudget stores a budget, a new one without an id; what was reckoned follows at once, in past periods too. Who
// keeps the register calls it. Errors: NotFound; Invalid with the fields at fault; Conflict where somebody else changed
// it since.
func (s *Service) SaveBudget(ctx context.Context, o *models.Organization, id string, in *BudgetInput) error {
	typed, err := in.read()
	if err != nil {
		return err
	}
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		b := *typed
		b.OrganizationID = o.ID
		if id != "" {
			before, err := tx.HourBudgets().In(o.ID, id)
			if err != nil {
				return err
			}
			b.ID, b.CreatedAt = before.ID, before.CreatedAt
		}
		if err := tx.HourBudgets().Save(&b, in.Version); err != nil {
			return err
		}
		tx.About(models.AuditSubject{ID: b.ID})
		return nil
	})
}

// RemoveBudget deletes a budget; hours stay. Who keeps the register calls it. Errors: NotFound; Conflict where somebody
// else changed it since.
func (s *Service) RemoveBudget(ctx context.Context, o *models.Organization, id string, in *RemoveInput) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		b, err := tx.HourBudgets().In(o.ID, id)
		if err != nil {
			return err
		}
		tx.About(models.AuditSubject{ID: b.ID})
		return tx.HourBudgets().Remove(b, in.Version)
	})
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

// BudgetPersonInput is the working time of a person; "" for that of everybody, 0 for no budget.
type BudgetPersonInput struct {
	MonthHours string `form:"month_hours"`
}

// SaveBudgetPerson stores it. Who keeps the register calls it. Errors: NotFound; Invalid with the field at fault.
func (s *Service) SaveBudgetPerson(
	ctx context.Context, o *models.Organization, budgetID, memberID string, in *BudgetPersonInput,
) error {
	c := check.New()
	var minutes *int
	if strings.TrimSpace(in.MonthHours) != "" {
		n := decimal(c, "month_hours", in.MonthHours, 0, mostMonthHours, 60)
		minutes = &n
	}
	if err := c.Err(); err != nil {
		return err
	}
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		b, err := tx.HourBudgets().In(o.ID, budgetID)
		if err != nil {
			return err
		}
		list, err := tx.Affiliations().OfOrganization(o.ID)
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(list, func(a models.Affiliation) bool { return a.MemberID == memberID && !a.IsErased() }) {
			return models.NewError(models.CodeNotFound, "error.not_found")
		}
		tx.About(models.AuditSubject{ID: memberID})
		return tx.HourBudgets().SetPerson(b.ID, memberID, minutes)
	})
}
