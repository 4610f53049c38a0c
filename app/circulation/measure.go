package circulation

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"strings"
	"time"

	"meguri/models"
)

const (
	// fewest are the people who must stand behind a figure, and what a share must be of, before it is shown.
	fewest = 5
	// returnWithin is how long after it was first helped an organization has to help another one.
	returnWithin = 12 // months
	// fewestForTenth are the people of whom the tenth that gives most is told: below, it would be one person.
	fewestForTenth = 50
)

// Share is a part of n. It is shown only where IsTold.
type Share struct {
	Part, N int
}

// IsTold reports whether it is of enough.
func (s Share) IsTold() bool { return s.N >= fewest }

// Percent is the share in per cent, rounded.
func (s Share) Percent() int {
	if s.N == 0 {
		return 0
	}
	return int(math.Round(100 * float64(s.Part) / float64(s.N)))
}

// Measures are figures of a period, none of them of a person.
type Measures struct {
	// Minutes were given by People in Projects; Givers and Helped are the organizations on both sides.
	Minutes, People, Projects, Givers, Helped int
	// Returned is, of the organizations first helped in the period at least twelve months ago, those that helped another
	// one within twelve months after.
	Returned Share
	// LagDays is the median of the days from being first helped to first helping, of the LagN organizations that did.
	LagDays, LagN int
	// Steps is how far help was passed on: an organization first helped by one of step s is of step s+1.
	Steps int
	// Both is, of the pairs of organizations between which help went, those where it went both ways.
	Both Share
	// Across is, of the minutes that were given for an organization, those for another one; AcrossPeople gave them.
	Across       Share
	AcrossPeople int
	// Several is, of the people, those who helped more than one organization.
	Several Share
	// Most is how much of the minutes came from the tenth of people who gave most.
	Most Share
}

// IsTold reports whether enough people stand behind the figures.
func (m *Measures) IsTold() bool { return m.People >= fewest }

// Figure is one of the measures as pages, files and the API tell it: a value in its unit (hours, percent, days, steps),
// of N people or organizations.
type Figure struct {
	Name   string
	Unit   string
	Value  int
	N      int
	IsTold bool
}

// Figures lists the measures. Their names are those of words, circulation.<name> and what it is, <name>_what.
func (m *Measures) Figures() []Figure {
	share := func(name string, s Share, isTold bool) Figure {
		return Figure{name, "percent", s.Percent(), s.N, isTold && s.IsTold()}
	}
	across := share("across", m.Across, m.AcrossPeople >= fewest)
	across.N = m.AcrossPeople
	most := share("most", m.Most, m.People >= fewestForTenth)
	most.N = m.People
	return []Figure{
		{"hours", "hours", hours(m.Minutes), m.People, m.IsTold()},
		share("returned", m.Returned, m.IsTold()),
		{"lag", "days", m.LagDays, m.LagN, m.IsTold() && m.LagN >= fewest},
		{"steps", "steps", m.Steps, m.Helped, m.IsTold() && m.Helped >= fewest},
		share("both", m.Both, m.IsTold()),
		across,
		share("several", m.Several, m.IsTold()),
		most,
	}
}

func hours(minutes int) int { return int(math.Round(float64(minutes) / 60)) }

// Period is from a day to another one, both as 2027-03-31 and included.
type Period struct {
	From, Until string
}

func (p Period) has(day string) bool { return day >= p.From && day <= p.Until }

// passed is what happened between organizations, in the order of days.
type passed struct {
	firstHelped map[string]string // by organization, the day
	firstGave   map[string]string // the first day on which it helped another one after it was helped
	step        map[string]int
}

// Ledger is what was published of the ledger, in the order of days. What is told of organizations comes from the Whole;
// figures of people come from what is Counted, and hours of flows from InFlows: see letIn.
type Ledger struct {
	Whole, Counted, InFlows []models.Contribution
}

// in is the part of a period.
func (l *Ledger) in(period Period) *Ledger {
	return &Ledger{partOf(l.Whole, period), partOf(l.Counted, period), partOf(l.InFlows, period)}
}

func partOf(list []models.Contribution, period Period) []models.Contribution {
	byDay := func(c models.Contribution, day string) int { return strings.Compare(c.Day, day) }
	from, _ := slices.BinarySearchFunc(list, period.From, byDay)
	until, _ := slices.BinarySearchFunc(list, period.Until+"~", byDay) // after the last of that day
	return list[from:max(from, until)]
}

// Measure computes the figures of a period. Who was helped before the period counts as helped before. today is the day
// on which it is asked.
func Measure(l *Ledger, period Period, today time.Time) *Measures {
	m, before := &Measures{}, follow(l.Whole, period.Until)
	part := l.in(period)
	m.count(part)
	m.countReturns(before, period, today)
	m.countPairs(part)
	m.countPeople(part.Counted)
	for organization, step := range before.step {
		if period.has(before.firstHelped[organization]) {
			m.Steps = max(m.Steps, step)
		}
	}
	return m
}

// follow reads the ledger up to a day. What is of one day happened at once: help of a day is not passed on that day.
func follow(ledger []models.Contribution, until string) *passed {
	p := &passed{firstHelped: map[string]string{}, firstGave: map[string]string{}, step: map[string]int{}}
	for i := range ledger {
		c := &ledger[i]
		from := c.From()
		if c.Day > until {
			break
		}
		if from == c.ToID {
			continue
		}
		if helped, isHelped := p.firstHelped[from]; isHelped && from != "" && helped < c.Day && p.firstGave[from] == "" {
			p.firstGave[from] = c.Day
		}
		if first, isHelped := p.firstHelped[c.ToID]; isHelped && first < c.Day {
			continue
		}
		step := 1
		if helped, wasHelped := p.firstHelped[from]; from != "" && wasHelped && helped < c.Day {
			step = p.step[from] + 1
		}
		p.firstHelped[c.ToID], p.step[c.ToID] = c.Day, max(step, p.step[c.ToID]) // of several on its first day the most
	}
	return p
}

func (m *Measures) count(l *Ledger) {
	people, projects, givers, helped := set{}, set{}, set{}, set{}
	for i := range l.Whole {
		c := &l.Whole[i]
		projects.add(c.ProjectID)
		helped.add(c.ToID)
		if c.FromID != nil {
			givers.add(*c.FromID)
		}
	}
	for i := range l.Counted {
		m.Minutes += l.Counted[i].Minutes
		people.add(l.Counted[i].GiverID)
	}
	m.People, m.Projects, m.Givers, m.Helped = len(people), len(projects), len(givers), len(helped)
}

func (m *Measures) countReturns(p *passed, period Period, today time.Time) {
	complete := today.AddDate(0, -returnWithin, 0).Format(time.DateOnly)
	var lags []int
	for organization, helped := range p.firstHelped {
		if !period.has(helped) {
			continue
		}
		gave := p.firstGave[organization]
		if gave != "" {
			lags = append(lags, days(helped, gave))
		}
		if helped > complete {
			continue
		}
		m.Returned.N++
		if gave != "" && gave <= monthsAfter(helped, returnWithin) {
			m.Returned.Part++
		}
	}
	if m.LagN = len(lags); m.LagN > 0 {
		slices.Sort(lags)
		m.LagDays = (lags[(m.LagN-1)/2] + lags[m.LagN/2]) / 2
	}
}

func (m *Measures) countPairs(l *Ledger) {
	pairs, people := map[pair]bool{}, set{}
	for i := range l.Whole {
		c := &l.Whole[i]
		if from := c.From(); from != "" && from != c.ToID {
			pairs[pair{from, c.ToID}] = true
		}
	}
	for i := range l.InFlows {
		c := &l.InFlows[i]
		from := c.From()
		if from == "" {
			continue
		}
		m.Across.N += c.Minutes
		if from != c.ToID {
			m.Across.Part += c.Minutes
			people.add(c.GiverID)
		}
	}
	m.AcrossPeople = len(people)
	for p := range pairs {
		isBack := pairs[pair{p.to, p.from}]
		if isBack && p.from > p.to {
			continue // counted with the other direction
		}
		m.Both.N++
		if isBack {
			m.Both.Part++
		}
	}
}

func (m *Measures) countPeople(ledger []models.Contribution) {
	minutes, first, several := map[string]int{}, map[string]string{}, set{}
	for i := range ledger {
		c := &ledger[i]
		minutes[c.GiverID] += c.Minutes
		if to, was := first[c.GiverID]; !was {
			first[c.GiverID] = c.ToID
		} else if to != c.ToID {
			several.add(c.GiverID)
		}
	}
	m.Several = Share{len(several), len(minutes)}
	m.Most.N = m.Minutes
	most := slices.SortedFunc(maps.Values(minutes), func(a, b int) int { return cmp.Compare(b, a) })
	for _, n := range most[:len(most)/10] {
		m.Most.Part += n
	}
}

func days(from, until string) int {
	a, _ := time.Parse(time.DateOnly, from)
	b, _ := time.Parse(time.DateOnly, until)
	return int(b.Sub(a).Hours() / 24)
}

func monthsAfter(day string, months int) string {
	at, _ := time.Parse(time.DateOnly, day)
	return at.AddDate(0, months, 0).Format(time.DateOnly)
}

type set map[string]struct{}

func (s set) add(value string) { s[value] = struct{}{} }
