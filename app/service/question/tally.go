package question

import "math"

// Tally is how often each possible answer was given.
type Tally struct {
	Bars []Bar
	// Mean is of the numbers of a scale, where HasMean is set.
	Mean    float64
	HasMean bool
}

// Bar is one possible answer and how many gave it.
type Bar struct {
	LabelJa, LabelEn string
	Count            int
}

// Tally counts the answers to the question. times says how often a value was given. A written answer is not counted.
func (q Question) Tally(times func(value string) int) Tally { return kindOf(q.Kind).tally(q, times) }

// Percent is how many in a hundred a part is, rounded; 0 of nothing.
func Percent(part, whole int) int {
	if whole == 0 {
		return 0
	}
	return int(math.Round(100 * float64(part) / float64(whole)))
}
