package web

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strings"

	"meguri/models"
)

// checkJSON refuses what Go's decoder takes and the API's description does not: null for a field, which would be left
// out, and the character U+0000, which PostgreSQL cannot store. Few bodies have either in them.
func checkJSON(body []byte, into reflect.Type) error {
	if !bytes.Contains(body, []byte("null")) && !bytes.Contains(body, []byte(`\u0000`)) {
		return nil
	}
	var value any
	if json.Unmarshal(body, &value) != nil {
		return nil // the decoder that follows says what is wrong
	}
	return checkValue(value, into, "")
}

// checkValue checks a value that is to be decoded into the type. A type that may hold anything may hold null.
func checkValue(value any, into reflect.Type, path string) error {
	for into.Kind() == reflect.Pointer {
		into = into.Elem()
	}
	switch v := value.(type) {
	case nil:
		if into.Kind() != reflect.Interface {
			return badJSON(path)
		}
	case string:
		if strings.ContainsRune(v, 0) {
			return models.NewError(models.CodeInvalid, "error.json_zero", "field", path)
		}
	case []any:
		if into.Kind() != reflect.Slice {
			return nil
		}
		for _, item := range v {
			if err := checkValue(item, into.Elem(), path); err != nil {
				return err
			}
		}
	case map[string]any:
		return checkObject(v, into, path)
	}
	return nil
}

func checkObject(object map[string]any, into reflect.Type, path string) error {
	for name, value := range object {
		field := strings.TrimPrefix(path+"."+name, ".")
		switch inner, ok := fieldType(into, name); {
		case strings.ContainsRune(name, 0):
			return models.NewError(models.CodeInvalid, "error.json_zero", "field", path)
		case !ok: // the decoder names it
		default:
			if err := checkValue(value, inner, field); err != nil {
				return err
			}
		}
	}
	return nil
}

// fieldType is the type of an object's field, by its name in JSON.
func fieldType(into reflect.Type, name string) (reflect.Type, bool) {
	switch into.Kind() {
	case reflect.Map:
		return into.Elem(), true
	case reflect.Interface:
		return into, true
	case reflect.Struct:
	default:
		return nil, false
	}
	for _, field := range reflect.VisibleFields(into) {
		tag, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		if tag == name && !field.Anonymous {
			return field.Type, true
		}
	}
	return nil, false
}
