package queue_test

import (
	"math"
	"testing"
	"time"

	"meguri/app/service/queue"
)

// exact is the mean wait in M/D/c, for a service of 1, from Crommelin's equations (The Post Office Electrical
// Engineers' Journal 25, 1932): the people in the system now are those who were there one service ago without the
// served, and the Poisson arrivals since.
func exact(c int, load float64) float64 {
	const most = 300
	rate := load * float64(c)
	arrive := make([]float64, most)
	arrive[0] = math.Exp(-rate)
	for i := 1; i < most; i++ {
		arrive[i] = arrive[i-1] * rate / float64(i)
	}
	p := make([]float64, most)
	p[0] = 1
	for range 3000 {
		next := make([]float64, most)
		for there, chance := range p {
			left := max(0, there-c)
			for k := 0; left+k < most && chance > 0; k++ {
				next[left+k] += chance * arrive[k]
			}
		}
		p = next
	}
	waiting := 0.0
	for i := c; i < most; i++ {
		waiting += float64(i-c) * p[i]
	}
	return waiting / rate
}

// steady lets many people come at an even rate, and returns their mean wait in services.
func steady(c int, load float64) float64 {
	const service, people = 10 * time.Second, 400_000
	random := queue.Seeded(1)
	times := make([]time.Duration, people)
	at := 0.0
	for i := range times {
		at += random.ExpFloat64() * service.Seconds() / load / float64(c)
		times[i] = time.Duration(at * float64(time.Second))
	}
	sum := 0.0
	for _, v := range (queue.Line{Doors: c, Service: service}).Serve(times, 0) {
		sum += v.Wait().Seconds()
	}
	return sum / people / service.Seconds()
}

func TestWaitsAreThoseOfTheory(t *testing.T) {
	for _, known := range []struct {
		doors int
		load  float64
		want  float64 // 0 where only Crommelin says it
	}{
		{1, 0.5, 0.5}, {1, 0.8, 2}, // Pollaczek and Khinchine: load / 2(1 − load)
		{2, 0.8, 0}, {4, 0.8, 0}, {4, 0.9, 0}, {8, 0.9, 0},
	} {
		want := exact(known.doors, known.load)
		if known.want > 0 && math.Abs(want-known.want) > 0.001 {
			t.Errorf("%d doors, load %.1f: the equations say %.3f, the formula %.3f", known.doors, known.load, want, known.want)
		}
		if got := steady(known.doors, known.load); math.Abs(got-want) > 0.05*want {
			t.Errorf("%d doors, load %.1f: %.3f services, theory says %.3f", known.doors, known.load, got, want)
		}
	}
}

func TestTheUsualCurveIsWhatItSays(t *testing.T) {
	c := queue.Usual()
	if len(c.Weights) != 120 || math.Abs(c.Sum()-1) > 1e-9 {
		t.Fatalf("%d minutes, sum %f", len(c.Weights), c.Sum())
	}
	half := queue.Curve{From: -30 * time.Minute, Weights: c.Weights[30:60]}
	if math.Abs(half.Sum()-0.65) > 1e-9 {
		t.Errorf("%f in the half hour before the start", half.Sum())
	}
	if rest := c.After(0); rest.From != 0 || math.Abs(rest.Sum()-0.15) > 1e-9 {
		t.Errorf("after the start: %v %f", rest.From, rest.Sum())
	}
	if rest := c.After(10 * time.Hour); len(rest.Weights) != 0 || len(rest.Draw(5, queue.Seeded(1))) != 0 {
		t.Error("somebody comes after the last")
	}
}

func festival(doors int) *queue.Plan {
	return &queue.Plan{
		Groups: []queue.Group{{People: 3000, Curve: queue.Usual(), Opens: -time.Hour}},
		Line:   queue.Line{Doors: doors, Service: 4 * time.Second},
	}
}

func TestTheSameDayIsPlayedTwice(t *testing.T) {
	a, b := festival(3).Forecast(), festival(3).Forecast()
	for i := range a {
		if a[i] != b[i] {
			t.Fatalf("%v and %v", a[i], b[i])
		}
	}
}

func TestEverybodyIsCountedAndServed(t *testing.T) {
	came, last := 0.0, queue.Minute{}
	for _, m := range festival(8).Forecast() {
		came += m.Came
		last = m
	}
	if math.Abs(came-3000) > 0.01 {
		t.Errorf("%f came", came)
	}
	if last.Waiting != 0 {
		t.Errorf("%d still wait", last.Waiting)
	}
}

func TestDoorsThatAreNeeded(t *testing.T) {
	plan := festival(1)
	needed := plan.Needed(5*time.Minute, 30)
	if needed < 4 || needed > 8 {
		t.Errorf("%d doors for 3,000 people", needed)
	}
	worst := func(doors int) (longest time.Duration) {
		for _, m := range festival(doors).Forecast() {
			longest = max(longest, m.Wait)
		}
		return longest
	}
	if w := worst(needed); w > 5*time.Minute {
		t.Errorf("%d doors: %v", needed, w)
	}
	if w := worst(needed - 1); w <= 5*time.Minute {
		t.Errorf("%d doors are enough: %v", needed-1, w)
	}
	if n := plan.Needed(0, 2); n != 0 {
		t.Errorf("nobody waits at %d doors", n)
	}
}

// Who comes early waits until their group is let in; who comes later does not overtake them.
func TestNobodyIsLetInBeforeTheirTime(t *testing.T) {
	early := queue.Curve{From: -10 * time.Minute, Weights: []float64{1}}
	plan := &queue.Plan{
		Groups: []queue.Group{{People: 10, Curve: early, Opens: 0}},
		Line:   queue.Line{Doors: 1, Service: time.Second},
	}
	minutes := plan.Forecast()
	if minutes[0].Came != 10 || minutes[0].Waiting != 10 || minutes[0].Wait > 10*time.Second {
		t.Errorf("%+v", minutes[0])
	}
	if last := minutes[len(minutes)-1]; last.Waiting != 0 {
		t.Errorf("%+v", last)
	}
}

func TestWhoStandsInLineAlready(t *testing.T) {
	plan := festival(6)
	plan.Groups[0].People, plan.Already = 1, 600
	first := plan.Forecast()[0]
	if first.Waiting < 500 {
		t.Errorf("%+v", first)
	}
}

func TestNobody(t *testing.T) {
	plan := &queue.Plan{Line: queue.Line{Doors: 1, Service: time.Second}}
	if len(plan.Forecast()) != 0 || plan.Needed(0, 3) != 1 {
		t.Error("somebody waits")
	}
}
