package ask

import (
	"strings"

	"meguri/app/service/question"
	"meguri/models"
)

// Field is a question as a page asks it of one person.
type Field struct {
	question.Asked
	// TicketTypes are the slugs of the ticket types whose people are asked, with a space between; "" for all.
	TicketTypes string
	// Types are those ticket types, for who has no JavaScript.
	Types []models.TicketType
}

// Fields are the questions of the form as a page asks them. key is that of the row of a companion, "" for who fills in
// the form: it is part of the names of their fields. Those of types who choose between several are told whom a question
// is for.
func (f *Form) Fields(key string, types []models.TicketType) []Field {
	list := make([]Field, 0, len(f.Questions))
	for i := range f.Questions {
		q := f.Questions[i]
		var decides *question.Question
		if condition := q.Settings.ShowIf; condition != nil {
			if at := f.Index(condition.Question); at >= 0 {
				decides = named(f.Questions[at].Question, key)
			}
		}
		field := Field{Asked: question.Ask(*named(q.Question, key), decides)}
		if len(q.TicketTypes) > 0 {
			field.tellTypes(&q, types)
		}
		list = append(list, field)
	}
	return list
}

func (f *Field) tellTypes(q *Question, types []models.TicketType) {
	f.TicketTypes = strings.Join(q.TicketTypes, " ")
	for i := range types {
		if q.Asks(types[i].Slug) {
			f.Types = append(f.Types, types[i])
		}
	}
}

// named is a question whose fields have the key of a row in their names.
func named(q question.Question, key string) *question.Question {
	if key != "" {
		q.Slug += "." + key
	}
	return &q
}

// Names are the names of the fields in their order.
func (f *Form) Names(key string) (names []string) {
	for _, q := range f.Questions {
		for _, part := range named(q.Question, key).Parts() {
			names = append(names, part.Field())
		}
	}
	return names
}

// ValuesOf are the values of the fields of one person as Check takes them.
func (f *Form) ValuesOf(key string, values map[string][]string) map[string][]string {
	if key == "" {
		return values
	}
	given := map[string][]string{}
	for _, q := range f.Questions {
		plain, own := q.Parts(), named(q.Question, key).Parts()
		for i := range plain {
			given[plain[i].Field()] = values[own[i].Field()]
		}
	}
	return given
}

// FieldName is the name of the field of a question with the slug, of the person with the key.
func (f *Form) FieldName(key string) func(slug string) string {
	if key == "" {
		return func(slug string) string { return fieldPrefix + slug }
	}
	return func(slug string) string {
		whole, part, isPart := strings.Cut(slug, "__")
		if isPart {
			part = "__" + part
		}
		return fieldPrefix + whole + "." + key + part
	}
}
