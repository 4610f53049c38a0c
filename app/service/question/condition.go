package question

import (
	"slices"
	"strings"

	"meguri/models"
)

// ConditionFaults says what is wrong with the conditions of questions in their order: the text key, by the slug of the
// question. A condition is about an earlier question, so that none can lead to another in a circle.
func ConditionFaults(list []Question) map[string]string {
	faults := map[string]string{}
	for i := range list {
		if fault := faultOfCondition(list, i); fault != "" {
			faults[list[i].Slug] = fault
		}
	}
	return faults
}

func faultOfCondition(list []Question, at int) string {
	condition := list[at].Settings.ShowIf
	if condition == nil {
		return ""
	}
	of := slices.IndexFunc(list, func(q Question) bool { return q.Slug == condition.Question })
	switch {
	case of < 0 || !list[of].MayDecide():
		return "question.condition_gone"
	case of >= at:
		return "question.condition_later"
	case len(condition.Values) == 0 || !list[of].hasValues(condition.Values):
		return "question.condition_value"
	}
	return ""
}

func (q Question) hasValues(values []string) bool {
	known := q.Values()
	return !slices.ContainsFunc(values, func(value string) bool {
		return !slices.ContainsFunc(known, func(k Value) bool { return k.Value == value })
	})
}

// Deciding are the questions before the one at a place whose answers can decide whether that is shown.
func Deciding(list []Question, at int) (before []Question) {
	for _, q := range list[:at] {
		if q.MayDecide() {
			before = append(before, q)
		}
	}
	return before
}

// ReadCondition reads a condition that was chosen as values of the form slug=value. They must be of one question.
func ReadCondition(chosen []string) (condition *models.ShowIf, fault string) {
	for _, one := range chosen {
		slug, value, ok := cutCondition(one)
		switch {
		case !ok:
			return nil, "field.choice"
		case condition == nil:
			condition = &models.ShowIf{Question: slug}
		case condition.Question != slug:
			return nil, "question.condition_one"
		}
		if !slices.Contains(condition.Values, value) {
			condition.Values = append(condition.Values, value)
		}
	}
	return condition, ""
}

func cutCondition(chosen string) (slug, value string, ok bool) {
	slug, value, ok = strings.Cut(chosen, "=")
	return slug, value, ok && slug != "" && value != ""
}
