package question

import (
	"strings"

	"meguri/app/service/postal"
	"meguri/models"
	"meguri/models/text"
)

// address asks for a postal code, which fills the beginning of the address, and for the rest. Both fields have the
// question's name; they are stored in one line: 210-0007 神奈川県川崎市….
type address struct{}

const longestAddress = 300 // characters

func (address) show() Show {
	return Show{Control: Address, Longest: longestAddress, Written: true, Parts: []Part{RequiredPart}}
}

func (address) options([]models.Option) ([]models.Option, string) { return nil, "" }

func (address) check(_ Question, given []string) ([]string, string) {
	typed := text.CleanLine(strings.Join(given, " "))
	code, rest, ok := postal.Split(typed)
	switch {
	case typed == "":
		return nil, ""
	case len([]rune(typed)) > longestAddress:
		return nil, "question.answer_long_short"
	case !ok:
		return nil, "question.postal_form"
	case rest == "":
		return nil, "question.address_rest"
	}
	return []string{postal.Code(code) + " " + rest}, ""
}

func (address) columns(_ Question, base Column, _ Texts) []Column {
	base.Type = "text"
	return []Column{base}
}

func (address) value(values []string) any { return values[0] }

func (address) tally(Question, func(string) int) Tally { return Tally{} }

// AddressFields are what the two fields of an address show, of one that is stored or of what was typed.
func AddressFields(values []string) (fields struct{ Code, Address string }) {
	if len(values) > 1 {
		fields.Code, fields.Address = values[0], values[1]
		return fields
	}
	code, rest, ok := postal.Split(strings.Join(values, ""))
	if ok {
		code = postal.Code(code)
	}
	fields.Code, fields.Address = code, rest
	return fields
}
