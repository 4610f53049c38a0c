package question

import (
	"slices"

	"meguri/models"
)

// Control is the form control for an answer.
type Control string

// The controls.
const (
	Line       Control = "line"
	Area       Control = "area"
	Number     Control = "number"
	Date       Control = "date"
	Radios     Control = "radios"
	Checkboxes Control = "checkboxes"
	Numbers    Control = "numbers" // a row of radio buttons
	Places     Control = "places"  // a list of options for each place
	Table      Control = "table"   // a row of radio buttons for each option
	Box        Control = "box"     // one to tick
	NoControl  Control = ""        // nothing is answered

	TimeOfDay    Control = "time"
	Phone        Control = "tel"
	Organization Control = "organization"
	File         Control = "file" // sent on a page of its own
)

// Lines says which lines the editor of a question asks for, besides the texts.
type Lines string

// The lines that the editor may ask for, "" for none.
const (
	OptionLines Lines = "options"
	EndLines    Lines = "ends"
	TableLines  Lines = "table" // both
)

// Part is what the editor of a question asks for besides the texts.
type Part string

// The parts.
const (
	OptionsPart   Part = "options"
	EndsPart      Part = "ends"
	RolesPart     Part = "roles" // an option may be "other", or exclude the others
	LimitPart     Part = "limit"
	NumberPart    Part = "number"
	FoldedPart    Part = "folded"
	ShuffledPart  Part = "shuffled"
	DescribesPart Part = "describes"
	RequiredPart  Part = "required"
)

// Show says how pages draw a question and its results.
type Show struct {
	Control Control
	// Longest is the maximum number of characters.
	Longest int
	// Scale has the numbers of the control Numbers and of each row of a Table.
	Scale []int
	// EndKeys are the text keys of words for the ends of the scale that are always the same.
	EndKeys []string
	// Lines is what the editor asks for besides the texts, as lines, and Parts all of it.
	Lines Lines
	Parts []Part
	// Written says that answers are texts, numbers or dates, which could name who gave them: a release keeps them apart
	// from all other answers. Results list the texts; other answers are counted.
	Written bool
	// Measured says of what is written that it is numbers or dates, of which results tell how they are spread.
	Measured bool
	// NewPage says that it begins a page.
	NewPage bool
}

// asks reports whether there is something to answer.
func (s Show) asks() bool { return s.Control != NoControl }

// InForm reports whether the answer is a field of a form.
func (s Show) InForm() bool { return s.asks() && s.Control != File }

func (s Show) has(part Part) bool { return slices.Contains(s.Parts, part) }

// Has reports whether the editor asks for a part, by its name.
func (s Show) Has(part string) bool { return s.has(Part(part)) }

// EndKey is the text key of the words that a number of the scale always has, by its place from 0; "" where it has none.
func (s Show) EndKey(place int) string {
	switch {
	case len(s.EndKeys) == 0:
		return ""
	case place == 0:
		return s.EndKeys[0]
	case place == len(s.Scale)-1:
		return s.EndKeys[1]
	}
	return ""
}

// Show says how pages draw the question and its results.
func (q Question) Show() Show { return kindOf(q.Kind).show() }

// ShowKind says how pages draw questions of the kind.
func ShowKind(name models.QuestionKind) Show { return kindOf(name).show() }

// MayDecide reports whether later questions can be shown for an answer to this one.
func (q Question) MayDecide() bool { return q.Show().has(DescribesPart) }

// Value is an answer that can be given, with its words.
type Value struct{ Value, TextJa, TextEn string }

// Values are the answers to a choice or a scale; a number of a scale has its words where it has any.
func (q Question) Values() (list []Value) {
	show := q.Show()
	if show.Control == Numbers {
		for _, n := range show.Scale {
			list = append(list, endOf(n, q.Options))
		}
		return list
	}
	if show.Control == Box {
		return []Value{{agreed, q.TitleJa, q.TitleEn}}
	}
	for _, option := range q.Options {
		list = append(list, Value{option.Slug, option.TextJa, englishOr(option)})
	}
	return list
}
