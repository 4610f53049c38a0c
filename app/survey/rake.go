package survey

import (
	"math"
	"slices"
	"strings"

	"meguri/models"
)

// notTold is the group, by a fact, of responses that do not tell it.
const notTold = "not_told"

// How raking ends: once no group is further from its share than rakeClose, or after mostRounds. Weights are then kept
// between leastWeight and mostWeight: one response that speaks for very many makes all numbers unsteady.
const (
	rakeClose   = 1e-6
	mostRounds  = 100
	leastWeight = 0.2
	mostWeight  = 5.0
)

// byAll marks the rows of a base with weights by all facts at once, between stands between the groups of a combination.
const (
	byAll   = "raked"
	between = " × "
)

// rakeCell is the responses of one group by each fact, notTold where they do not tell it.
type rakeCell struct {
	groups []string
	// ja and en are the groups in words.
	ja, en    string
	responses int
	weight    float64
	isTrimmed bool
}

// raked is how raking ended. Gap is how far, at most, a group is from its share of those asked: before weights are
// trimmed, and after it.
type raked struct {
	rounds         int
	gap, gapAtLast float64
}

func (r raked) isDone() bool { return r.gap <= rakeClose }

// rake weighs responses so that by each fact the groups have the shares of those who were asked (iterative proportional
// fitting). shares has for each fact those of the groups that responses tell, adding up to 1. Who does not tell a fact
// keeps, by it, the weight that the others leave. Weights are 1 on average.
func rake(cells []rakeCell, shares []map[string]float64) (r raked) {
	for i := range cells {
		cells[i].weight = 1
	}
	for r.gap = math.Inf(1); !r.isDone() && r.rounds < mostRounds; r.rounds++ {
		for fact := range shares {
			all, groups := weighed(cells, fact)
			for i := range cells {
				if share, ok := shares[fact][cells[i].groups[fact]]; ok {
					cells[i].weight *= share * all / groups[cells[i].groups[fact]]
				}
			}
		}
		r.gap = gapOf(cells, shares)
	}
	trim(cells)
	r.gapAtLast = gapOf(cells, shares)
	return r
}

// weighed adds up weights by a fact: of all who tell it, and of each group.
func weighed(cells []rakeCell, fact int) (all float64, groups map[string]float64) {
	groups = map[string]float64{}
	for i := range cells {
		if group := cells[i].groups[fact]; group != notTold {
			groups[group] += cells[i].weight * float64(cells[i].responses)
			all += cells[i].weight * float64(cells[i].responses)
		}
	}
	return all, groups
}

func gapOf(cells []rakeCell, shares []map[string]float64) (gap float64) {
	for fact := range shares {
		all, groups := weighed(cells, fact)
		for group, share := range shares[fact] {
			gap = max(gap, math.Abs(groups[group]/all-share))
		}
	}
	return gap
}

// trim keeps weights within their bounds, and makes them 1 on average.
func trim(cells []rakeCell) {
	all, responses := 0.0, 0
	for i := range cells {
		c := &cells[i]
		kept := min(max(c.weight, leastWeight), mostWeight)
		c.isTrimmed, c.weight = kept != c.weight, kept
		all, responses = all+kept*float64(c.responses), responses+c.responses
	}
	for i := range cells {
		cells[i].weight *= float64(responses) / all
	}
}

// rakedBase has the weights by all facts at once that both the base and the released responses tell: none where these
// are fewer than two. It is made of what is published alone, and tells nothing more.
func (s *Export) rakedBase(groups []models.AskedBase, told toldBy) (cells []rakeCell, r raked, err error) {
	var facts []string
	var shares []map[string]float64
	for _, fact := range rateFacts {
		share, asked := map[string]float64{}, 0
		for _, g := range groups {
			if g.By == fact.name && told[g.By].responsesOf(g, groups) > 0 {
				share[g.Value], asked = float64(g.Asked), asked+g.Asked
			}
		}
		if s.isInRows(fact.name) && len(share) > 1 {
			for group := range share {
				share[group] /= float64(asked)
			}
			facts, shares = append(facts, fact.name), append(shares, share)
		}
	}
	if len(facts) < 2 {
		return nil, r, nil
	}
	places := map[string]int{}
	for response, err := range s.query.Responses().Each(s.Survey) {
		if err != nil {
			return nil, r, err
		}
		cell := rakeCell{responses: 1}
		for i, fact := range facts {
			cell.groups = append(cell.groups, groupIn(shares[i], factValue(response, fact)))
		}
		key := strings.Join(cell.groups, "|")
		if at, ok := places[key]; ok {
			cells[at].responses++
			continue
		}
		places[key] = len(cells)
		cells = append(cells, cell)
	}
	slices.SortFunc(cells, func(a, b rakeCell) int { return slices.Compare(a.groups, b.groups) })
	for i := range cells {
		s.service.name(&cells[i], facts)
	}
	return cells, rake(cells, shares), nil
}

// isInRows reports whether each released response tells a fact.
func (s *Export) isInRows(fact string) bool {
	column := "mode"
	if fact == "sector" {
		column = models.FactSector.Slug()
	}
	shown := s.Survey.Release.Columns[column].Shown
	return shown == models.ShownWhole || shown == models.ShownMerged
}

// factValue is the value of a fact of a released response, as groups of a base have it.
func factValue(r *models.Response, fact string) string {
	switch {
	case fact == "sector":
		if value := first(r.Answers[models.FactSector.Slug()]); value != "" {
			return value
		}
		return notTold
	case r.Mode == "":
		return notTold
	case r.Mode == models.ModeAbsent:
		return ""
	}
	return string(r.Mode)
}

func groupIn(shares map[string]float64, value string) string {
	if _, ok := shares[value]; ok && value != notTold {
		return value
	}
	if _, ok := shares[others]; ok && value != notTold {
		return others
	}
	return notTold
}

// row is the cell in a table of the base. It has no weight where raking came to no end.
func (c *rakeCell) row(r raked) []any {
	name, trimmed := strings.Join(c.groups, between), 0
	if c.isTrimmed {
		trimmed = 1
	}
	if !r.isDone() {
		return []any{byAll, name, c.ja, c.en, nil, nil, nil, c.responses, nil, nil, r.rounds, r.gap}
	}
	return []any{byAll, name, c.ja, c.en, nil, nil, nil, c.responses, c.weight, trimmed, r.rounds, r.gapAtLast}
}

// name gives a combination the words that its groups have in their own rows.
func (s wording) name(c *rakeCell, facts []string) {
	var groupsJa, groupsEn []string
	for i, value := range c.groups {
		ja, en := s.both("survey_facts.not_told")
		if value != notTold {
			ja, en = s.groupName(models.AskedBase{By: facts[i], Value: value}, nil)
		}
		groupsJa, groupsEn = append(groupsJa, ja), append(groupsEn, en)
	}
	c.ja, c.en = strings.Join(groupsJa, between), strings.Join(groupsEn, between)
}
