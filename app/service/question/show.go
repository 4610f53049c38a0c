package question

import "meguri/models"

// Control is the part of a form that takes an answer.
type Control string

// The controls.
const (
	Line       Control = "line"
	Area       Control = "area"
	Radios     Control = "radios"
	Checkboxes Control = "checkboxes"
	Numbers    Control = "numbers" // a row of radio buttons
)

// Lines is what the editor asks for beside the texts.
type Lines string

// What the editor may ask for, "" for nothing.
const (
	OptionLines Lines = "options"
	EndLines    Lines = "ends"
)

// Show says which parts of pages draw a question and its results.
type Show struct {
	Control Control
	// Longest is how many characters may be typed.
	Longest int
	// Scale has the numbers of a row of numbers.
	Scale []int
	// Lines is what the editor asks for.
	Lines Lines
	// Written answers are listed in results, others are counted.
	Written bool
}

// Show says which parts of pages draw the question and its results.
func (q Question) Show() Show { return kindOf(q.Kind).show() }

// ShowKind says the same of a question that is not written yet.
func ShowKind(name models.QuestionKind) Show { return kindOf(name).show() }
