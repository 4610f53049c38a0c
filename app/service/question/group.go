package question

import (
	"fmt"
	"slices"
	"strconv"

	"meguri/app/service/anonymity"
)

// Group is one value, or several together, by their places in a list. Merged says that they are what few chose; then
// it has no label.
type Group struct {
	LabelJa, LabelEn string
	Values           []int
	IsMerged         bool
}

// leastStep is how many people a step of a scale has in a table of groups before it stands for itself.
const leastStep = 2 * anonymity.K

// promoterSteps are the steps of a scale from 0 to 10 that the Net Promoter Score puts together.
var promoterSteps = [][2]int{{0, 6}, {7, 8}, {9, 10}}

// IsRecommendation reports whether the question is a scale of which the Net Promoter Score can be told.
func (q Question) IsRecommendation() bool { return len(q.Show().Scale) == 11 }

// Groups puts answers together of which there are few, given how often each of Values was given, so that they can be
// told apart by other answers: neighbours of a scale, and otherwise the rarest.
func (q Question) Groups(counts []int) []Group {
	switch {
	case q.IsRecommendation():
		return stepGroups(promoterSteps, 0, counts)
	case q.Show().Scale != nil:
		steps := [][2]int{}
		for i := range counts {
			steps = append(steps, [2]int{i, i})
		}
		return stepGroups(steps, q.Show().Scale[0], counts)
	}
	labels := make([][2]string, len(q.Options))
	for i := range q.Options {
		labels[i] = [2]string{q.Options[i].TextJa, q.Options[i].TextEn}
	}
	if q.Show().Control == Checkboxes {
		return each(labels)
	}
	return RareGroups(labels, counts)
}

// each is a group for each value.
func each(labels [][2]string) []Group {
	list := make([]Group, len(labels))
	for i, label := range labels {
		list[i] = Group{LabelJa: label[0], LabelEn: label[1], Values: []int{i}}
	}
	return list
}

// stepGroups puts steps, each from a place to another, together with the next ones until there are enough people.
func stepGroups(steps [][2]int, lowest int, counts []int) (list []Group) {
	from, people := steps[0][0], 0
	var spans [][2]int
	for _, step := range steps {
		for place := step[0]; place <= step[1]; place++ {
			people += counts[place]
		}
		if people >= leastStep {
			spans = append(spans, [2]int{from, step[1]})
			from, people = step[1]+1, 0
		}
	}
	if last := steps[len(steps)-1][1]; from <= last { // what is left is too few people
		if len(spans) == 0 {
			spans = append(spans, [2]int{steps[0][0], last})
		}
		spans[len(spans)-1][1] = last
	}
	for _, span := range spans {
		label := strconv.Itoa(lowest + span[0])
		if span[1] > span[0] {
			label = fmt.Sprintf("%d–%d", lowest+span[0], lowest+span[1])
		}
		group := Group{LabelJa: label, LabelEn: label}
		for place := span[0]; place <= span[1]; place++ {
			group.Values = append(group.Values, place)
		}
		list = append(list, group)
	}
	return list
}

// RareGroups puts the values together that fewer than anonymity.K people have, and the next rarest until these are so
// many. Values that nobody has are left out.
func RareGroups(labels [][2]string, counts []int) (list []Group) {
	order := make([]int, len(counts))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return counts[a] - counts[b] })
	merged, people := map[int]bool{}, 0
	for _, place := range order {
		n := counts[place]
		if n > 0 && (n < anonymity.K || people > 0 && people < anonymity.K) {
			merged[place], people = true, people+n
		}
	}
	rest := Group{IsMerged: true}
	for place, group := range each(labels) {
		switch {
		case counts[place] == 0:
		case merged[place] && len(merged) > 1:
			rest.Values = append(rest.Values, place)
		default:
			list = append(list, group)
		}
	}
	if len(rest.Values) > 0 {
		list = append(list, rest)
	}
	return list
}
