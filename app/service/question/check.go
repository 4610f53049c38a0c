package question

import (
	"slices"
	"strconv"

	"meguri/models"
)

// Answers has what a person answered: the values of each question, by its slug. It has no entry where a question was
// left open. As JSON it fits into one row.
type Answers map[string][]string

// Check turns what a form brought, by the questions' Field, into answers. The error is Invalid and names the fields
// at fault.
//
// Conditions ("show only if …") belong here: a question that was not shown is neither required nor kept.
func Check(questions []Question, given map[string][]string) (Answers, error) {
	answers, faults := Answers{}, map[string]string{}
	for _, q := range questions {
		values, fault := q.Check(given[q.Field()])
		switch {
		case fault != "":
			faults[q.Field()] = fault
		case len(values) > 0:
			answers[q.Slug] = values
		}
	}
	if err := models.InvalidFields(faults); err != nil {
		return nil, err
	}
	return answers, nil
}

// Check turns what was given to one question into values to keep, none where it was left open, or returns the key of
// what is wrong with it.
func (q Question) Check(given []string) (values []string, fault string) {
	if len(given) > maxOptions {
		return nil, "field.choice"
	}
	k := kindOf(q.Kind)
	values, fault = k.check(q, given)
	if fault != "" || len(values) > 0 || !q.Required {
		return values, fault
	}
	if k.show().Written {
		return nil, "field.required"
	}
	return nil, "question.choose"
}

// Value is an answer in its own type, as JSON holds it: a number, a text, a code, a list of codes, or nil where the
// question was left open.
func (q Question) Value(values []string) any {
	if len(values) == 0 {
		return nil
	}
	return kindOf(q.Kind).value(values)
}

// Given is the other way round: what a form would have brought for a value that came as JSON, for Check.
func Given(value any) []string {
	switch v := value.(type) {
	case string:
		return []string{v}
	case float64:
		return []string{strconv.FormatFloat(v, 'f', -1, 64)}
	case []any:
		var list []string
		for _, one := range v {
			list = append(list, Given(one)...)
		}
		return list
	}
	return nil
}

// distinct are the values that say something, each once.
func distinct(given []string, clean func(string) string) (list []string) {
	for _, value := range given {
		if value = clean(value); value != "" && !slices.Contains(list, value) {
			list = append(list, value)
		}
	}
	return list
}

// singleValue is like distinct for a kind that takes singleValue value.
func singleValue(given []string, clean func(string) string) (value, fault string) {
	switch list := distinct(given, clean); len(list) {
	case 0:
		return "", ""
	case 1:
		return list[0], ""
	}
	return "", "field.choice"
}
