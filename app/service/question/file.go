package question

import "meguri/models"

// file asks for a file. It is sent on a page of its own once the person is registered, so that the form of registration
// has no field for it: see docs/decisions/0099-files-and-postal-codes.md. Its answer is the file's name.
type file struct{}

func (file) show() Show { return Show{Control: File, Written: true, Parts: []Part{RequiredPart}} }

func (file) options([]models.Option) ([]models.Option, string) { return nil, "" }

func (file) check(Question, []string) ([]string, string) { return nil, "" }

func (file) columns(_ Question, base Column, _ Texts) []Column {
	base.Type = "text"
	return []Column{base}
}

func (file) value(values []string) any { return values[0] }

func (file) tally(Question, func(string) int) Tally { return Tally{} }
