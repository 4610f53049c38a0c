package survey

import (
	"cmp"
	"context"
	"slices"
	"sync"

	"meguri/app/service/question"
	"meguri/models"
)

// RateTable is how many of each group answered.
type RateTable struct {
	// By is "mode", "ticket" or "sector".
	By   string
	Rows []Rate
}

// Rate is how many of a group were asked and have answered.
type Rate struct {
	LabelJa, LabelEn string
	Asked            int
	// Answered is in steps of 10, and less than there are, where IsStep is set: until the survey is released, nobody can
	// see a single person answer.
	Answered int
	IsStep   bool
}

// Percent is the share of those asked who have answered.
func (r Rate) Percent() int { return question.Percent(r.Answered, r.Asked) }

// others is the value of those whose own value few have.
const others = "others"

// rateFacts are by what rates are told apart.
var rateFacts = []struct {
	name string
	of   func(c models.AskedCount) string
}{
	{"mode", func(c models.AskedCount) string { return string(c.Mode) }},
	{"ticket", func(c models.AskedCount) string { return c.TicketTypeID }},
	{"sector", func(c models.AskedCount) string { return string(c.Sector) }},
}

// baseOf adds up people by each fact alone. Values of fewer than SmallGroup people are put together; a fact that does
// not make two groups is left out. told are the facts that a release tells of responses: the same values are put
// together, and further ones until in no group 1 to 4 people more or fewer answered than responses tell the fact; and
// groups by anything else from which such a number follows are left out.
func baseOf(counts []models.AskedCount, told toldBy) []models.AskedBase {
	list := []models.AskedBase{} // nil would be none that is stored
	for _, fact := range rateFacts {
		byValue := map[string]*models.AskedBase{}
		for _, c := range counts {
			value := told.merged(fact.name, fact.of(c))
			if byValue[value] == nil {
				byValue[value] = &models.AskedBase{By: fact.name, Value: value, Attended: new(int)}
			}
			byValue[value].Asked += c.Asked
			byValue[value].Answered += c.Answered
			if c.Mode != "" {
				*byValue[value].Attended += c.Asked
			}
		}
		groups := largeGroups(fact.name, byValue, told[fact.name])
		if len(groups) > 1 && !told.follow(groups, counts, fact.of) {
			list = append(list, groups...)
		}
	}
	return list
}

// largeGroups puts the smallest groups together until all have SmallGroup people.
func largeGroups(by string, byValue map[string]*models.AskedBase, told *toldFact) (list []models.AskedBase) {
	rest, agree := models.AskedBase{By: by, Value: others, Attended: new(int)}, 0
	join := func(base models.AskedBase) {
		rest.Asked, rest.Answered = rest.Asked+base.Asked, rest.Answered+base.Answered
		*rest.Attended += *base.Attended
		agree += told.responses(base.Value)
	}
	for _, base := range byValue {
		if base.Value == others || isFew(base.Answered-told.responses(base.Value), told) {
			join(*base)
		} else {
			list = append(list, *base)
		}
	}
	slices.SortFunc(list, func(a, b models.AskedBase) int {
		return cmp.Or(b.Asked-a.Asked, cmp.Compare(a.Value, b.Value))
	})
	for len(list) > 0 {
		last := list[len(list)-1]
		isWhole := rest.Asked == 0 || rest.Asked >= SmallGroup && !isFew(rest.Answered-agree, told)
		if last.Asked >= SmallGroup && isWhole {
			break
		}
		join(last)
		list = list[:len(list)-1]
	}
	if rest.Asked > 0 {
		list = append(list, rest)
	}
	return list
}

// Rates are how many of each group were asked and answered, from the lists of people: no response is looked at. Until
// the survey is released they move only when the number of all responses makes a step of 10. Who may see results calls
// it. Errors: NotFound.
func (s *Reading) Rates(ctx context.Context, event *models.Event, id string) ([]RateTable, error) {
	query := s.db.Query(ctx)
	survey, err := query.Surveys().ByID(event, id)
	if err != nil {
		return nil, err
	}
	base, err := s.rates.base(query, survey)
	if err != nil {
		return nil, err
	}
	types, err := query.TicketTypes().OfEvent(event)
	if err != nil {
		return nil, err
	}
	var list []RateTable
	for _, group := range base {
		if len(list) == 0 || list[len(list)-1].By != group.By {
			list = append(list, RateTable{By: group.By})
		}
		rate := Rate{Asked: group.Asked, Answered: group.Answered, IsStep: survey.Release == nil}
		if rate.IsStep {
			rate.Answered = rate.Answered / step * step
		}
		rate.LabelJa, rate.LabelEn = s.groupName(group, types)
		list[len(list)-1].Rows = append(list[len(list)-1].Rows, rate)
	}
	return list, nil
}

func (s wording) groupName(group models.AskedBase, types []models.TicketType) (ja, en string) {
	switch {
	case group.Value == others:
		return s.both("result.others")
	case group.By == "ticket":
		for i := range types {
			if types[i].ID == group.Value {
				return types[i].NameJa, types[i].NameEn
			}
		}
		return s.both("result.others")
	case group.By == "sector":
		return s.both("registration.sector_" + cmp.Or(group.Value, "none"))
	case group.Value == "":
		return s.both("result.not_attended")
	}
	return s.both("survey.mode_" + group.Value)
}

// base is what is stored of a released survey, and else counted.
func (k *rateSteps) base(query *models.Query, survey *models.Survey) ([]models.AskedBase, error) {
	if survey.Release != nil && survey.Release.Counts != nil && survey.Release.Counts.Base != nil {
		return survey.Release.Counts.Base, nil
	}
	responses, err := query.Responses().Count(survey)
	if err != nil {
		return nil, err
	}
	isMoving := survey.Release == nil
	if base, ok := k.at(survey.ID, responses/step); ok && isMoving {
		return base, nil
	}
	asked, err := query.SurveyInvitations().CountAsked(survey)
	if err != nil {
		return nil, err
	}
	base := baseOf(asked, nil) // who let facts travel is told by no release that has no base
	if isMoving {
		k.keep(survey.ID, responses/step, base)
	}
	return base, nil
}

// rateSteps keeps the base of surveys that are not released as it was when the number of responses made its last step.
// Groups that each moved on their own would tell of which kind the person was who has just answered.
type rateSteps struct {
	mutex sync.Mutex
	last  map[string]rateStep
}

type rateStep struct {
	step int
	base []models.AskedBase
}

func (k *rateSteps) at(survey string, step int) ([]models.AskedBase, bool) {
	k.mutex.Lock()
	defer k.mutex.Unlock()
	kept, ok := k.last[survey]
	return kept.base, ok && step > 0 && kept.step == step
}

func (k *rateSteps) keep(survey string, step int, base []models.AskedBase) {
	k.mutex.Lock()
	defer k.mutex.Unlock()
	if k.last == nil {
		k.last = map[string]rateStep{}
	}
	k.last[survey] = rateStep{step, base}
}
