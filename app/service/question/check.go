package question

import (
	"slices"
	"strconv"

	"meguri/models"
)

// Answers has the values that a person answered, by the slug of the question. A question without an answer has no
// entry.
type Answers map[string][]string

// Check turns the values of a form, by the questions' Field, into answers. The error is CodeInvalid and has the faults
// of the fields.
//
// Conditions ("show only if …") would belong here: a question that was not shown is not required, and its answer is
// ignored.
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

// Check turns the values of a form for one question into the values to store, none if it was not answered, or returns
// the text key of the fault.
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

// Value returns an answer as JSON has it: a number, a text, a code, a list of codes, or nil if the question was not
// answered.
func (q Question) Value(values []string) any {
	if len(values) == 0 {
		return nil
	}
	return kindOf(q.Kind).value(values)
}

// Given is the reverse of Value: it turns a value that came as JSON into the values of a form, for Check.
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

// distinct returns the cleaned values that are not empty, each once.
func distinct(given []string, clean func(string) string) (list []string) {
	for _, value := range given {
		if value = clean(value); value != "" && !slices.Contains(list, value) {
			list = append(list, value)
		}
	}
	return list
}

// singleValue is like distinct for a kind of question that has one value.
func singleValue(given []string, clean func(string) string) (value, fault string) {
	switch list := distinct(given, clean); len(list) {
	case 0:
		return "", ""
	case 1:
		return list[0], ""
	}
	return "", "field.choice"
}
