package question

import (
	"unicode/utf8"

	"meguri/models"
)

// text is an answer that is written.
type text struct {
	input   Control
	longest int // characters
	tooLong string
	clean   func(string) string
}

var (
	shortText = text{Line, 200, "question.answer_long_short", models.CleanTitle}
	longText  = text{Area, 4000, "question.answer_long_long", models.CleanText}
)

func (t text) show() Show { return Show{Control: t.input, Longest: t.longest, Written: true} }

func (text) options(string) ([]models.Option, string) { return nil, "" }

func (t text) check(_ Question, given []string) ([]string, string) {
	written, fault := one(given, t.clean)
	switch {
	case written == "":
		return nil, fault
	case utf8.RuneCountInString(written) > t.longest:
		return nil, t.tooLong
	}
	return []string{written}, ""
}

func (text) columns(_ Question, base Column, _ Texts) []Column {
	base.Type = "text"
	return []Column{base}
}

func (text) value(values []string) any { return values[0] }

// tally is empty: no two people write the same.
func (text) tally(Question, func(string) int) Tally { return Tally{} }
