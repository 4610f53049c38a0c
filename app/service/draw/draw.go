// Package draw draws lots in a way that everybody can repeat. It knows no database and no person: a list of codes goes
// in, and a seed that nobody knew while the list could change. static/js/lottery/draw.js does the same apart from it;
// testdata/vectors.json holds both to the same answers.
package draw

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"math"
	"slices"
)

// The kinds of rules. Those of priority put a number into each entry's class, in their order.
const (
	// FirstTime puts who never had a place at the organizer's events first.
	FirstTime = "first_time"
	// Fewest puts who had the fewest places in two years first.
	Fewest = "fewest"
	// FirstSession and FewestSessions are the same, of places in sessions of those events.
	FirstSession   = "first_session"
	FewestSessions = "fewest_sessions"
	// Reserve lets the entries of a group choose first until they have taken a number of places.
	Reserve = "reserve"
	// Alone gives each of those who apply together an entry of their own; without it they are one, whole or not at all.
	Alone = "alone"
	// Limit is of lotteries of sessions: at its turn an entry takes as many of its wishes as the rule has places, those
	// that are not at the same time. Without it an entry takes one.
	Limit = "limit"
)

// The groups for which places may be reserved.
const (
	Residents = "residents"
	Invited   = "invited"
)

// Rule is a rule as it was published before anybody applied.
type Rule struct {
	Kind string `json:"kind"`
	// Group and Places are of a Reserve, Places is of a Limit.
	Group  string `json:"group,omitempty"`
	Places int    `json:"places,omitempty"`
}

// IsPriority reports whether the rule puts a number into classes.
func (r Rule) IsPriority() bool {
	return slices.Contains([]string{FirstTime, Fewest, FirstSession, FewestSessions}, r.Kind)
}

// Type is what can be won: places of a ticket type, or of a session.
type Type struct {
	Slug   string `json:"slug"`
	NameJa string `json:"name_ja"`
	NameEn string `json:"name_en"`
	Places int    `json:"places"`
	// Clashes are the slugs of those at the same time, which nobody takes besides it.
	Clashes []string `json:"clashes,omitempty"`
}

// Entry is an application, of one person or of several who come together.
type Entry struct {
	// Code is made up for the lottery and leads to nobody.
	Code string `json:"code"`
	// Size is how many places it needs: all of them or none.
	Size int `json:"size"`
	// Class has a number for each rule of priority, the lowest first; that of several people is of the last of them.
	Class  []int    `json:"class,omitempty"`
	Groups []string `json:"groups,omitempty"`
	// Wishes are slugs of types, the dearest first.
	Wishes []string `json:"wishes"`
	// Team is an organization that puts its own entries into an order, Rank the place in it, from 1.
	Team string `json:"team,omitempty"`
	Rank int    `json:"rank,omitempty"`
}

// List is all that is fixed, and published, when applications end.
type List struct {
	Rules   []Rule  `json:"rules"`
	Types   []Type  `json:"types"`
	Entries []Entry `json:"entries"`
}

// Result is what became of an entry.
type Result struct {
	Code string `json:"code"`
	// Type is the slug of what was won, "" for nothing: the results without one are the waiting list, in its order.
	Type string `json:"type,omitempty"`
	// More is what was won besides, where an entry takes several, in the order of its wishes.
	More []string `json:"more,omitempty"`
	// Free is how many places each wish had when it was the entry's turn, as far as the last that it could take.
	Free []int `json:"free"`
	// By is the group for which the place was reserved, "" for none.
	By string `json:"by,omitempty"`
}

// Won is all that an entry won.
func (r *Result) Won() []string {
	if r.Type == "" {
		return nil
	}
	return append([]string{r.Type}, r.More...)
}

// Limit is how many wishes an entry can take.
func (l *List) Limit() int {
	if i := slices.IndexFunc(l.Rules, func(r Rule) bool { return r.Kind == Limit }); i >= 0 {
		return l.Rules[i].Places
	}
	return 1
}

// clashes says what is at the same time as what.
func (l *List) clashes() map[string][]string {
	clashes := map[string][]string{}
	for _, t := range l.Types {
		clashes[t.Slug] = append(t.Clashes, t.Slug)
	}
	return clashes
}

func clashWith(clashes map[string][]string, wish string, held []string) bool {
	return slices.ContainsFunc(held, func(one string) bool { return slices.Contains(clashes[wish], one) })
}

// Waits are the wishes for which an entry is in line after the draw: the first that it did not win, at no time at which
// it won another or is in line already, and no more of them than it could have won besides.
func (l *List) Waits(e *Entry, r *Result) []string {
	clashes, won, limit := l.clashes(), r.Won(), l.Limit()
	held := slices.Clone(won)
	for _, wish := range e.Wishes {
		if len(held) < limit && clashes[wish] != nil && !clashWith(clashes, wish, held) {
			held = append(held, wish)
		}
	}
	return held[len(won):]
}

// Draw puts the entries into a random order by classes and lets each in turn take its wishes, the dearest first, that
// have room for all of its people: one, or as many as the rules say, none of them at the same time. An entry chooses
// all that it takes at its one turn: where turns came round again it could gain by a lie. The order of turns depends on
// no wish, so that nobody gains by naming others than their own, or in another order. The results are in the order of
// turns.
func Draw(list *List, seed [32]byte) []Result {
	d := drawing{list: list, free: map[string]int{}, limit: list.Limit(), clashes: list.clashes()}
	for _, t := range list.Types {
		d.free[t.Slug] = t.Places
	}
	order := order(list.Entries, seed)
	d.results = make([]Result, 0, len(order))
	had := make([]bool, len(order))
	for _, rule := range list.Rules {
		if rule.Kind == Reserve {
			d.reserve(rule, order, had)
		}
	}
	for i, e := range order {
		if !had[i] {
			result := d.turn(e)
			d.results = append(d.results, result)
		}
	}
	return d.results
}

type drawing struct {
	list    *List
	free    map[string]int
	limit   int
	clashes map[string][]string
	results []Result
}

// turn is the turn of one entry.
func (d *drawing) turn(e *Entry) Result {
	r := Result{Code: e.Code, Free: make([]int, 0, len(e.Wishes))}
	for _, wish := range e.Wishes {
		won := r.Won()
		if len(won) >= d.limit {
			break
		}
		r.Free = append(r.Free, d.free[wish])
		switch {
		case d.free[wish] < e.Size || clashWith(d.clashes, wish, won):
			continue
		case r.Type == "":
			r.Type = wish
		default:
			r.More = append(r.More, wish)
		}
		d.free[wish] -= e.Size
	}
	return r
}

// reserve lets entries of the rule's group choose first until they have as many places as it says. Who finds no room is
// asked again with all others.
func (d *drawing) reserve(rule Rule, order []*Entry, had []bool) {
	left := rule.Places
	for i, e := range order {
		if had[i] || e.Size > left || !slices.Contains(e.Groups, rule.Group) {
			continue
		}
		result := d.turn(e)
		if result.Type == "" {
			continue
		}
		result.By, had[i] = rule.Group, true
		left -= e.Size
		d.results = append(d.results, result)
	}
}

// order is the order of turns: shuffled, then by class, then by what each team says of its own.
func order(entries []Entry, seed [32]byte) []*Entry {
	order := make([]*Entry, len(entries))
	for i := range entries {
		order[i] = &entries[i]
	}
	slices.SortFunc(order, func(a, b *Entry) int { return cmp.Compare(a.Code, b.Code) })
	random := stream{seed: seed}
	for i := len(order) - 1; i > 0; i-- {
		j := int(random.below(uint64(i) + 1)) //nolint:gosec // at most i
		order[i], order[j] = order[j], order[i]
	}
	slices.SortStableFunc(order, func(a, b *Entry) int { return slices.Compare(a.Class, b.Class) })
	orderTeams(order)
	return order
}

// orderTeams puts the entries of a team into its order, within the turns that they drew and within a class.
func orderTeams(order []*Entry) {
	turns := map[string][]int{}
	for from := 0; from < len(order); {
		to := from + 1
		for to < len(order) && slices.Equal(order[from].Class, order[to].Class) {
			to++
		}
		clear(turns)
		for i := from; i < to; i++ {
			if team := order[i].Team; team != "" {
				turns[team] = append(turns[team], i)
			}
		}
		for _, places := range turns {
			team := make([]*Entry, len(places))
			for i, at := range places {
				team[i] = order[at]
			}
			slices.SortStableFunc(team, func(a, b *Entry) int { return cmp.Compare(a.Rank, b.Rank) })
			for i, at := range places {
				order[at] = team[i]
			}
		}
		from = to
	}
}

// stream is an endless row of random numbers: block i is SHA-256(seed, i), four numbers of 64 bits, the high byte
// first.
type stream struct {
	seed  [32]byte
	block uint64
	queue []uint64
}

func (s *stream) next() uint64 {
	if len(s.queue) == 0 {
		sum := sha256.Sum256(binary.BigEndian.AppendUint64(s.seed[:], s.block))
		s.block++
		for i := 0; i < len(sum); i += 8 {
			s.queue = append(s.queue, binary.BigEndian.Uint64(sum[i:]))
		}
	}
	n := s.queue[0]
	s.queue = s.queue[1:]
	return n
}

// below is a number from 0 to n-1, all equally likely: what lies above the largest multiple of n is drawn again.
func (s *stream) below(n uint64) uint64 {
	limit := math.MaxUint64 - (math.MaxUint64%n+1)%n
	for {
		if drawn := s.next(); drawn <= limit {
			return drawn % n
		}
	}
}
