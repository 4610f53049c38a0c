package question

import (
	"regexp"
	"time"

	"golang.org/x/text/unicode/norm"

	"meguri/models"
	"meguri/models/text"
)

// lineAnswer is a question that is answered with one line of a form of its own. Its answers name who gave them, so that
// surveys do not ask it.
type lineAnswer struct {
	control Control
	longest int // characters
	// read turns what was typed into how it is stored, or returns the text key of the fault.
	read func(typed string) (stored, fault string)
}

var (
	timeOfDay = lineAnswer{TimeOfDay, 10, readTimeOfDay}
	phone     = lineAnswer{Phone, 40, readPhone}
	// organization is the name of one; browsers propose the person's own.
	organization = lineAnswer{Organization, 200, func(typed string) (string, string) { return typed, "" }}
)

func (l lineAnswer) show() Show {
	return Show{Control: l.control, Longest: l.longest, Written: true, Parts: []Part{RequiredPart}}
}

func (lineAnswer) options([]models.Option) ([]models.Option, string) { return nil, "" }

func (l lineAnswer) check(_ Question, given []string) ([]string, string) {
	typed, fault := singleValue(given, text.CleanLine)
	switch {
	case typed == "":
		return nil, fault
	case len([]rune(typed)) > l.longest:
		return nil, "question.answer_long_short"
	}
	if typed, fault = l.read(typed); fault != "" {
		return nil, fault
	}
	return []string{typed}, ""
}

func (lineAnswer) columns(_ Question, base Column, _ Texts) []Column {
	base.Type = "text"
	return []Column{base}
}

func (lineAnswer) value(values []string) any { return values[0] }

func (lineAnswer) tally(Question, func(string) int) Tally { return Tally{} }

// inWords are times as people write them: 9時, 9時半, 午後1時30分.
var inWords = regexp.MustCompile(`^(午前|午後)?(\d{1,2})(?:時|:)(?:(半)|(\d{1,2})分?)?$`)

// readTimeOfDay reads a time of the day. It is stored as 15:04.
func readTimeOfDay(typed string) (stored, fault string) {
	parts := inWords.FindStringSubmatch(norm.NFKC.String(typed))
	if parts == nil {
		return "", "question.time_form"
	}
	minute := parts[4]
	switch {
	case parts[3] != "":
		minute = "30"
	case minute == "":
		minute = "0"
	}
	at, err := time.Parse("15:4", parts[2]+":"+minute)
	if err != nil {
		return "", "question.time_form"
	}
	if parts[1] == "午後" && at.Hour() < 12 {
		at = at.Add(12 * time.Hour)
	}
	return at.Format("15:04"), ""
}

func readPhone(typed string) (stored, fault string) {
	stored, _, ok := text.NormalizePhone(typed)
	if !ok {
		return "", "registration.phone_wrong"
	}
	return stored, ""
}
