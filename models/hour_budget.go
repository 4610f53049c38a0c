package models

import (
	"slices"
	"strings"
	"time"

	"gorm.io/gorm/clause"
)

// BudgetPeriod is for how long a budget of hours is given at a time.
type BudgetPeriod string

// The periods: a month, or three months that begin in January, April, July or October.
const (
	BudgetMonth   BudgetPeriod = "month"
	BudgetQuarter BudgetPeriod = "quarter"
)

// BudgetPeriods lists them.
var BudgetPeriods = []BudgetPeriod{BudgetMonth, BudgetQuarter}

// BudgetTime is which hours a budget counts.
type BudgetTime string

// The hours that count: those in working time, those in people's own time, both.
const (
	BudgetWork BudgetTime = "work"
	BudgetOwn  BudgetTime = "own"
	BudgetBoth BudgetTime = "both"
)

// BudgetTimes lists them.
var BudgetTimes = []BudgetTime{BudgetWork, BudgetOwn, BudgetBoth}

// MonthLayout is how months are written: 2026-04.
const MonthLayout = "2006-01"

// HourBudget is a share of the working time that an organization gives each of its people for projects. An organization
// has one at a time.
type HourBudget struct {
	ID, OrganizationID, Name string
	// Permille is the share in thousandths; MonthMinutes is the working time of a month.
	Permille, MonthMinutes int
	Period                 BudgetPeriod
	// Carries says that what is left of a period may be used in the next one, and not later.
	Carries bool
	Counts  BudgetTime
	// WarnAt is from which share of it people are told, in hundredths.
	WarnAt int
	// FromMonth and UntilMonth are months, both included; UntilMonth is "" for no end.
	FromMonth, UntilMonth string
	Version               int
	CreatedAt, UpdatedAt  time.Time
}

// HourBudgetPerson is the working time of a person of the member register for whom another one was agreed.
type HourBudgetPerson struct {
	BudgetID, MemberID string `gorm:"primaryKey"`
	MonthMinutes       int
}

// TableName is where they are.
func (HourBudgetPerson) TableName() string { return "hour_budget_people" }

// In reports whether the budget is given in a month.
func (b *HourBudget) In(month string) bool {
	return b.FromMonth <= month && (b.UntilMonth == "" || month <= b.UntilMonth)
}

// Counted reports whether hours are of those that the budget counts.
func (b *HourBudget) Counted(h *HourEntry) bool {
	return h.State != HoursReturned && b.In(month(h.Day)) &&
		(b.Counts == BudgetBoth || (b.Counts == BudgetWork) == h.InWork)
}

// PeriodOf is the first month of the period in which a day or a month is.
func (b *HourBudget) PeriodOf(day string) string {
	at, err := time.Parse(MonthLayout, month(day))
	if err != nil || b.Period == BudgetMonth {
		return month(day)
	}
	return at.AddDate(0, -(int(at.Month())-1)%3, 0).Format(MonthLayout)
}

// Step is the period some periods after one, or before it.
func (b *HourBudget) Step(period string, n int) string {
	if b.Period == BudgetQuarter {
		n *= 3
	}
	return addMonths(period, n)
}

// LastMonth is the last month of a period.
func (b *HourBudget) LastMonth(period string) string { return addMonths(b.Step(period, 1), -1) }

func month(day string) string { return day[:min(len(day), len(MonthLayout))] }

func addMonths(month string, n int) string {
	at, err := time.Parse(MonthLayout, month)
	if err != nil {
		return month
	}
	return at.AddDate(0, n, 0).Format(MonthLayout)
}

// give is what a person with a working time gets in a period: of its months, those in which the budget is given.
func (b *HourBudget) give(period string, monthMinutes int) (minutes int) {
	for m := period; m < b.Step(period, 1); m = addMonths(m, 1) {
		if b.In(m) {
			minutes += (monthMinutes*b.Permille + 500) / 1000
		}
	}
	return minutes
}

// BudgetUse is what a person has and used of a budget in a period, in minutes.
type BudgetUse struct {
	// Period is its first month.
	Period string
	// Given is for this period, Carried what was left of the one before.
	Given, Carried int
	// Approved and Waiting are the hours that count.
	Approved, Waiting int
}

// Whole is what there is.
func (u *BudgetUse) Whole() int { return u.Given + u.Carried }

// Used is what is used, also by hours that wait.
func (u *BudgetUse) Used() int { return u.Approved + u.Waiting }

// Left is what may still be used.
func (u *BudgetUse) Left() int { return max(0, u.Whole()-u.Used()) }

// Over is how much more was used than there is.
func (u *BudgetUse) Over() int { return max(0, u.Used()-u.Whole()) }

// Uses reckons the periods of a person's budget from its beginning until one, of all hours that they gave for the
// organization. What was carried is used first, so that no more is carried than one period has.
func (b *HourBudget) Uses(monthMinutes int, list []HourEntry, until string) (uses []BudgetUse) {
	carried := 0
	for period := b.PeriodOf(b.FromMonth); period <= until; period = b.Step(period, 1) {
		u := BudgetUse{Period: period, Given: b.give(period, monthMinutes), Carried: carried}
		for i := range list {
			h := &list[i]
			switch {
			case !b.Counted(h) || b.PeriodOf(h.Day) != period:
			case h.State == HoursApproved:
				u.Approved += h.Minutes
			default:
				u.Waiting += h.Minutes
			}
		}
		if carried = 0; b.Carries {
			carried = min(u.Given, u.Left())
		}
		uses = append(uses, u)
	}
	return uses
}

// Use is that of one period.
func (b *HourBudget) Use(monthMinutes int, list []HourEntry, period string) BudgetUse {
	uses := b.Uses(monthMinutes, list, period)
	if len(uses) == 0 {
		return BudgetUse{Period: period}
	}
	return uses[len(uses)-1]
}

// Over says by id how many minutes of hours are over the budget. What is approved comes first, so that what waits is
// over, and not what was agreed to before.
func (b *HourBudget) Over(monthMinutes int, list []HourEntry) map[string]int {
	over := map[string]int{}
	sorted := slices.SortedStableFunc(slices.Values(list), func(x, y HourEntry) int {
		if xDone, yDone := x.State == HoursApproved, y.State == HoursApproved; xDone != yDone {
			if xDone {
				return -1
			}
			return 1
		}
		if c := strings.Compare(x.Day, y.Day); c != 0 {
			return c
		}
		return x.CreatedAt.Compare(y.CreatedAt)
	})
	last := ""
	for i := range list {
		last = max(last, b.PeriodOf(list[i].Day))
	}
	left := map[string]int{}
	for _, u := range b.Uses(monthMinutes, list, last) {
		left[u.Period] = u.Whole()
	}
	for i := range sorted {
		h := &sorted[i]
		if !b.Counted(h) {
			continue
		}
		period := b.PeriodOf(h.Day)
		if left[period] -= h.Minutes; left[period] < 0 {
			over[h.ID] = min(h.Minutes, -left[period])
		}
	}
	return over
}

// Meets reports whether two budgets have a month in common.
func (b *HourBudget) Meets(other *HourBudget) bool {
	ends := other.UntilMonth != "" && other.UntilMonth < b.FromMonth
	begins := b.UntilMonth != "" && b.UntilMonth < other.FromMonth
	return !ends && !begins
}

// HourBudgetQuery reads budgets of hours.
type HourBudgetQuery struct{ q *Query }

// HourBudgetStore reads and writes budgets of hours.
type HourBudgetStore struct {
	HourBudgetQuery
	tx *Tx
}

// HourBudgets reads budgets of hours.
func (q *Query) HourBudgets() HourBudgetQuery { return HourBudgetQuery{q} }

// HourBudgets reads and writes budgets of hours.
func (tx *Tx) HourBudgets() HourBudgetStore { return HourBudgetStore{tx.Query.HourBudgets(), tx} }

// OfOrganization lists the budgets of an organization, the newest first.
func (store HourBudgetQuery) OfOrganization(organizationID string) (list []HourBudget, err error) {
	err = store.q.g.Where("organization_id = ?", organizationID).Order("from_month DESC, id").Find(&list).Error
	return list, err
}

// In finds a budget of an organization. Errors: NotFound.
func (store HourBudgetQuery) In(organizationID, id string) (*HourBudget, error) {
	var b HourBudget
	err := store.q.g.Where("organization_id = ? AND id = ?", organizationID, id).Take(&b).Error
	return &b, notFound(err)
}

// People lists the working times that were agreed with people, of all budgets of an organization.
func (store HourBudgetQuery) People(organizationID string) (list []HourBudgetPerson, err error) {
	err = store.q.g.Where("budget_id IN (SELECT id FROM hour_budgets WHERE organization_id = ?)", organizationID).
		Find(&list).Error
	return list, err
}

// Hours lists the hours that people of an organization's register gave for it since a day, with their places in teams:
// at projects for which they work for it, and at its own ones. Where an address is given, those of whose it is alone,
// under whatever address.
func (store HourBudgetQuery) Hours(organizationID, since, emailKey string) (list []HourEntry, err error) {
	g := store.q.g.Joins("Member").Joins("Project").Where("hour_entries.day >= ?", since).
		Where(`"Member".for_id = ? OR ("Member".for_id IS NULL AND "Project".organization_id = ?)`,
			organizationID, organizationID).
		Where(`"Member".email_key <> '' AND "Member".email_key IN
			(SELECT email_key FROM affiliations WHERE organization_id = ?)`, organizationID)
	if emailKey != "" {
		g = g.Where(`"Member".email_key IN (SELECT email_key FROM affiliations WHERE organization_id = ?
			AND member_id IN (`+sameMember+`))`, organizationID, organizationID, emailKey)
	}
	err = g.Order("hour_entries.day, hour_entries.created_at, hour_entries.id").Find(&list).Error
	return list, err
}

// Save stores a budget, a new one where it has no id; otherwise it was read at version. Errors: Conflict where somebody
// else changed it since; Invalid at the field from_month where the organization has another one in those months.
func (store HourBudgetStore) Save(b *HourBudget, version int) error {
	// Two at the same moment wait for each other.
	err := store.tx.g.Exec("UPDATE organizations SET slug = slug WHERE id = ?", b.OrganizationID).Error
	if err != nil {
		return err
	}
	others, err := store.OfOrganization(b.OrganizationID)
	if err != nil {
		return err
	}
	for i := range others {
		if o := &others[i]; o.ID != b.ID && o.Meets(b) {
			e := NewError(CodeInvalid, "error.invalid")
			e.Fields = map[string]string{"from_month": "budget.overlaps"}
			return e
		}
	}
	b.Version, b.UpdatedAt = version+1, store.tx.Now
	if b.ID == "" {
		b.ID, b.Version, b.CreatedAt = NewID(), 1, store.tx.Now
		return store.tx.g.Create(b).Error
	}
	updated := store.tx.g.Model(&HourBudget{}).Where("id = ? AND version = ?", b.ID, version).
		Select("name", "permille", "month_minutes", "period", "carries", "counts", "warn_at", "from_month", "until_month",
			"version", "updated_at").Updates(b)
	if updated.Error != nil {
		return updated.Error
	}
	return mustAffect(updated, NewError(CodeConflict, "budget.changed_meanwhile"))
}

// Remove deletes a budget that was read at version; hours stay as they are.
func (store HourBudgetStore) Remove(b *HourBudget, version int) error {
	return mustAffect(store.tx.g.Where("id = ? AND version = ?", b.ID, version).Delete(&HourBudget{}),
		NewError(CodeConflict, "budget.changed_meanwhile"))
}

// SetPerson stores the working time that was agreed with a person; nil for that of everybody.
func (store HourBudgetStore) SetPerson(budgetID, memberID string, monthMinutes *int) error {
	if monthMinutes == nil {
		return store.tx.g.Where("budget_id = ? AND member_id = ?", budgetID, memberID).Delete(&HourBudgetPerson{}).Error
	}
	p := &HourBudgetPerson{BudgetID: budgetID, MemberID: memberID, MonthMinutes: *monthMinutes}
	return store.tx.g.Clauses(clause.OnConflict{
		Columns:   []clause.Column{{Name: "budget_id"}, {Name: "member_id"}},
		DoUpdates: clause.AssignmentColumns([]string{"month_minutes"}),
	}).Create(p).Error
}
