package consensus

import (
	"cmp"
	"reflect"
	"slices"
	"testing"
)

// What is measured of crowds of one kind, on average.
type measured struct {
	alike float64 // adjusted Rand index of the groups found
	false float64 // part of crowds in which more than one group was found
	right float64 // how many of the first five agreed statements are among the true best eight
}

func measure(crowds int, people, statements, groups, cards int) (sum measured) {
	n := float64(crowds)
	for seed := range crowds {
		m := makeCrowd(uint64(seed)+1, people, statements, groups, cards, true)
		result, classes := Find(&m.Crowd), make([]int, people)
		for i, answers := range m.People {
			place, _ := result.Place(answers)
			classes[i] = place.Group
		}
		sum.alike += adjustedRand(classes, m.group) / n
		if len(result.Groups) > 1 {
			sum.false += 1 / n
		}
		best := trueBest(m, 8)
		agreed := result.Agreed()
		for _, j := range agreed[:min(5, len(agreed))] {
			if slices.Contains(best, j) {
				sum.right += 1 / n
			}
		}
	}
	return sum
}

// trueBest are the statements with which the group that likes it least agrees most.
func trueBest(m *made, n int) []int {
	list, value := make([]int, m.Statements), make([]float64, m.Statements)
	for j := range list {
		list[j], value[j] = j, 1
		for _, group := range m.agree {
			value[j] *= group[j]
		}
	}
	slices.SortFunc(list, func(a, b int) int { return cmp.Compare(value[b], value[a]) })
	return list[:n]
}

// The figures are averages over crowds that were made up; a single one may be worse.
func TestGroupsAndWhatUnitesThemAreFound(t *testing.T) {
	for _, test := range []struct {
		name                                        string
		crowds, people, statements, groups, answers int
		alike, right                                float64
	}{
		{"two groups of 60 people who gave 10 answers", 30, 60, 24, 2, 10, 0.8, 4},
		// The aim is 0.8; see decision 0057 on what 10 answers can tell.
		{"two groups of 60 people who gave 10 of 40 answers", 40, 60, 40, 2, 10, 0.7, 3.5},
		{"three groups of 100 people who gave 15 answers", 16, 100, 40, 3, 15, 0.75, 4},
	} {
		t.Run(test.name, func(t *testing.T) {
			m := measure(test.crowds, test.people, test.statements, test.groups, test.answers)
			if m.alike < test.alike {
				t.Errorf("adjusted Rand index %.2f, want %.2f", m.alike, test.alike)
			}
			if m.right < test.right {
				t.Errorf("%.1f of the first five agreed statements are among the best eight, want %.1f", m.right, test.right)
			}
		})
	}
}

func TestOneCrowdIsNotDivided(t *testing.T) {
	for _, people := range []int{30, 100} {
		m := measure(30, people, 24, 1, 12)
		if m.false > 0.1 {
			t.Errorf("%d people: groups in %.0f %% of the crowds, want 10 %% at most", people, 100*m.false)
		}
		if m.right < 4 {
			t.Errorf("%d people: %.1f of the first five agreed statements are among the best eight", people, m.right)
		}
	}
}

func TestTheSameAnswersHaveTheSameResult(t *testing.T) {
	m := makeCrowd(7, 80, 20, 2, 10, true)
	first := Find(&m.Crowd)
	if !reflect.DeepEqual(first, Find(&m.Crowd)) {
		t.Error("two results of the same answers differ")
	}
	next := Next(&m.Crowd, first)
	if len(next.Groups) != len(first.Groups) || next.Groups[0].People != first.Groups[0].People {
		t.Errorf("after no more answers there are %d groups, before %d", len(next.Groups), len(first.Groups))
	}
}

func TestFewPeopleHaveNoGroups(t *testing.T) {
	var none Crowd
	if r := Find(&none); len(r.Groups) > 0 || len(r.Agreed()) > 0 {
		t.Errorf("nobody agrees on %v", r.Agreed())
	}
	m := makeCrowd(1, FewestPeople-1, 10, 2, 10, false)
	if r := Find(&m.Crowd); len(r.Groups) > 0 {
		t.Errorf("%d groups of %d people", len(r.Groups), r.People)
	}
	// 30 people, of whom 3 always say the opposite: too few to be shown.
	c := Crowd{Statements: 10, People: make([][]Answer, 30)}
	for i := range c.People {
		for j := range c.Statements {
			c.People[i] = append(c.People[i], Answer{j, Agree})
			if i < 3 {
				c.People[i][j].Stance = Disagree
			}
		}
	}
	r := Find(&c)
	for _, g := range r.Groups {
		if g.People < SmallestGroup {
			t.Errorf("a group of %d is shown", g.People)
		}
	}
}

func TestDotsAreAsManyAsPeople(t *testing.T) {
	m := makeCrowd(3, 80, 20, 2, 12, true)
	r := Find(&m.Crowd)
	if len(r.Groups) != 2 {
		t.Fatalf("%d groups", len(r.Groups))
	}
	for g := range r.Groups {
		if n := len(r.Groups[g].Dots()); n != r.Groups[g].People {
			t.Errorf("%d dots for %d people", n, r.Groups[g].People)
		}
		if len(r.Typical(g)) == 0 {
			t.Errorf("nothing is typical of group %d", g)
		}
	}
}
