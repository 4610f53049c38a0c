package question

import "meguri/models"

// Control is the form control for an answer.
type Control string

// The controls.
const (
	Line       Control = "line"
	Area       Control = "area"
	Radios     Control = "radios"
	Checkboxes Control = "checkboxes"
	Numbers    Control = "numbers" // a row of radio buttons
	Places     Control = "places"  // a list of options for each place
)

// Lines says which lines the editor of a question asks for, besides the texts.
type Lines string

// The lines that the editor may ask for, "" for none.
const (
	OptionLines Lines = "options"
	EndLines    Lines = "ends"
)

// Show says how pages draw a question and its results.
type Show struct {
	Control Control
	// Longest is the maximum number of characters.
	Longest int
	// Scale has the numbers of the control Numbers.
	Scale []int
	// Lines is what the editor asks for besides the texts.
	Lines Lines
	// Written says that answers are texts. Results list them; other answers are counted.
	Written bool
}

// Show says how pages draw the question and its results.
func (q Question) Show() Show { return kindOf(q.Kind).show() }

// ShowKind says how pages draw questions of the kind.
func ShowKind(name models.QuestionKind) Show { return kindOf(name).show() }
