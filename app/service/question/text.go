package question

import (
	"unicode/utf8"

	"meguri/models"
	"meguri/models/text"
)

// written is an answer that is written.
type written struct {
	input   Control
	longest int // characters
	tooLong string
	clean   func(string) string
}

var (
	shortText = written{Line, 200, "question.answer_long_short", text.CleanTitle}
	longText  = written{Area, 4000, "question.answer_long_long", text.CleanText}
)

func (w written) show() Show { return Show{Control: w.input, Longest: w.longest, Written: true} }

func (written) options(string) ([]models.Option, string) { return nil, "" }

func (w written) check(_ Question, given []string) ([]string, string) {
	typed, fault := one(given, w.clean)
	switch {
	case typed == "":
		return nil, fault
	case utf8.RuneCountInString(typed) > w.longest:
		return nil, w.tooLong
	}
	return []string{typed}, ""
}

func (written) columns(_ Question, base Column, _ Texts) []Column {
	base.Type = "text"
	return []Column{base}
}

func (written) value(values []string) any { return values[0] }

// tally is empty: no two people write the same.
func (written) tally(Question, func(string) int) Tally { return Tally{} }
