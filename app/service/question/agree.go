package question

import (
	"meguri/models"
	"meguri/models/text"
)

// agree is a statement with a box to tick. Whoever must tick it agrees.
type agree struct{}

// agreed is the answer of who ticked the box.
const agreed = "yes"

func (agree) show() Show {
	return Show{Control: Box, Parts: []Part{DescribesPart, RequiredPart}}
}

func (agree) options([]models.Option) ([]models.Option, string) { return nil, "" }

func (agree) check(q Question, given []string) ([]string, string) {
	switch value, fault := singleValue(given, text.CleanLine); {
	case fault != "":
		return nil, fault
	case value == agreed:
		return []string{agreed}, ""
	case value != "":
		return nil, "field.choice"
	case q.Required:
		return nil, "question.agree_needed"
	}
	return nil, ""
}

func (agree) columns(_ Question, base Column, texts Texts) []Column {
	base.Type, base.Values = "code", []Code{localizedCode(agreed, "question.agreed", texts)}
	return []Column{base}
}

func (agree) value(values []string) any { return values[0] }

func (agree) tally(Question, func(string) int) Tally { return Tally{} }
