package reception_test

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"meguri/app/reception"
	"meguri/models"
)

// tenDevices are phones at the doors, which know what they scanned and what others told them.
type tenDevices struct {
	*fixture
	random *rand.Rand
	people []*models.Registration
	knows  [10]map[string]reception.ScanInput
	all    []reception.ScanInput
}

func newTenDevices(f *fixture, seed uint64) *tenDevices {
	d := &tenDevices{fixture: f, random: rand.New(rand.NewPCG(seed, 0))}
	for i := range d.knows {
		d.knows[i] = map[string]reception.ScanInput{}
	}
	for i := range 4 {
		d.people = append(d.people, f.register(fmt.Sprintf("p%d-%d", seed, i), "online"))
	}
	return d
}

// scanSome lets the devices scan and undo, mostly within the same minutes.
func (d *tenDevices) scanSome(seed uint64) {
	for i := range 10 + d.random.IntN(30) {
		n := d.random.IntN(10)
		s := d.at(2+d.random.IntN(9), d.people[d.random.IntN(len(d.people))].Code, models.Directions[d.random.IntN(2)])
		s.ID = fmt.Sprintf("%d-%d-%d", seed, n, i)
		s.From = fmt.Sprint("device-", n)
		if s.Direction == models.DirectionIn {
			s.Repeat = d.random.IntN(3) == 0
			s.Admitted = !s.Repeat
		}
		if known := d.known(n); len(known) > 0 && d.random.IntN(4) == 0 {
			s = reception.ScanInput{
				ID: "undo-" + s.ID, Undo: known[d.random.IntN(len(known))].ID, ScannedAt: s.ScannedAt, From: s.From,
			}
		}
		d.knows[n][s.ID] = s
		d.all = append(d.all, s)
		if d.random.IntN(3) == 0 {
			d.exchange(n, d.random.IntN(10))
		}
	}
}

// known are the scans that a device knows, without undos.
func (d *tenDevices) known(n int) []reception.ScanInput {
	var list []reception.ScanInput
	for _, s := range d.knows[n] {
		if s.Undo == "" {
			list = append(list, s)
		}
	}
	slices.SortFunc(list, func(a, b reception.ScanInput) int { return strings.Compare(a.ID, b.ID) })
	return list
}

// exchange lets one device take what another knows.
func (d *tenDevices) exchange(from, to int) {
	for id, s := range d.knows[from] {
		d.knows[to][id] = s
	}
}

// send lets the devices send what they know, in pieces of any size and order, some twice, until everything was sent.
func (d *tenDevices) send() {
	var pieces [][]reception.ScanInput
	for n := range d.knows {
		var list []reception.ScanInput
		for _, s := range d.knows[n] {
			s.Device = &models.Device{ID: fmt.Sprint("device-", n), Supervises: true}
			list = append(list, s)
		}
		slices.SortFunc(list, func(a, b reception.ScanInput) int { return strings.Compare(a.ID, b.ID) })
		d.random.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
		for len(list) > 0 {
			size := 1 + d.random.IntN(len(list))
			pieces = append(pieces, list[:size])
			if d.random.IntN(3) == 0 { // the answer was lost
				pieces = append(pieces, list[:size])
			}
			list = list[size:]
		}
	}
	d.random.Shuffle(len(pieces), func(i, j int) { pieces[i], pieces[j] = pieces[j], pieces[i] })
	for _, piece := range pieces {
		d.admit(piece...)
	}
}

// want is the state by a plain reading of the rule: a scan counts if nobody undid it; one that found the person inside
// counts unless every scan that let them in since they left last was undone, and there was one.
func (d *tenDevices) want() string {
	scans, undone := slices.Clone(d.all), map[string]bool{}
	for _, s := range d.all {
		undone[s.Undo] = true
	}
	slices.SortFunc(scans, func(a, b reception.ScanInput) int {
		return cmp.Or(a.ScannedAt.Compare(b.ScannedAt), strings.Compare(a.ID, b.ID))
	})
	var lines []string
	for i, r := range d.people {
		var first, since time.Time
		var ways []string // in, since they left
		inside := false
		for _, s := range scans {
			isRepeat := s.Repeat && len(ways) > 0 && !slices.ContainsFunc(ways, func(id string) bool { return !undone[id] })
			switch isIn := s.Direction == models.DirectionIn; {
			case s.Undo != "" || s.Ticket != r.Code:
				continue
			case isIn && !s.Repeat:
				ways = append(ways, s.ID)
			case !isIn && !undone[s.ID]:
				ways = nil
			}
			if undone[s.ID] || isRepeat {
				continue
			}
			if isIn := s.Direction == models.DirectionIn; isIn != inside || since.IsZero() {
				inside, since = isIn, s.ScannedAt
			}
			if inside && first.IsZero() {
				first = s.ScannedAt
			}
		}
		if !first.IsZero() {
			lines = append(lines, fmt.Sprintf("%d came at %s, inside %v since %s", i, d.clock(first), inside, d.clock(since)))
		}
	}
	return strings.Join(lines, "\n")
}

// Ten devices scan, undo, tell each other and the server, in any order, by any route and any number of times. Where
// people are is the same.
func TestTenDevicesComeToTheSameStateByAnyRoute(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		f.duringEvent()
		random := rand.Uint64() >> 1
		for _, seed := range []uint64{1, 2, 3, 4, 5, 6, 7, 8, random, random + 1, random + 2, random + 3} {
			d := newTenDevices(f, seed)
			d.scanSome(seed)
			d.send()
			if got, want := f.state(d.people), d.want(); got != want {
				t.Errorf("seed %d: got\n%s\nwant\n%s", seed, got, want)
			}
		}
		t.Log("the random seeds begin at", random)
	})
}
