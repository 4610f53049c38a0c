package question

import (
	"unicode/utf8"

	"meguri/models"
	"meguri/models/text"
)

// textAnswer is a question that is answered with a text.
type textAnswer struct {
	input   Control
	longest int // characters
	tooLong string
	clean   func(string) string
}

var (
	shortText = textAnswer{Line, 200, "question.answer_long_short", text.CleanTitle}
	longText  = textAnswer{Area, 4000, "question.answer_long_long", text.CleanText}
)

func (w textAnswer) show() Show {
	return Show{Control: w.input, Longest: w.longest, Written: true, Parts: []Part{RequiredPart}}
}

func (textAnswer) options([]models.Option) ([]models.Option, string) { return nil, "" }

func (w textAnswer) check(_ Question, given []string) ([]string, string) {
	typed, fault := singleValue(given, w.clean)
	switch {
	case typed == "":
		return nil, fault
	case utf8.RuneCountInString(typed) > w.longest:
		return nil, w.tooLong
	}
	return []string{typed}, ""
}

func (textAnswer) columns(_ Question, base Column, _ Texts) []Column {
	base.Type = "text"
	return []Column{base}
}

func (textAnswer) value(values []string) any { return values[0] }

// tally is empty, because texts are not counted.
func (textAnswer) tally(Question, func(string) int) Tally { return Tally{} }
