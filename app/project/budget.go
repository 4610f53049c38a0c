package project

import (
	"cmp"

	"meguri/models"
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

// readBudgets reads those of an organization; where an address is given, hours of whose it is alone.
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
		return q.Affiliations().WithAddressOf(organizationID, emailKey)
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
