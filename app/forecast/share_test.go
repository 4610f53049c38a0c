package forecast

import (
	"math"
	"math/rand/v2"
	"testing"
)

// organizer makes up events whose shares differ by their odds, and people who decide by themselves.
type organizer struct {
	r              *rand.Rand
	middle, spread float64
}

func (o *organizer) event() count {
	odds := math.Log(o.middle/(1-o.middle)) + o.spread*o.r.NormFloat64()
	c := count{places: 20 + o.r.IntN(180)}
	for range c.places {
		if o.r.Float64() < 1/(1+math.Exp(-odds)) {
			c.came++
		}
	}
	return c
}

// coverage is how often the next event lies in the range, over it, and in one by chance alone.
func (o *organizer) coverage(events, tries int) (inside, over, byChance float64) {
	for range tries {
		var past []count
		var all count
		for range events {
			c := o.event()
			past, all.places, all.came = append(past, c), all.places+c.places, all.came+c.came
		}
		next := o.event()
		r := expected(past, next.places)
		if r.Low <= next.came && next.came <= r.High {
			inside++
		}
		if next.came > r.High {
			over++
		}
		share, n := float64(all.came)/float64(all.places), float64(next.places)
		if math.Abs(float64(next.came)-share*n) <= 1.2816*math.Sqrt(n*share*(1-share)) {
			byChance++
		}
	}
	n := float64(tries)
	return inside / n, over / n, byChance / n
}

// The range is what it says: of ten events eight lie in it, however few there were before and however much they differ.
// That of chance alone, as of so many coins, promises as much and holds half as often.
func TestOfTenEventsEightLieInTheRange(t *testing.T) {
	r := rand.New(rand.NewPCG(14, 7))
	var sum, sumOver, n float64
	for _, events := range []int{3, 5, 10} {
		for _, spread := range []float64{0, 0.25, 0.5, 1} {
			for _, middle := range []float64{0.6, 0.85} {
				o := organizer{r, middle, spread}
				inside, over, byChance := o.coverage(events, 1000)
				if inside < 0.74 || inside > 0.93 {
					t.Errorf("%d events that differ by %.2f around %.2f: %.3f lie in the range", events, spread, middle, inside)
				}
				if over > 0.15 {
					t.Errorf("%d events that differ by %.2f around %.2f: %.3f lie over it", events, spread, middle, over)
				}
				if spread >= 0.5 && byChance > 0.6 {
					t.Errorf("chance alone is enough: %.3f", byChance)
				}
				sum, sumOver, n = sum+inside, sumOver+over, n+1
			}
		}
	}
	if mean := sum / n; mean < 0.79 || mean > 0.86 {
		t.Errorf("%.3f of events lie in the range, want 0.8", mean)
	}
	if mean := sumOver / n; mean > 0.1 {
		t.Errorf("%.3f of events lie over the range, want 0.1 at most", mean)
	}
}

func TestARangeNeedsThreeEvents(t *testing.T) {
	two := []count{{100, 80}, {50, 40}}
	if r := expected(two, 200); r != (Range{Likely: 160}) {
		t.Errorf("two events say %+v", r)
	}
	three := []count{{100, 80}, {50, 40}, {80, 64}}
	r := expected(three, 200)
	if r.Likely != 160 || !r.HasRange || r.Low >= 160 || r.High <= 160 || r.Low < 140 || r.High > 180 {
		t.Errorf("three events say %+v", r)
	}
	if r := expected(three, 0); r != (Range{}) {
		t.Errorf("nobody has a place: %+v", r)
	}
	full := expected([]count{{40, 40}, {30, 30}, {20, 20}}, 10)
	if full.High > 10 || full.Likely != 10 {
		t.Errorf("more come than have a place: %+v", full)
	}
}

// A place too many is one for which nobody stands: what is admitted over the capacity keeps nine of ten events within.
func TestHowManyAreAdmitted(t *testing.T) {
	same := []count{{100, 80}, {100, 80}, {100, 80}, {100, 80}}
	most := admits(same, 60)
	if most <= 60 || most >= 75 {
		t.Errorf("%d are admitted to 60 places where 80 %% come", most)
	}
	if expected(same, most).High > 60 || expected(same, most+1).High <= 60 {
		t.Errorf("%d is not the most", most)
	}
	if most := admits([]count{{100, 20}, {100, 99}, {100, 60}}, 60); most != 60 {
		t.Errorf("%d are admitted where nothing can be told", most)
	}
	if most := admits([]count{{100, 10}, {100, 10}, {100, 10}}, 60); most != 120 {
		t.Errorf("%d are admitted, want twice as many at most", most)
	}
}
