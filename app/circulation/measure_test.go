package circulation

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"meguri/models"
)

// gift is a line of the ledger: "2025-03-01 person from>to project minutes"; from is - for nobody's.
func gift(line string) models.Contribution {
	parts := strings.Fields(line)
	from, to, _ := strings.Cut(parts[2], ">")
	minutes, _ := strconv.Atoi(parts[4])
	c := models.Contribution{Day: parts[0], GiverID: parts[1], ToID: to, ProjectID: parts[3], Minutes: minutes}
	if from != "-" {
		c.FromID = &from
	}
	return c
}

func ledger(lines ...string) (list []models.Contribution) {
	for _, line := range lines {
		list = append(list, gift(line))
	}
	slices.SortStableFunc(list, func(a, b models.Contribution) int { return strings.Compare(a.Day, b.Day) })
	return list
}

// counted is a ledger of which all is counted.
func counted(list []models.Contribution) *Ledger { return &Ledger{list, list, list} }

var (
	all   = PeriodOf(0)
	today = time.Date(2027, 1, 1, 12, 0, 0, 0, time.UTC)
)

func TestMeasuresCountWhatTheySay(t *testing.T) {
	list := ledger(
		"2024-01-10 p1 a>b one 60", "2024-01-10 p2 a>b one 90", // b is helped first by a
		"2024-06-01 p3 b>c two 30",   // and passes it on within the year
		"2024-06-02 p4 c>d three 30", // as does c, on the next day
		"2025-12-01 p5 d>a four 45",  // d too late, and a is helped for the first time
		"2026-03-01 p1 a>c five 15",  // a passes it on, but its year is not over yet
		"2026-03-01 p6 ->a five 20",  // nobody's
		"2026-03-02 p6 a>a six 10",   // within a
	)
	m := Measure(counted(list), all, today)
	if m.Minutes != 300 || m.People != 6 || m.Projects != 6 || m.Helped != 4 || m.Givers != 4 {
		t.Errorf("%+v", m)
	}
	// b, c and d were helped first; a's twelve months end at 2026-12-01, which is over.
	if m.Returned != (Share{3, 4}) {
		t.Errorf("returned %+v", m.Returned)
	}
	// b: 143 days, c: 1, a: 90, d: 547.
	if m.LagN != 4 || m.LagDays != (90+143)/2 {
		t.Errorf("lag %d of %d", m.LagDays, m.LagN)
	}
	// a>b, b>c, c>d, and d>a makes a the fourth step.
	if m.Steps != 4 {
		t.Errorf("%d steps", m.Steps)
	}
	if m.Both != (Share{0, 5}) || m.Across.Part != 270 || m.Across.N != 280 {
		t.Errorf("both %+v across %+v", m.Both, m.Across)
	}
	// p1 helped b and c; p6 only a.
	if m.Several != (Share{1, 6}) {
		t.Errorf("several %+v", m.Several)
	}
	back := Measure(counted(append(list, gift("2026-04-01 p7 b>a seven 60"))), all, today)
	if back.Both != (Share{1, 5}) {
		t.Errorf("a>b and b>a are one pair that goes both ways: %+v", back.Both)
	}
}

func TestHelpOfADayIsNotPassedOnThatDay(t *testing.T) {
	m := Measure(counted(ledger("2024-01-10 p1 a>b one 60", "2024-01-10 p2 b>c two 60")), all, today)
	if m.Steps != 1 || m.LagN != 0 {
		t.Errorf("%d steps, %d passed it on", m.Steps, m.LagN)
	}
}

func TestWhoWasHelpedBeforeThePeriodIsNotHelpedFirstInIt(t *testing.T) {
	list := ledger("2023-01-10 p1 a>b one 60", "2024-01-10 p1 a>b one 60", "2024-02-10 p2 b>c two 60")
	m := Measure(counted(list), PeriodOf(2024), today)
	if m.Returned != (Share{0, 1}) || m.Steps != 2 || m.Minutes != 120 {
		t.Errorf("%+v", m)
	}
}

// What fewer than five stand behind is told nowhere.
func TestFiguresOfFewAreNotTold(t *testing.T) {
	var lines []string
	for n := range 4 {
		lines = append(lines, fmt.Sprintf("2024-01-1%d p%d a>b one 60", n, n))
	}
	for _, f := range Measure(counted(ledger(lines...)), all, today).Figures() {
		if f.IsTold {
			t.Errorf("%s is told of four people", f.Name)
		}
	}
	lines = append(lines, "2024-02-01 p9 a>b one 60")
	told := map[string]bool{}
	for _, f := range Measure(counted(ledger(lines...)), all, today).Figures() {
		told[f.Name] = f.IsTold
	}
	isQuiet := !told["returned"] && !told["lag"] && !told["steps"] && !told["both"] && !told["most"]
	if !told["hours"] || !told["across"] || !isQuiet {
		t.Errorf("of five people, one organization: %v", told)
	}
	a, b := models.Organization{ID: "a", Slug: "a"}, models.Organization{ID: "b", Slug: "b"}
	flow := func(lines []string) Flow {
		return FlowsOf(counted(ledger(lines...)), all, []models.Organization{a, b}).List[0]
	}
	if f := flow(lines[:4]); f.TellsMinutes() {
		t.Error("hours of four people are told")
	}
	if f := flow(lines); !f.TellsMinutes() || f.Hours() != 5 || f.Projects != 1 {
		t.Errorf("%+v", f)
	}
}

// Whoever people and organizations are, and in which order a day's lines stand, the figures are the same.
func TestFiguresDoNotHangOnNamesOrOrder(t *testing.T) {
	random := rand.New(rand.NewPCG(15, 8))
	for range 200 {
		var list []models.Contribution
		for range 40 {
			from, to := random.IntN(6), random.IntN(6)
			list = append(list, gift(fmt.Sprintf("2024-%02d-%02d p%d o%d>o%d r%d %d",
				1+random.IntN(12), 1+random.IntN(5), random.IntN(9), from, to, random.IntN(8), 15*(1+random.IntN(8)))))
		}
		byDay := func(a, b models.Contribution) int { return strings.Compare(a.Day, b.Day) }
		slices.SortStableFunc(list, byDay)
		want := *Measure(counted(list), all, today)
		other := slices.Clone(list)
		random.Shuffle(len(other), func(i, j int) { other[i], other[j] = other[j], other[i] })
		slices.SortStableFunc(other, byDay)
		for i := range other {
			name := "x" + *other[i].FromID
			other[i].FromID, other[i].ToID, other[i].GiverID = &name, "x"+other[i].ToID, "y"+other[i].GiverID
		}
		if got := *Measure(counted(other), all, today); got != want {
			t.Fatalf("%+v\n%+v", got, want)
		}
		if want.Returned.Part > want.Returned.N || want.Both.Part > want.Both.N || want.Across.Part > want.Across.N ||
			want.Steps > 6 || want.LagN > 6 {
			t.Fatalf("%+v", want)
		}
	}
}

// The picture has only who agreed, at most twelve, and an arrow only between two that are on it.
func TestTheRingHasOnlyWhoAgreed(t *testing.T) {
	var lines []string
	var named []models.Organization
	for n := range 15 {
		lines = append(lines, fmt.Sprintf("2024-01-10 p%d o%02d>o%02d r%d 60", n, n, (n+1)%15, n))
		if n != 3 {
			id := fmt.Sprintf("o%02d", n)
			named = append(named, models.Organization{ID: id, Slug: id})
		}
	}
	flows := FlowsOf(counted(ledger(lines...)), all, named)
	ring := flows.Draw()
	if len(flows.List) != 13 || flows.Others != 2 || len(ring.Places) != 12 || ring.Left != 2 {
		t.Errorf("%d flows, %d others, %d places, %d left", len(flows.List), flows.Others, len(ring.Places), ring.Left)
	}
	shown := map[string]bool{}
	for _, p := range ring.Places {
		shown[p.ID] = true
	}
	for _, a := range ring.Arrows {
		if a.From.ID == "o03" || a.To.ID == "o03" || !shown[a.From.ID] || !shown[a.To.ID] {
			t.Errorf("an arrow from %s to %s", a.From.ID, a.To.ID)
		}
		if strings.Contains(a.Path+a.Head, "NaN") {
			t.Error(a.Path, a.Head)
		}
	}
}

func BenchmarkMeasure(b *testing.B) {
	random := rand.New(rand.NewPCG(15, 8))
	list := make([]models.Contribution, 100_000)
	for i := range list {
		list[i] = gift(fmt.Sprintf("20%02d-%02d-%02d p%d o%d>o%d r%d 60", 20+random.IntN(6), 1+random.IntN(12),
			1+random.IntN(28), random.IntN(8000), random.IntN(120), random.IntN(120), random.IntN(1000)))
	}
	slices.SortFunc(list, func(a, b models.Contribution) int { return strings.Compare(a.Day, b.Day) })
	for b.Loop() {
		Measure(counted(list), all, today)
		FlowsOf(counted(list), all, nil)
	}
}
