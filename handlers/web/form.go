package web

import (
	"errors"
	"html/template"
	"maps"
	"net/url"
	"reflect"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"meguri/app/service/i18n"
	"meguri/models"
)

// Form is what a person typed and what was wrong with it. Templates use it; a nil Form is an empty one.
type Form struct {
	Values url.Values
	errors map[string]string
	called map[string]string // what the fields at fault are called on the page
	order  []string
	fields []string // in the order of the page, as the bound struct has them
	// Message is a trouble with the form as a whole.
	Message string
	texts   *i18n.Localizer
}

// FieldError is one line of the summary above a form. Label is what the field is called, where the page says so.
type FieldError struct{ Name, Label, Text string }

// NewForm shows existing values in a form.
func (k *Kit) NewForm(c echo.Context, values url.Values) *Form {
	return &Form{Values: values, errors: map[string]string{}, called: map[string]string{}, texts: k.Texts(c)}
}

// Bind reads a posted form into a struct with `form` tags. The Form keeps what was typed; see Form.OK. What is wrong
// with it the feature says; see Form.Take. A body that is no form is a 400.
func (k *Kit) Bind(c echo.Context, into any) (*Form, error) {
	values, err := c.FormParams()
	if err != nil {
		return nil, unreadable(err)
	}
	for _, list := range values {
		for i := range list {
			list[i] = storable(list[i])
		}
	}
	form := k.NewForm(c, values)
	form.fields = fieldsOf(into)
	if err := (&echo.DefaultBinder{}).BindBody(c, into); err != nil {
		form.Message = form.texts.T("error.invalid")
		return form, nil
	}
	return form, nil
}

// fieldsOf are the names of the fields of the struct that a pointer leads to.
func fieldsOf(into any) []string {
	var names []string
	eachField(into, func(field reflect.StructField, _ reflect.Value) { names = append(names, field.Tag.Get("form")) })
	return names
}

// storable is a text without what PostgreSQL cannot store: zero bytes and broken UTF-8.
func storable(s string) string {
	return strings.ToValidUTF8(strings.ReplaceAll(s, "\x00", ""), "\uFFFD")
}

// InOrder says in which order the page has its fields, where these are no fields of a struct.
func (f *Form) InOrder(fields []string) { f.fields = fields }

// AlsoInOrder adds fields that follow those of the struct.
func (f *Form) AlsoInOrder(fields []string) { f.fields = append(f.fields, fields...) }

// Fault puts a message beside a field; the first one stays.
func (f *Form) Fault(field, key string, args ...any) {
	if _, ok := f.errors[field]; !ok {
		f.errors[field] = f.texts.T(key, args...)
		f.order = append(f.order, field)
	}
}

// Take puts the message of err where it belongs and reports whether err was something the person can mend.
func (f *Form) Take(err error) bool {
	var known *models.Error
	if !errors.As(err, &known) {
		return false
	}
	switch known.Code {
	case models.CodeInternal, models.CodeNotFound, models.CodeForbidden:
		return false
	}
	for _, field := range slices.Sorted(maps.Keys(known.Fields)) {
		f.Fault(field, known.Fields[field], known.ArgsOf(field)...)
	}
	if len(known.Fields) == 0 {
		f.Message = f.texts.T(known.Key, known.Args...)
	}
	return true
}

// OK reports whether nothing is wrong so far.
func (f *Form) OK() bool { return f == nil || (len(f.errors) == 0 && f.Message == "") }

// Value is what was typed in a field.
func (f *Form) Value(name string) string {
	if f == nil {
		return ""
	}
	return f.Values.Get(name)
}

// Has reports whether a choice was ticked.
func (f *Form) Has(name, value string) bool {
	return f != nil && slices.Contains(f.Values[name], value)
}

// Error is the message beside a field, or "".
func (f *Form) Error(name string) string {
	if f == nil {
		return ""
	}
	return f.errors[name]
}

// summaryHere stands for the summary above a form until the page is drawn.
const summaryHere = template.HTML("<!-- what is wrong with the form -->")

// SummaryHere marks where the summary of a form with faults goes.
func (f *Form) SummaryHere() template.HTML {
	if f.OK() {
		return ""
	}
	return summaryHere
}

// Called notes, from where a field at fault is drawn, what it is called there. It draws nothing.
func (f *Form) Called(name, label string) string {
	f.called[name] = label
	return ""
}

// Errors lists all messages beside fields in the order of the page, for the summary above the form.
func (f *Form) Errors() []FieldError {
	if f == nil {
		return nil
	}
	list := make([]FieldError, 0, len(f.order))
	for _, name := range f.order {
		list = append(list, FieldError{name, f.called[name], f.errors[name]})
	}
	slices.SortStableFunc(list, func(a, b FieldError) int {
		return slices.Index(f.fields, a.Name) - slices.Index(f.fields, b.Name)
	})
	return list
}
