package question

import (
	"slices"
	"strconv"

	"meguri/app/service/check"
	"meguri/models"
	"meguri/models/text"
)

// Answers has the values that a person answered, by the slug of the question as Flat has it. A question without an
// answer has no entry.
type Answers map[string][]string

// Check turns the values of a form, by the questions' Field, into answers. A question that is not shown, for what was
// answered before it, is not required, and what was given to it is left out. The error is CodeInvalid and has the
// faults of the fields.
func Check(questions []Question, given map[string][]string) (Answers, error) {
	c := check.New()
	answers := CheckInto(c, questions, given)
	if err := c.Err(); err != nil {
		return nil, err
	}
	return answers, nil
}

// CheckInto is Check for a part of a form. c gets the faults.
func CheckInto(c *check.Checker, questions []Question, given map[string][]string) Answers {
	answers := Answers{}
	for _, q := range questions {
		if q.IsShown(answers) {
			q.answer(c, given, answers)
		}
	}
	return answers
}

// Read is Check of a form that is not complete yet: it leaves out what is at fault.
func Read(questions []Question, given map[string][]string) Answers {
	return CheckInto(check.New(), questions, given)
}

// answer checks what was given to the question and its parts, and adds it to the answers.
func (q Question) answer(c *check.Checker, given map[string][]string, answers Answers) {
	words, hasWords := q.Words()
	if !hasWords {
		for _, part := range q.Parts() {
			part.take(c, given[part.Field()], answers)
		}
		return
	}
	other, chosen := q.other(), distinct(given[q.Field()], text.CleanTitle)
	written := distinct(given[words.Field()], text.CleanTitle)
	if len(written) > 0 && !slices.Contains(chosen, other) { // who writes what it is means it
		if len(chosen) > 0 && q.Show().Control == Radios {
			c.Fault(words.Field(), "question.other_unchosen")
			return
		}
		chosen = append(chosen, other)
	}
	q.take(c, chosen, answers)
	if slices.Contains(chosen, other) {
		words.take(c, written, answers)
	}
}

// take checks the values of one field.
func (q Question) take(c *check.Checker, given []string, answers Answers) {
	values, fault := q.Check(given)
	switch {
	case fault != "":
		c.Fault(q.Field(), fault, "least", q.Settings.Least, "most", q.Settings.Most, "n", q.Settings.Limit)
	case len(values) > 0:
		answers[q.Slug] = values
	}
}

// other is the slug of the option that has words beside it.
func (q Question) other() string {
	for _, option := range q.Options {
		if option.Other {
			return option.Slug
		}
	}
	return ""
}

// IsShown reports whether the question is asked of who has given these answers to those before it.
func (q Question) IsShown(answers Answers) bool {
	return isMet(q.Within, answers) && isMet(q.Settings.ShowIf, answers)
}

// IsWithin reports whether the section that the question stands in is shown to who has given these answers.
func (q Question) IsWithin(answers Answers) bool { return isMet(q.Within, answers) }

func isMet(condition *models.ShowIf, answers Answers) bool {
	return condition == nil || slices.ContainsFunc(answers[condition.Question], func(value string) bool {
		return slices.Contains(condition.Values, value)
	})
}

// MayComeFrom reports whether an answer to the question can come from who gave these answers.
func (q Question) MayComeFrom(answers Answers) bool {
	return q.IsShown(answers) && (q.Beside == "" || slices.Contains(answers[q.Of], q.Beside))
}

// Check turns the values of a form for one question into the values to store, none if it was not answered, or returns
// the text key of the fault.
func (q Question) Check(given []string) (values []string, fault string) {
	if len(given) > MaxOptions {
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
