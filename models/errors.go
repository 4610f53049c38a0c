package models

import (
	"errors"
	"fmt"

	"gorm.io/gorm"
)

// Code says what kind of trouble an Error is. handlers/web/errors.go turns it into HTTP.
type Code string

// The codes. Anything that is no Error is internal.
const (
	CodeInvalid   Code = "invalid"
	CodeNotFound  Code = "not_found"
	CodeConflict  Code = "conflict"
	CodeFull      Code = "full"
	CodeForbidden Code = "forbidden"
	CodeTooMany   Code = "too_many"
	CodeInternal  Code = "internal"
	// CodeUnavailable is trouble that passes by itself; see Away.
	CodeUnavailable Code = "unavailable"
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

// NewError makes an Error. args are pairs of a name and a value for the text.
func NewError(code Code, key string, args ...any) *Error {
	return &Error{Code: code, Key: key, Args: args}
}

// InvalidFields makes an Invalid error that names the fields at fault, or nil where there are none.
func InvalidFields(fields map[string]string) error {
	if len(fields) == 0 {
		return nil
	}
	return &Error{Code: CodeInvalid, Key: "error.invalid", Fields: fields}
}

// CodeOf returns the code of err: none for nil, CodeInternal where it is no Error.
func CodeOf(err error) Code {
	if err == nil {
		return ""
	}
	var e *Error
	if errors.As(err, &e) {
		return e.Code
	}
	return CodeInternal
}

// notFound turns GORM's "record not notFound" into ours.
func notFound(err error) error {
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return NewError(CodeNotFound, "error.not_found")
	}
	return err
}

// replaceErr puts an Error of ours in the place of one of the database's.
func replaceErr(err, theirs, ours error) error {
	if errors.Is(err, theirs) {
		return ours
	}
	return err
}

// mustAffect demands that a statement mustAffect a row: changing none is no error to the database.
func mustAffect(result *gorm.DB, otherwise *Error) error {
	if result.Error != nil {
		return result.Error
	}
	if result.RowsAffected == 0 {
		return otherwise
	}
	return nil
}
