package question

import (
	"math"

	"gonum.org/v1/gonum/stat"
	"gonum.org/v1/gonum/stat/distuv"
)

// Distribution describes the answers to a scale. The intervals are of 95 %, as if those who answered had been drawn at
// random from all who might have: they say nothing of who chose not to answer.
type Distribution struct {
	Median float64
	// Deviation is the standard deviation of a sample.
	Deviation float64
	// Mean is an interval of the mean, by Student's t distribution.
	Mean Interval
	// Promoters is of a scale from 0 to 10, nil of others.
	Promoters *NetPromoters
}

// Interval is from Low to High.
type Interval struct{ Low, High float64 }

// NetPromoters is the Net Promoter Score: the share of 9 and 10 less the share of 0 to 6, from -100 to 100.
type NetPromoters struct {
	Score Interval // an interval of it, by the normal distribution
	// Promoters, Passives and Detractors count people.
	Promoters, Passives, Detractors int
}

// Value is the score.
func (n *NetPromoters) Value() float64 {
	all := n.Promoters + n.Passives + n.Detractors
	return 100 * float64(n.Promoters-n.Detractors) / float64(all)
}

// leastDescribed is how many answers have a spread.
const leastDescribed = 2

// describe describes counts[i] answers of the number lowest+i: their mean, and nil for the rest where they are too few.
func describe(lowest int, counts []int) (mean float64, d *Distribution) {
	numbers, weights, people := make([]float64, len(counts)), make([]float64, len(counts)), 0
	for i, count := range counts {
		numbers[i], weights[i] = float64(lowest+i), float64(count)
		people += count
	}
	if people < leastDescribed {
		return stat.Mean(numbers, weights), nil
	}
	d = &Distribution{Median: median(lowest, counts, people)}
	mean, d.Deviation = stat.MeanStdDev(numbers, weights)
	half := halfInterval(d.Deviation, people)
	low, high := float64(lowest), float64(lowest+len(counts)-1)
	d.Mean = Interval{max(low, mean-half), min(high, mean+half)}
	if lowest == 0 && len(counts) == 11 {
		d.Promoters = promoters(counts)
	}
	return mean, d
}

// halfInterval is half of the interval of a mean.
func halfInterval(deviation float64, people int) float64 {
	n := float64(people)
	return distuv.StudentsT{Sigma: 1, Nu: n - 1}.Quantile(0.975) * deviation / math.Sqrt(n)
}

// median is the middle of all answers, or between the two in the middle.
func median(lowest int, counts []int, people int) float64 {
	at := func(place int) float64 {
		for i, count := range counts {
			if place -= count; place < 0 {
				return float64(lowest + i)
			}
		}
		return 0
	}
	return (at((people-1)/2) + at(people/2)) / 2
}

func promoters(counts []int) *NetPromoters {
	n := &NetPromoters{}
	for i, count := range counts {
		switch {
		case i >= 9:
			n.Promoters += count
		case i >= 7:
			n.Passives += count
		default:
			n.Detractors += count
		}
	}
	all := float64(n.Promoters + n.Passives + n.Detractors)
	score := n.Value() / 100
	variance := float64(n.Promoters+n.Detractors)/all - score*score
	half := distuv.UnitNormal.Quantile(0.975) * math.Sqrt(max(0, variance)/all)
	n.Score = Interval{100 * max(-1, score-half), 100 * min(1, score+half)}
	return n
}
