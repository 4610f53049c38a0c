package web

import (
	"net/url"
	"reflect"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"
)

// FormOf shows an input struct with `form` tags in a form.
func (k *Kit) FormOf(c echo.Context, in any) *Form {
	form := k.NewForm(c, formValues(in))
	form.fields = fieldsOf(in)
	return form
}

// Save ends the request of a form: with a message on the page that follows, or with the error. Where the error is one
// that the person can mend, done is false and the form has the messages; then the page is shown again.
func (k *Kit) Save(c echo.Context, form *Form, err error, to, message string) (done bool, answer error) {
	switch {
	case err == nil:
		SetFlash(c, "success", message)
		return true, SeeOther(c, to)
	case form.Take(err):
		return false, nil
	}
	return true, err
}

// formValues are the fields of an input struct as a form holds them. A false bool is a box that is not ticked.
func formValues(in any) url.Values {
	values := url.Values{}
	eachField(in, func(field reflect.StructField, value reflect.Value) {
		name := field.Tag.Get("form")
		if name == "" {
			return
		}
		switch value.Kind() {
		case reflect.String:
			values.Set(name, value.String())
		case reflect.Int:
			values.Set(name, strconv.FormatInt(value.Int(), 10))
		case reflect.Bool:
			if value.Bool() {
				values.Set(name, "true")
			}
		case reflect.Slice:
			if list, ok := value.Interface().([]string); ok {
				values[name] = list
			}
		}
	})
	return values
}

func eachField(in any, do func(reflect.StructField, reflect.Value)) {
	eachFieldOf(reflect.ValueOf(in).Elem(), do)
}

// eachFieldOf walks through the fields of a struct; those of an embedded one are its own.
func eachFieldOf(fields reflect.Value, do func(reflect.StructField, reflect.Value)) {
	for i := range fields.NumField() {
		field := fields.Type().Field(i)
		if field.Anonymous && field.Type.Kind() == reflect.Struct {
			eachFieldOf(fields.Field(i), do)
			continue
		}
		do(field, fields.Field(i))
	}
}

// ConflictsWith turns a form about an older version into one about the saved version, and lists where the two differ:
// in the fields of the input struct that have a `label`. Browsers send lines that end in CR LF.
func (f *Form) ConflictsWith(saved any) []EditConflict {
	var list []EditConflict
	values := formValues(saved)
	f.Values.Set("version", values.Get("version"))
	eachField(saved, func(field reflect.StructField, _ reflect.Value) {
		name, label := field.Tag.Get("form"), field.Tag.Get("label")
		if label == "" {
			return
		}
		typed := strings.TrimSpace(strings.ReplaceAll(strings.Join(f.Values[name], "\n"), "\r\n", "\n"))
		if theirs := strings.TrimSpace(strings.Join(values[name], "\n")); typed != theirs {
			list = append(list, EditConflict{f.texts.T(label), theirs})
		}
	})
	return list
}
