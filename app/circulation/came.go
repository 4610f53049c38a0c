package circulation

import (
	"slices"

	"meguri/models"
)

// shownChanges is of how many projects it is told what changed.
const shownChanges = 20

// Change is what changed by a project, half a year after its end, as who was helped says.
type Change struct {
	*models.Review
	// Helped is the organization that was helped, nil where it did not agree to be named.
	Helped *models.Organization
}

// Declared is what organizations declare of projects of former years. Nobody approved the hours: they are in no other
// figure.
type Declared struct {
	Projects int
	// Minutes are those of projects of fewest people at least, HourProjects how many these are.
	Minutes, HourProjects int
}

// TellsHours reports whether there are hours of enough people.
func (d *Declared) TellsHours() bool { return d.Minutes > 0 }

// Hours are the whole hours.
func (d *Declared) Hours() int { return hours(d.Minutes) }

// addCame adds what came of projects, and what organizations declare.
func (p *Page) addCame(q *models.Query) error {
	named, err := q.Contributions().Named()
	if err != nil {
		return err
	}
	list, err := q.Reviews().Published("", shownChanges)
	if err != nil {
		return err
	}
	for i := range list {
		c := Change{Review: &list[i]}
		at := slices.IndexFunc(named, func(o models.Organization) bool { return o.ID == list[i].Project.Helped() })
		if at >= 0 {
			c.Helped = &named[at]
		}
		p.Changes = append(p.Changes, c)
	}
	former, err := q.Former().Shown()
	p.Declared = declared(former)
	return err
}

// declared sums up projects of former years. Each sum of hours is of projects of fewest people at least, so that two
// sums differ by those of as many.
func declared(list []models.FormerProject) (d Declared) {
	for i := range list {
		d.Projects++
		if list[i].People >= fewest && list[i].Minutes > 0 {
			d.HourProjects++
			d.Minutes += list[i].Minutes
		}
	}
	return d
}
