package survey

import (
	"slices"

	"meguri/app/service/anonymity"
	"meguri/app/service/table"
	"meguri/models"
)

// toldFact is what a release tells of a fact of responses: which values are one, and how many responses have each.
type toldFact struct {
	merged []string
	counts map[string]int
}

// toldBy are these by the name of what people are told apart by.
type toldBy map[string]*toldFact

// toldOf is what a release tells of the facts that agreement decides. The way of attending is told of everybody.
func toldOf(survey *models.Survey, release *models.SurveyRelease, counts *models.ReleaseCounts) toldBy {
	if !slices.Contains(survey.Facts, models.FactSector) {
		return nil
	}
	slug := models.FactSector.Slug()
	column := release.Columns[slug]
	told := &toldFact{merged: column.Merged, counts: overall(counts).Values[slug]}
	if column.Shown == models.ShownTotals {
		told.counts = column.Totals
	}
	return toldBy{"sector": told}
}

// merged is the value that stands for one in a base.
func (t toldBy) merged(by, value string) string {
	if told := t[by]; told != nil && slices.Contains(told.merged, value) {
		return others
	}
	return value
}

// responses is how many responses tell a value of the fact.
func (t *toldFact) responses(value string) int {
	switch {
	case t == nil:
		return 0
	case value == others:
		return t.counts[anonymity.Merged]
	}
	return t.counts[value]
}

// responsesOf is how many responses tell a group: "others" are those of all values that are no group of their own.
func (t *toldFact) responsesOf(group models.AskedBase, groups []models.AskedBase) (n int) {
	if t == nil || group.Value != others {
		return t.responses(group.Value)
	}
	for value, count := range t.counts {
		isOwn := func(g models.AskedBase) bool { return g.By == group.By && g.Value == value }
		if !slices.ContainsFunc(groups, isOwn) {
			n += count
		}
	}
	return n
}

// follow reports whether it follows from groups by another fact, where these have to do with one another, that few
// people of a value did not agree. Staff know who was asked, and so how many of each group have the value.
func (t toldBy) follow(
	groups []models.AskedBase, counts []models.AskedCount, groupOf func(models.AskedCount) string,
) bool {
	for _, fact := range rateFacts {
		told := t[fact.name]
		if told == nil || len(told.counts) == 0 || fact.name == groups[0].By {
			continue
		}
		for value, asked := range t.askedBy(fact.name, fact.of, groups, counts, groupOf) {
			least, most := 0, 0 // that answered
			for _, g := range groups {
				least += max(0, g.Answered-(g.Asked-asked[g.Value]))
				most += min(g.Answered, asked[g.Value])
			}
			n := told.responses(value)
			if least > n && most < n+SmallGroup || most < n && least > n-SmallGroup {
				return true
			}
		}
	}
	return false
}

// askedBy is how many were asked with each value of a fact, by group.
func (t toldBy) askedBy(
	name string, valueOf func(models.AskedCount) string,
	groups []models.AskedBase, counts []models.AskedCount, groupOf func(models.AskedCount) string,
) map[string]map[string]int {
	asked := map[string]map[string]int{}
	for _, c := range counts {
		value, group := t.merged(name, valueOf(c)), groupOf(c)
		if !slices.ContainsFunc(groups, func(g models.AskedBase) bool { return g.Value == group }) {
			group = others
		}
		if asked[value] == nil {
			asked[value] = map[string]int{}
		}
		asked[value][group] += c.Asked
	}
	return asked
}

// isFew reports whether the difference would tell of few people: of so many more who answered, they did not agree; of
// so many fewer, what is on file was changed after they answered.
func isFew(difference int, told *toldFact) bool {
	return told != nil && len(told.counts) > 0 && difference != 0 && max(difference, -difference) < SmallGroup
}

// Base is how many were asked, attended and answered, by group, with the weight of each response that tells its group:
// the group's share of those asked divided by its share of these responses. Rows by "raked" follow where responses tell
// two facts: weights by both, whether they were trimmed, after how many rounds, and how far a group still is from its
// share. It is of a released survey. A number is
// empty where the release does not tell it.
func (s *Export) Base() (table.Table, error) {
	t := table.Table{Name: "base", Header: []string{
		"by", "group", "group_ja", "group_en", "asked", "attended", "answered", "responses", "weight",
		"trimmed", "rounds", "gap",
	}}
	if s.Survey.Release == nil {
		return t, models.NewError(models.CodeConflict, "survey.not_released")
	}
	groups, err := s.service.rates.base(s.query, s.Survey)
	if err != nil {
		return t, err
	}
	types, err := s.query.TicketTypes().OfEvent(s.event)
	if err != nil {
		return t, err
	}
	counts, err := countsOf(s.query, s.Survey)
	if err != nil {
		return t, err
	}
	told := toldIn(s.Survey, counts)
	asked, responses := map[string]int{}, map[string]int{}
	for _, group := range groups {
		if n := told[group.By].responsesOf(group, groups); n > 0 {
			asked[group.By] += group.Asked
			responses[group.By] += n
		}
	}
	cells, done, err := s.rakedBase(groups, told)
	if err != nil {
		return t, err
	}
	t.Rows = func(yield func([]any, error) bool) {
		for _, group := range groups {
			ja, en := s.service.groupName(group, types)
			row := []any{group.By, group.Value, ja, en, group.Asked, nil, group.Answered, nil, nil, nil, nil, nil}
			if group.Attended != nil {
				row[5] = *group.Attended
			}
			if n := told[group.By].responsesOf(group, groups); n > 0 {
				row[7] = n
				row[8] = float64(group.Asked) * float64(responses[group.By]) / float64(asked[group.By]*n)
			}
			if !yield(row, nil) {
				return
			}
		}
		for i := range cells {
			if !yield(cells[i].row(done), nil) {
				return
			}
		}
	}
	return t, nil
}

// toldIn is what responses tell of the groups of a base.
func toldIn(survey *models.Survey, counts *models.ReleaseCounts) toldBy {
	told := toldOf(survey, survey.Release, counts)
	if told == nil {
		told = toldBy{}
	}
	modes := &toldFact{counts: map[string]int{}}
	for mode, part := range counts.Modes {
		switch mode {
		case "": // not told
		case models.ModeAbsent: // a base has no value for them
			modes.counts[""] = part.Responses
		default:
			modes.counts[string(mode)] = part.Responses
		}
	}
	told["mode"] = modes
	return told
}
