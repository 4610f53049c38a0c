package queue

import (
	"cmp"
	"slices"
	"sort"
	"time"
)

// Group are people who come by the same curve, and are let in from the same time on.
type Group struct {
	People int
	Curve  Curve
	Opens  time.Duration
}

// Plan is a day to play.
type Plan struct {
	Groups []Group
	Line
	// Already are people who stand in line at its opening.
	Already int

	// drawn are the people of each day: who comes does not depend on the line.
	drawn [][]person
}

// person comes, and may be let in from a time on.
type person struct{ came, may time.Duration }

// Minute is what one minute of a day is like.
type Minute struct {
	// From is when it begins.
	From time.Duration
	// Came is how many come on average, Waiting how many stand in line at its end.
	Came    float64
	Waiting int
	// Wait is how long who comes in it waits, once they may be let in.
	Wait time.Duration
}

const (
	days = 40 // that are played
	good = days * 9 / 10
)

// Forecast plays the day many times and tells what nine of ten days do not exceed, minute by minute.
func (p *Plan) Forecast() []Minute {
	from, until := p.span()
	if until <= from {
		return nil
	}
	came := make([]float64, until-from)
	waiting, waits := make([][]int, until-from), make([][]time.Duration, until-from)
	for _, people := range p.people() {
		for i, m := range perMinute(p.play(p.Line, people), from, until) {
			came[i] += m.Came / days
			waiting[i] = append(waiting[i], m.Waiting)
			waits[i] = append(waits[i], m.Wait)
		}
	}
	minutes := make([]Minute, until-from)
	for i := range minutes {
		slices.Sort(waiting[i])
		slices.Sort(waits[i])
		minutes[i] = Minute{
			From: time.Duration(from+i) * time.Minute, Came: came[i],
			Waiting: waiting[i][good-1], Wait: waits[i][good-1],
		}
	}
	return minutes
}

// Needed is the least number of doors with which nobody waits over a limit on nine of ten days, at most most; 0 where
// that is not enough.
func (p *Plan) Needed(limit time.Duration, most int) int {
	doors := 1 + sort.Search(most, func(i int) bool { return p.keeps(1+i, limit) })
	if doors > most {
		return 0
	}
	return doors
}

func (p *Plan) keeps(doors int, limit time.Duration) bool {
	line, bad := Line{doors, p.Service}, 0
	for _, people := range p.people() {
		if Longest(p.play(line, people)) > limit {
			bad++
		}
	}
	return bad <= days-good
}

// people are who comes on each day, in the order in which they may be let in.
func (p *Plan) people() [][]person {
	if p.drawn != nil {
		return p.drawn
	}
	opens := p.opens()
	for seed := range uint64(days) {
		random := Seeded(seed)
		var list []person
		for _, g := range p.Groups {
			for _, came := range g.Curve.Draw(g.People, random) {
				list = append(list, person{came, max(came, g.Opens)})
			}
		}
		for range p.Already {
			list = append(list, person{opens, opens})
		}
		slices.SortStableFunc(
			list,
			func(a, b person) int { return cmp.Or(cmp.Compare(a.may, b.may), cmp.Compare(a.came, b.came)) },
		)
		p.drawn = append(p.drawn, list)
	}
	return p.drawn
}

// play plays one day: all groups stand in the same line.
func (p *Plan) play(line Line, people []person) []Visit {
	times := make([]time.Duration, len(people))
	for i := range people {
		times[i] = people[i].may
	}
	visits := line.Serve(times, p.opens())
	for i := range visits {
		visits[i].Came = people[i].came
	}
	return visits
}

// opens is when the first group is let in.
func (p *Plan) opens() time.Duration {
	opens := time.Duration(0)
	for i, g := range p.Groups {
		if i == 0 || g.Opens < opens {
			opens = g.Opens
		}
	}
	return opens
}

// span is the minutes in which anybody comes or waits, for any reasonable line.
func (p *Plan) span() (from, until int) {
	first := true
	for _, g := range p.Groups {
		if g.People <= 0 || len(g.Curve.Weights) == 0 {
			continue
		}
		a := int(g.Curve.From / time.Minute)
		b := max(a+len(g.Curve.Weights), int(g.Opens/time.Minute)+1)
		if first || a < from {
			from = a
		}
		if first || b > until {
			until = b
		}
		first = false
	}
	return from, until
}

func perMinute(visits []Visit, from, until int) []Minute {
	minutes := make([]Minute, until-from)
	at := func(t time.Duration) int {
		return min(max(0, int((t-time.Duration(from)*time.Minute)/time.Minute)), len(minutes)-1)
	}
	change := make([]int, len(minutes)+1)
	for _, v := range visits {
		m := &minutes[at(v.Came)]
		m.Came++
		m.Wait = max(m.Wait, v.Wait())
		change[at(v.Came)]++
		if turn := v.Turn; turn < time.Duration(until)*time.Minute {
			change[at(turn)]--
		}
	}
	waiting := 0
	for i := range minutes {
		waiting += change[i]
		minutes[i].Waiting = waiting
	}
	return minutes
}
