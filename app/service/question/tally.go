package question

import "math"

// Tally says how often each possible answer was given.
type Tally struct {
	Bars []Bar
	// Mean is the mean of the answers to a scale, if HasMean is set.
	Mean    float64
	HasMean bool
	// Points is how many points one person can give a bar of a ranking, 0 where bars count people.
	Points int
	// Distribution is of a scale that two or more answered, else nil.
	Distribution *Distribution
}

// Bar is one possible answer and how many people gave it.
type Bar struct {
	LabelJa, LabelEn string
	Count            int
}

// Tally counts the answers to the question. times returns how often a value was given. Texts are not counted.
func (q Question) Tally(times func(value string) int) Tally { return kindOf(q.Kind).tally(q, times) }

// Percent returns part of whole in percent, rounded. It is 0 if whole is 0.
func Percent(part, whole int) int {
	if whole == 0 {
		return 0
	}
	return int(math.Round(100 * float64(part) / float64(whole)))
}
