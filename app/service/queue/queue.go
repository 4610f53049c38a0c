// Package queue plays how people wait in line: who comes when, who is served when, and how many doors it takes. It
// knows nothing of events; the same seed plays the same day.
package queue

import (
	"math"
	"math/rand/v2"
	"slices"
	"time"
)

// Curve is how people spread over the minutes of a day: a weight for each, the first of which begins at From, counted
// from the start. Weights need not add up to 1.
type Curve struct {
	From    time.Duration
	Weights []float64
}

// Usual is the curve where nothing is known: 20 % come within the hour until half an hour before the start, 65 % within
// the half hour before it, most of them twelve minutes before, and 15 % within the hour after it.
func Usual() Curve {
	c := Curve{From: -time.Hour, Weights: make([]float64, 120)}
	add := func(from, until int, share float64, weight func(minute int) float64) {
		sum := 0.0
		for m := from; m < until; m++ {
			sum += weight(m)
		}
		for m := from; m < until; m++ {
			c.Weights[m] += share * weight(m) / sum
		}
	}
	add(0, 30, 0.20, func(m int) float64 { return float64(m + 1) })
	add(30, 60, 0.65, func(m int) float64 { return 20 - math.Abs(float64(m-48)) })
	add(60, 120, 0.15, func(m int) float64 { return float64(120 - m) })
	return c
}

// Sum is the sum of all weights.
func (c Curve) Sum() (sum float64) {
	for _, w := range c.Weights {
		sum += w
	}
	return sum
}

// After is what is left of a curve from a time on.
func (c Curve) After(at time.Duration) Curve {
	skip := min(max(0, int((at-c.From)/time.Minute)), len(c.Weights))
	return Curve{From: c.From + time.Duration(skip)*time.Minute, Weights: c.Weights[skip:]}
}

// Draw lets people come by the curve, in order. Each comes at a time of their own within their minute.
func (c Curve) Draw(people int, random *rand.Rand) []time.Duration {
	total := c.Sum()
	if people <= 0 || total <= 0 {
		return nil
	}
	until := make([]float64, len(c.Weights))
	sum := 0.0
	for i, w := range c.Weights {
		sum += w
		until[i] = sum
	}
	times := make([]time.Duration, people)
	for i := range times {
		minute, _ := slices.BinarySearch(until, random.Float64()*total)
		minute = min(minute, len(until)-1)
		times[i] = c.From + time.Duration((float64(minute)+random.Float64())*float64(time.Minute))
	}
	slices.Sort(times)
	return times
}

// Seeded is a source of chance that is the same for the same seed.
func Seeded(seed uint64) *rand.Rand {
	//nolint:gosec // a played queue, which anybody may foretell
	return rand.New(rand.NewPCG(seed, seed^0x9e3779b97f4a7c15))
}

// Line is how people are served: first come, first served, each for the same time, at the next free of Doors.
type Line struct {
	Doors   int
	Service time.Duration
}

// Visit is one person: when they came, from when on they might be let in, and when their turn was. All are counted from
// the same moment.
type Visit struct {
	Came, May, Turn time.Duration
}

// Wait is how long they waited for their turn, without the time before they might be let in: no door shortens that.
func (v Visit) Wait() time.Duration { return v.Turn - v.May }

// Serve plays the line. times are when people may be let in, in order; nobody is served before opens.
func (l Line) Serve(times []time.Duration, opens time.Duration) []Visit {
	free := make([]time.Duration, max(1, l.Doors))
	for i := range free {
		free[i] = opens
	}
	visits := make([]Visit, len(times))
	for i, came := range times {
		// Everybody is served equally long: doors become free in the order in which they were taken.
		next := i % len(free)
		turn := max(came, free[next])
		free[next] = turn + l.Service
		visits[i] = Visit{came, came, turn}
	}
	return visits
}

// Longest is the longest wait.
func Longest(visits []Visit) (longest time.Duration) {
	for _, v := range visits {
		longest = max(longest, v.Wait())
	}
	return longest
}
