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
func FlowsOf(ledger []models.Contribution, period Period, named []models.Organization) *Flows {
	type pair struct{ from, to string }
	type gathered struct {
		minutes          int
		people, projects set
	}
	flows, byID, others := map[pair]*gathered{}, map[string]*models.Organization{}, set{}
	for i := range named {
		byID[named[i].ID] = &named[i]
	}
	for i := range ledger {
		c := &ledger[i]
		from := c.From()
		if !period.has(c.Day) || from == c.ToID {
			continue
		}
		if byID[from] == nil || byID[c.ToID] == nil {
			others.add(c.ProjectID)
			continue
		}
		g := flows[pair{from, c.ToID}]
		if g == nil {
			g = &gathered{people: set{}, projects: set{}}
			flows[pair{from, c.ToID}] = g
		}
		g.minutes += c.Minutes
		g.people.add(c.GiverID)
		g.projects.add(c.ProjectID)
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
