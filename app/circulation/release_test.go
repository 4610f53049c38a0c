package circulation

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"meguri/models"
)

// publisher publishes a ledger again and again, as Release does.
type publisher struct {
	ledger  []models.Contribution
	counted map[string]models.CountedIn
	hours   int
}

func (p *publisher) add(line string) *models.Contribution {
	c := gift(line)
	p.hours++
	c.ID, c.HourEntryID = fmt.Sprint("c", len(p.ledger)), fmt.Sprint("h", p.hours)
	p.ledger = append(p.ledger, c)
	return &c
}

func (p *publisher) takeBack(c models.Contribution) {
	c.ID, c.Minutes = fmt.Sprint("c", len(p.ledger)), -c.Minutes
	p.ledger = append(p.ledger, c)
}

// release returns the entries that are in the published figures of people, by hours.
func (p *publisher) release(now time.Time) *Ledger {
	var waiting []models.Contribution
	for _, c := range p.ledger {
		if p.counted[c.ID] == models.CountedNowhere {
			waiting = append(waiting, c)
		}
	}
	for in, ids := range letIn(waiting, now) {
		for _, id := range ids {
			p.counted[id] = in
		}
	}
	return &Ledger{p.sum(func(models.CountedIn) bool { return true }),
		p.sum(func(in models.CountedIn) bool { return in != models.CountedNowhere }),
		p.sum(func(in models.CountedIn) bool { return in == models.CountedInFlow })}
}

func (p *publisher) sum(has func(models.CountedIn) bool) (list []models.Contribution) {
	at := map[string]int{}
	for _, c := range p.ledger {
		if !has(p.counted[c.ID]) {
			continue
		}
		if i, was := at[c.HourEntryID]; was {
			list[i].Minutes += c.Minutes
			continue
		}
		at[c.HourEntryID] = len(list)
		list = append(list, c)
	}
	return slices.DeleteFunc(list, func(c models.Contribution) bool { return c.Minutes <= 0 })
}

// views are all sums of minutes that somebody can read: by year and of all, of everybody and by flow.
func views(l *Ledger) map[string]int {
	seen := map[string]int{}
	for _, c := range l.Counted {
		seen["all"] += c.Minutes
		seen[c.Day[:4]] += c.Minutes
	}
	for _, c := range l.InFlows {
		flow := c.From() + ">" + c.ToID
		seen["all "+flow] += c.Minutes
		seen[c.Day[:4]+" "+flow] += c.Minutes
	}
	return seen
}

var late = time.Date(2026, 11, 29, 3, 0, 0, 0, models.DefaultZone)

// Who reads the pages of two days learns nothing of the one person who gave hours in between.
func TestTwoViewsADayApartTellNothingOfOnePerson(t *testing.T) {
	p := &publisher{counted: map[string]models.CountedIn{}}
	for n := range 6 {
		p.add(fmt.Sprintf("2026-02-01 p%d a>b one 60", n))
	}
	before := views(p.release(late))
	if before["all"] != 360 || before["2026 a>b"] != 360 {
		t.Fatal(before)
	}
	one := p.add("2026-11-28 p9 a>b two 195")
	if after := views(p.release(late)); !maps.Equal(before, after) {
		t.Errorf("one person's 195 minutes can be read from %v and %v", before, after)
	}
	p.takeBack(*one)
	if after := views(p.release(late)); !maps.Equal(before, after) {
		t.Errorf("that they were taken back can be read from %v and %v", before, after)
	}
	for n := range 5 {
		p.add(fmt.Sprintf("2026-11-28 q%d a>b two 30", n))
	}
	if after := views(p.release(late)); after["all"] != 510 {
		t.Errorf("five more people are not counted: %v", after)
	}
}

// What is told of all, less what is told of flows, is of nobody or of five people.
func TestWhatIsLeftOfAViewTellsNothingOfOnePerson(t *testing.T) {
	p := &publisher{counted: map[string]models.CountedIn{}}
	for n := range 6 {
		p.add(fmt.Sprintf("2026-02-01 p%d a>b one 60", n))
	}
	p.add("2026-02-02 p9 ->c two 45")
	p.add("2026-02-02 p9 a>c two 45")
	seen := views(p.release(late))
	if seen["all"] != seen["all a>b"] {
		t.Errorf("the minutes of the seventh can be read from %v", seen)
	}
}

// Over random ledgers, each difference of sums that can be read is of nobody or of five people: what is let in of a
// flow, and what is left of a year, each time.
func TestWhatIsLetInIsOfFivePeople(t *testing.T) {
	random := rand.New(rand.NewPCG(15, 31))
	for range 50 {
		p := &publisher{counted: map[string]models.CountedIn{}}
		for day := range 12 {
			for range random.IntN(25) {
				c := p.add(fmt.Sprintf(
					"%d-03-01 p%d o%d>o%d r 60", 2024+random.IntN(3), random.IntN(12), random.IntN(3), random.IntN(3),
				))
				if random.IntN(6) == 0 {
					p.takeBack(*c)
				}
			}
			before := maps.Clone(p.counted)
			p.release(late.AddDate(0, day, 0))
			type part struct {
				in             models.CountedIn
				year, from, to string
			}
			people := map[part]map[string]int{}
			for _, c := range p.ledger {
				in := p.counted[c.ID]
				if in == before[c.ID] {
					continue
				}
				if before[c.ID] != models.CountedNowhere {
					t.Fatal("an entry is counted in another way than before")
				}
				at := part{in, c.Day[:4], c.From(), c.ToID}
				if in == models.CountedInYear {
					at.from, at.to = "", ""
				}
				if people[at] == nil {
					people[at] = map[string]int{}
				}
				people[at][c.GiverID] += c.Minutes
			}
			for at, of := range people {
				maps.DeleteFunc(of, func(_ string, minutes int) bool { return minutes == 0 })
				if len(of) < fewest {
					t.Fatalf("%+v is of %d people", at, len(of))
				}
			}
		}
	}
}

// What five people never gave in one flow is counted once its year is over, together.
func TestWhatIsLeftOfAYearIsCountedOnceItIsOver(t *testing.T) {
	p := &publisher{counted: map[string]models.CountedIn{}}
	for n := range 5 {
		p.add(fmt.Sprintf("2025-02-01 p%d a>o%d one 60", n, n))
	}
	if seen := views(p.release(time.Date(2026, 2, 28, 3, 0, 0, 0, models.DefaultZone))); seen["all"] != 0 {
		t.Errorf("while hours of the year may come: %v", seen)
	}
	seen := views(p.release(time.Date(2026, 3, 1, 3, 0, 0, 0, models.DefaultZone)))
	if seen["2025"] != 300 || seen["all a>o1"] != 0 {
		t.Errorf("after it: %v", seen)
	}
}
