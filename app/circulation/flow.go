package circulation

import (
	"cmp"
	"slices"

	"meguri/models"
)

// Flow is the help that went from one organization to another in a period.
type Flow struct {
	From, To *models.Organization
	Projects int
	People   int
	// Minutes are told only where enough people gave them.
	Minutes int
}

// TellsMinutes reports whether enough people stand behind the minutes.
func (f *Flow) TellsMinutes() bool { return f.People >= fewest }

// Hours are its minutes.
func (f *Flow) Hours() int { return hours(f.Minutes) }

// Flows are those of a period between organizations that agreed to be named, the most projects first.
// Others counts the projects of the others, and of people who gave for themselves.
type Flows struct {
	List   []Flow
	Others int
}

// FlowsOf gathers the flows of a period.
func FlowsOf(l *Ledger, period Period, named []models.Organization) *Flows {
	flows, byID, others := map[pair]*gathered{}, map[string]*models.Organization{}, set{}
	for i := range named {
		byID[named[i].ID] = &named[i]
	}
	part := l.in(period)
	for i := range part.Whole {
		c := &part.Whole[i]
		if c.From() == c.ToID {
			continue
		}
		if byID[c.From()] == nil || byID[c.ToID] == nil {
			others.add(c.ProjectID)
			continue
		}
		p := pair{c.From(), c.ToID}
		if flows[p] == nil {
			flows[p] = &gathered{people: set{}, projects: set{}}
		}
		flows[p].projects.add(c.ProjectID)
	}
	for i := range part.InFlows {
		c := &part.InFlows[i]
		if g := flows[pair{c.From(), c.ToID}]; g != nil {
			g.minutes += c.Minutes
			g.people.add(c.GiverID)
		}
	}
	all := &Flows{Others: len(others)}
	for p, g := range flows {
		all.List = append(all.List, Flow{
			From: byID[p.from], To: byID[p.to], Projects: len(g.projects), People: len(g.people), Minutes: g.minutes,
		})
	}
	slices.SortFunc(all.List, func(a, b Flow) int {
		return cmp.Or(cmp.Compare(b.Projects, a.Projects), cmp.Compare(a.From.Slug, b.From.Slug),
			cmp.Compare(a.To.Slug, b.To.Slug))
	})
	return all
}

type pair struct{ from, to string }

// gathered is what went from one to another.
type gathered struct {
	minutes          int
	people, projects set
}
