package forecast

import (
	"math"

	"gonum.org/v1/gonum/stat"
	"gonum.org/v1/gonum/stat/distuv"
)

// count is how many of those with a place came to an event.
type count struct{ places, came int }

const (
	// fewestEvents is from how many events on their spread says anything.
	fewestEvents = 3
	// upper is how often no more come than the upper end of a range; as often as not fewer than its lower end.
	upper = 0.9
)

// angle is the share of those who came, on a scale on which chance spreads all shares alike: its variance is
// 1/(4 places).
func (c count) angle() float64 { return math.Asin(math.Sqrt(float64(c.came) / float64(c.places))) }

// shareOf is the share at an angle.
func shareOf(angle float64) float64 {
	s := math.Sin(min(max(angle, 0), math.Pi/2))
	return s * s
}

// expected is how many of those with places come, by how many came to events before; each event says as much as any
// other. Of ten events, eight lie between Low and High. Events differ by more than chance: their spread counts, by
// Student's t for as few as there are; and what is chance at events of these sizes.
func expected(events []count, places int) (r Range) {
	angles, chance, m, n := make([]float64, len(events)), 0.0, float64(len(events)), float64(places)
	for i, c := range events {
		angles[i] = c.angle()
		chance += 1 / (4 * float64(c.places)) / m
	}
	mean := stat.Mean(angles, nil)
	at := func(angle float64) int { return int(math.Round(shareOf(angle) * n)) }
	r.Likely = at(mean)
	if len(events) < fewestEvents || places == 0 {
		return r
	}
	between := max(stat.Variance(angles, nil)-chance, 0) * (1 + 1/m)
	t := distuv.StudentsT{Sigma: 1, Nu: m - 1}.Quantile(upper)
	z := distuv.UnitNormal.Quantile(upper)
	half := math.Sqrt(t*t*between + z*z*(1/(4*n)+chance/m))
	r.Low, r.High, r.HasRange = at(mean-half), at(mean+half), true
	return r
}

// admits is how many may have a place where a capacity is enough at nine of ten such events: never fewer than the
// capacity, and at most twice as many.
func admits(events []count, capacity int) int {
	n := capacity
	for n < 2*capacity && expected(events, n+1).High <= capacity {
		n++
	}
	return n
}
