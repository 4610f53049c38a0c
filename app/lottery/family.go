package lottery

import (
	"slices"

	"meguri/app/service/check"
	"meguri/app/service/place"
	"meguri/models"
)

// application is what one or several people applied for sessions with.
type application struct {
	// entry is that of the registration that applied, or of the first of the others where that one does not count.
	entry  models.LotteryEntry
	people []models.Applicant
}

// applyKey is the registration that applied for the person.
func applyKey(e *models.LotteryEntry) string {
	if e.WithID != nil {
		return *e.WithID
	}
	return e.RegistrationID
}

// applicationsOf puts people together who apply together, in the order of codes.
func applicationsOf(applicants []models.Applicant) (list []application) {
	at := map[string]int{}
	for i := range applicants {
		a := &applicants[i]
		key := applyKey(&a.LotteryEntry)
		if _, known := at[key]; !known {
			at[key] = len(list)
			list = append(list, application{entry: a.LotteryEntry})
		}
		one := &list[at[key]]
		one.people = append(one.people, *a)
		if a.WithID == nil {
			one.entry = a.LotteryEntry
		}
	}
	return list
}

// allMay keeps the wishes that can be everybody's.
func (a *application) allMay(open func(p *models.Applicant, id string) bool) []string {
	return slices.DeleteFunc(slices.Clone(a.entry.Wishes), func(id string) bool {
		return slices.ContainsFunc(a.people, func(p models.Applicant) bool { return !open(&p, id) })
	})
}

// listTogether makes those who are in the list one application, and everybody else none: who gets a place at the event
// later is not in it.
func listTogether(tx *models.Tx, l *models.Lottery, list []application) error {
	for i := range list {
		lead := list[i].entry.RegistrationID
		for j := range list[i].people {
			p := &list[i].people[j].LotteryEntry
			isLead := p.RegistrationID == lead
			if isLead && p.WithID == nil || !isLead && applyKey(p) == lead {
				continue
			}
			if p.WithID = &lead; isLead {
				p.WithID = nil
			}
			if err := tx.Lotteries().UpdateWishes(p); err != nil {
				return err
			}
		}
	}
	return tx.Lotteries().PartUncounted(l)
}

// familiesByCode are the registrations of each application, the one that applied first, by its code.
func familiesByCode(tx *models.Tx, l *models.Lottery) (map[string][]string, error) {
	all, err := tx.Lotteries().AllEntries(l)
	if err != nil {
		return nil, err
	}
	families, codes := map[string][]string{}, map[string]string{}
	for i := range all {
		if all[i].WithID == nil {
			codes[all[i].RegistrationID] = all[i].Code
			families[all[i].Code] = []string{all[i].RegistrationID}
		}
	}
	for i := range all {
		if with := all[i].WithID; with != nil && codes[*with] != "" {
			families[codes[*with]] = append(families[codes[*with]], all[i].RegistrationID)
		}
	}
	return families, nil
}

// leadOf is the application that a person is in: their own, or that of the registration that applied for them; nil for
// none.
func leadOf(q *models.Query, l *models.Lottery, registrationID string) (*models.LotteryEntry, error) {
	entry, err := q.Lotteries().OwnEntry(l, registrationID)
	if err != nil || entry == nil || entry.WithID == nil {
		return entry, err
	}
	lead, err := q.Lotteries().OwnEntry(l, *entry.WithID)
	if lead == nil {
		return entry, err
	}
	return lead, err
}

// Companion is somebody whom an attendee registered, and can apply for.
type Companion struct {
	models.Registration
	// Chosen says that the application is for them too, Alone that they have applied themselves.
	Chosen, Alone bool
}

// companionsOf are those whom a registration can apply for.
func companionsOf(q *models.Query, l *models.Lottery, r *models.Registration) (list []Companion, err error) {
	people, err := q.Registrations().CompanionsOf(r)
	if err != nil {
		return nil, err
	}
	for i := range people {
		if !people[i].Live() {
			continue
		}
		entry, err := q.Lotteries().OwnEntry(l, people[i].ID)
		if err != nil {
			return nil, err
		}
		one := Companion{Registration: people[i]}
		one.Chosen = entry != nil && applyKey(entry) == r.ID
		one.Alone = entry != nil && !one.Chosen
		list = append(list, one)
	}
	return list, nil
}

// chooseCompanions are those of them that the form names. All of them must be able to have each of the sessions.
func (in *WishInput) chooseCompanions(
	c *check.Checker, q *models.Query, e *models.Event, list []Companion, wishes []string,
) (chosen []Companion, err error) {
	for i := range list {
		if !slices.Contains(in.With, list[i].ID) {
			continue
		}
		offered, err := place.Read(q, e, &list[i].Registration)
		if err != nil {
			return nil, err
		}
		for _, id := range wishes {
			o := offered.Of(id)
			switch {
			case list[i].Alone:
				c.Fault("with", "lottery.with_alone")
			case o != nil && (!o.IsFor(e, &list[i].TicketType) || offered.Rules.RefusesClashes && isAtOwn(o)):
				c.Fault("with", "lottery.with_fault")
			}
		}
		chosen = append(chosen, list[i])
	}
	return chosen, nil
}
