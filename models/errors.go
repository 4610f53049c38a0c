package models

import (
	"errors"
	"fmt"

	"gorm.io/gorm"
)

// Code says what kind of trouble an Error is. handlers/errors.go turns it into HTTP.
type Code string

// The codes. Anything that is no Error is internal.
const (
	Invalid   Code = "invalid"
	NotFound  Code = "not_found"
	Conflict  Code = "conflict"
	Full      Code = "full"
	Forbidden Code = "forbidden"
	TooMany   Code = "too_many"
	Internal  Code = "internal"
	// Unavailable is trouble that passes by itself; see Away.
	Unavailable Code = "unavailable"
)

// Error is trouble that a person can be told of: a code, and the key of a text in the language files with its values.
type Error struct {
	Code Code
	Key  string
	Args []any
	// Fields has the text key of each form field that is at fault, for Invalid.
	Fields map[string]string
	// FieldArgs are the values of those texts that have some of their own; see ArgsOf.
	FieldArgs map[string][]any
}

// ArgsOf returns the pairs of a name and a value for the text of a field.
func (e *Error) ArgsOf(field string) []any {
	if args, ok := e.FieldArgs[field]; ok {
		return args
	}
	return e.Args
}

func (e *Error) Error() string { return fmt.Sprintf("%s: %s", e.Code, e.Key) }

// Fail makes an Error. args are pairs of a name and a value for the text.
func Fail(code Code, key string, args ...any) *Error { return &Error{Code: code, Key: key, Args: args} }

// InvalidFields makes an Invalid error that names the fields at fault, or nil where there are none.
func InvalidFields(fields map[string]string) error {
	if len(fields) == 0 {
		return nil
	}
	return &Error{Code: Invalid, Key: "error.invalid", Fields: fields}
}

// CodeOf returns the code of err, Internal where it is no Error.
func CodeOf(err error) Code {
	var e *Error
	if errors.As(err, &e) {
		return e.Code
	}
	return Internal
}

// found turns GORM's "record not found" into ours.
func found(err error) error {
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return Fail(NotFound, "error.not_found")
	}
	return err
}

// unless puts an Error of ours in the place of one of the database's.
func unless(err, theirs, ours error) error {
	if errors.Is(err, theirs) {
		return ours
	}
	return err
}

// changed demands that a statement changed a row: changing none is no error to the database.
func changed(result *gorm.DB, otherwise *Error) error {
	if result.Error != nil {
		return result.Error
	}
	if result.RowsAffected == 0 {
		return otherwise
	}
	return nil
}
