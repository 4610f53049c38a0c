package paths

import "net/url"

// Form is the editor of what an event asks in its form of registration.
func (p StaffEvent) Form() Form { return Form(p) + "/form" }

// Form is the editor of a form of registration.
type Form string

// Settings says until when people may change what they said.
func (p Form) Settings() string { return string(p) + "/settings" }

// NewQuestion is the form of a new question.
func (p Form) NewQuestion() string { return string(p) + "/questions/new" }

// Questions takes a new question.
func (p Form) Questions() string { return string(p) + "/questions" }

// Question is one question.
func (p Form) Question(slug string) FormQuestion {
	return FormQuestion(p) + FormQuestion("/questions/"+url.PathEscape(slug))
}

// Preview shows the form as people fill it in, and tries answers.
func (p Form) Preview() string { return string(p) + "/preview" }

// FormQuestion is a question of a form of registration.
type FormQuestion string

// Move moves it up or down.
func (p FormQuestion) Move() string { return string(p) + "/move" }

// Remove takes it out of the form.
func (p FormQuestion) Remove() string { return string(p) + "/remove" }

// Answers is where an attendee changes what they answered to the questions of the event's form.
func (p Attendee) Answers() string { return string(p) + "/answers" }

// File is the file that is an attendee's answer to a question. Sent there, one takes its place.
func (p Attendee) File(question string) string { return string(p) + "/files/" + url.PathEscape(question) }

// File is the file that is a person's answer to a question.
func (p Registration) File(question string) string { return string(p) + "/files/" + url.PathEscape(question) }

// Answers is where staff change what a person answered.
func (p Registration) Answers() string { return string(p) + "/answers" }

// Accessibility is what people ask for to take part.
func (p StaffEvent) Accessibility() string { return string(p) + "/accessibility" }

// AnswerAccessibility takes what staff answer to a person.
func (p StaffEvent) AnswerAccessibility(registration string) string {
	return p.Accessibility() + "/" + url.PathEscape(registration)
}
