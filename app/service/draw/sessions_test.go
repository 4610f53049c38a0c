package draw

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

var sessionSlugs = []string{"a", "b", "c", "d"}

// madeOfSessions makes a lottery of n entries for the places of four sessions, some of them at the same time.
func madeOfSessions(r *rand.Rand, n int, clash bool) List {
	list := List{Rules: []Rule{{Kind: Limit, Places: 1 + r.IntN(3)}, {Kind: FirstTime}}}
	for _, slug := range sessionSlugs {
		list.Types = append(list.Types, Type{Slug: slug, Places: r.IntN(n + 1)})
	}
	for i := range list.Types {
		for j := range i {
			if clash && r.IntN(3) == 0 {
				list.Types[i].Clashes = append(list.Types[i].Clashes, list.Types[j].Slug)
				list.Types[j].Clashes = append(list.Types[j].Clashes, list.Types[i].Slug)
			}
		}
	}
	all := ranked(sessionSlugs)
	for i := range n {
		e := Entry{Code: fmt.Sprintf("C%05d", i), Size: 1, Class: []int{r.IntN(2)}, Wishes: all[r.IntN(len(all))]}
		if r.IntN(3) == 0 {
			e.Size = 1 + r.IntN(3)
		}
		list.Entries = append(list.Entries, e)
	}
	return list
}

// ranked are all lists that can be made of the slugs: one wish or more, each once.
func ranked(slugs []string) (all [][]string) {
	for i, slug := range slugs {
		all = append(all, []string{slug})
		rest := slices.Delete(slices.Clone(slugs), i, i+1)
		for _, more := range ranked(rest) {
			all = append(all, append([]string{slug}, more...))
		}
	}
	return all
}

// wonBy is what an entry won.
func wonBy(results []Result, code string) []string {
	i := slices.IndexFunc(results, func(r Result) bool { return r.Code == code })
	return results[i].Won()
}

// inOrder says which of the true wishes were won, the dearest first. Of two it is the greater that has an earlier wish.
func inOrder(truth, won []string) string {
	var b strings.Builder
	for _, wish := range truth {
		if slices.Contains(won, wish) {
			b.WriteByte('1')
		} else {
			b.WriteByte('0')
		}
	}
	return b.String()
}

// neverFewer reports whether among the first n wishes a has never fewer than b, for each n: whoever likes earlier
// wishes better, however much, has no reason to want b.
func neverFewer(a, b string) bool {
	lead := 0
	for i := range a {
		if lead += int(a[i]) - int(b[i]); lead < 0 {
			return false
		}
	}
	return true
}

type drawer func(list *List, seed [32]byte) []Result

// lies tries each of the 64 lists for every entry of small lotteries, and counts those with which somebody comes off
// better.
func lies(draw drawer, clash bool, isBetter func(lie, honest string) bool) (tried, helped int) {
	r := rand.New(rand.NewPCG(14, 106))
	all := ranked(sessionSlugs)
	for n := range 400 {
		list := madeOfSessions(r, 2+r.IntN(6), clash)
		seed := seedOf(uint64(n))
		honest := draw(&list, seed)
		for i := range list.Entries {
			e := &list.Entries[i]
			truth := e.Wishes
			had := inOrder(truth, wonBy(honest, e.Code))
			for _, e.Wishes = range all {
				tried++
				if isBetter(inOrder(truth, wonBy(draw(&list, seed), e.Code)), had) {
					helped++
				}
			}
			e.Wishes = truth
		}
	}
	return tried, helped
}

func isEarlier(lie, honest string) bool { return lie > honest }

func TestNoLieAboutSessionsHelps(t *testing.T) {
	tried, helped := lies(Draw, true, isEarlier)
	if tried < 100_000 || helped != 0 {
		t.Errorf("%d of %d lies helped", helped, tried)
	}
	// Where no session is at another's time, this holds for whoever wants as many as they can get, too.
	tried, helped = lies(Draw, false, func(lie, honest string) bool { return !neverFewer(honest, lie) })
	if tried < 100_000 || helped != 0 {
		t.Errorf("without clashes %d of %d lies helped", helped, tried)
	}
}

// One wish a turn, and turns that come round again: the way that was not taken, as lies do help there.
func TestLiesHelpWhereTurnsComeRoundAgain(t *testing.T) {
	rounds := func(list *List, seed [32]byte) []Result {
		d := drawing{list: list, free: map[string]int{}, clashes: list.clashes()}
		for _, t := range list.Types {
			d.free[t.Slug] = t.Places
		}
		order := order(list.Entries, seed)
		results := make([]Result, len(order))
		for range list.Limit() {
			for i, e := range order {
				r := &results[i]
				r.Code = e.Code
				at := slices.IndexFunc(e.Wishes, func(wish string) bool {
					return d.free[wish] >= e.Size && !clashWith(d.clashes, wish, r.Won())
				})
				switch {
				case at < 0:
					continue
				case r.Type == "":
					r.Type = e.Wishes[at]
				default:
					r.More = append(r.More, e.Wishes[at])
				}
				d.free[e.Wishes[at]] -= e.Size
			}
		}
		return results
	}
	tried, helped := lies(rounds, false, func(lie, honest string) bool {
		return lie != honest && neverFewer(lie, honest)
	})
	if helped == 0 {
		t.Errorf("none of %d lies helped: this test finds none", tried)
	}
}

func TestDrawOfSessions(t *testing.T) {
	limit := func(n int) []Rule { return []Rule{{Kind: Limit, Places: n}} }
	types := func(a, b, c int) []Type {
		return []Type{
			{Slug: "a", Places: a, Clashes: []string{"b"}}, {Slug: "b", Places: b, Clashes: []string{"a"}},
			{Slug: "c", Places: c},
		}
	}
	entry := func(size int, wishes ...string) Entry { return Entry{Code: "1", Size: size, Wishes: wishes} }
	one, none := types(1, 1, 1), types(0, 0, 0)
	for name, c := range map[string]struct {
		list       List
		won, waits []string
	}{
		"several":                {List{limit(2), one, []Entry{entry(1, "a", "c")}}, []string{"a", "c"}, nil},
		"no more than the limit": {List{limit(1), one, []Entry{entry(1, "c", "a")}}, []string{"c"}, nil},
		"not at the same time":   {List{limit(3), one, []Entry{entry(1, "b", "a", "c")}}, []string{"b", "c"}, nil},
		"the next, and in line": {List{
			limit(2), types(0, 1, 0), []Entry{entry(1, "a", "b", "c")},
		}, []string{"b"}, []string{"c"}},
		"group of 3 for 2 places": {List{
			limit(2), types(2, 0, 3), []Entry{entry(3, "a", "c")},
		}, []string{"c"}, []string{"a"}},
		"zero places":               {List{limit(2), none, []Entry{entry(1, "a", "b", "c")}}, nil, []string{"a", "c"}},
		"what is not drawn":         {List{limit(2), one, []Entry{entry(1, "x", "c")}}, []string{"c"}, nil},
		"the same wish again":       {List{limit(2), types(5, 1, 1), []Entry{entry(1, "a", "a")}}, []string{"a"}, nil},
		"no wish that is still one": {List{limit(2), one, []Entry{entry(1)}}, nil, nil},
	} {
		t.Run(name, func(t *testing.T) {
			r := recordOf(c.list, secretOf(1), secretOf(2))
			if err := r.Verify(); err != nil {
				t.Fatal(err)
			}
			if got := r.Results[0].Won(); !slices.Equal(got, c.won) {
				t.Errorf("won %v, want %v", got, c.won)
			}
			if got := c.list.Waits(&c.list.Entries[0], &r.Results[0]); !slices.Equal(got, c.waits) {
				t.Errorf("in line for %v, want %v", got, c.waits)
			}
		})
	}
	nobody := List{Rules: limit(2), Types: types(1, 1, 1)}
	if r := recordOf(nobody, secretOf(1)); len(r.Results) != 0 || r.Verify() != nil {
		t.Errorf("nobody applied: %v, %v", r.Results, r.Verify())
	}
}

func TestVerifyFindsWhatWasChangedOfSessions(t *testing.T) {
	list := List{
		Rules: []Rule{{Kind: Limit, Places: 2}},
		Types: []Type{
			{Slug: "a", Places: 1, Clashes: []string{"b"}}, {Slug: "b", Places: 1, Clashes: []string{"a"}},
			{Slug: "c", Places: 9},
		},
		Entries: []Entry{
			{Code: "1", Size: 1, Wishes: []string{"a", "b", "c"}}, {Code: "2", Size: 1, Wishes: []string{"a", "b", "c"}},
		},
	}
	for name, change := range map[string]func(r *Record){
		"the limit":    func(r *Record) { r.List.Rules = []Rule{{Kind: Limit, Places: 3}} },
		"a clash":      func(r *Record) { r.List.Types = slices.Clone(r.List.Types); r.List.Types[0].Clashes = nil },
		"one of two":   func(r *Record) { r.Results[0].More = nil },
		"the format":   func(r *Record) { r.Format = Format },
		"another name": func(r *Record) { r.List.Types = []Type{{Slug: "a,b"}} },
	} {
		r := recordOf(list, secretOf(1), secretOf(2))
		if change(r); r.Verify() == nil {
			t.Errorf("nobody sees that %s was changed", name)
		}
	}
}
