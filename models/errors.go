package models

import (
	"errors"
	"fmt"

	"gorm.io/gorm"
)

// Code classifies an Error. handlers/web/errors.go turns it into a status of HTTP.
type Code string

// The codes. Every error that is not an Error is internal.
const (
	CodeInvalid   Code = "invalid"
	CodeNotFound  Code = "not_found"
	CodeConflict  Code = "conflict"
	CodeFull      Code = "full"
	CodeForbidden Code = "forbidden"
	CodeTooMany   Code = "too_many"
	CodeInternal  Code = "internal"
	// CodeUnavailable is a failure that passes by itself; see IsUnavailable.
	CodeUnavailable Code = "unavailable"
)

// Error is an error that can be shown to a person: a code, and the key of a text in the language files with its values.
type Error struct {
	Code Code
	Key  string
	Args []any
	// Fields has, for CodeInvalid, the text key of the fault of each field of the form.
	Fields map[string]string
	// FieldArgs has the values for the texts of fields, where they are not Args; see ArgsOf.
	FieldArgs map[string][]any
}

// ArgsOf returns the values for the text of a field, as pairs of a name and a value.
func (e *Error) ArgsOf(field string) []any {
	if args, ok := e.FieldArgs[field]; ok {
		return args
	}
	return e.Args
}

func (e *Error) Error() string { return fmt.Sprintf("%s: %s", e.Code, e.Key) }

// NewError makes an Error. args are the values for the text, as pairs of a name and a value.
func NewError(code Code, key string, args ...any) *Error {
	return &Error{Code: code, Key: key, Args: args}
}

// InvalidFields makes a CodeInvalid error from the faults of fields, or returns nil if there are none.
func InvalidFields(fields map[string]string) error {
	if len(fields) == 0 {
		return nil
	}
	return &Error{Code: CodeInvalid, Key: "error.invalid", Fields: fields}
}

// CodeOf returns the code of err: "" for nil, CodeInternal if it is not an Error.
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

// notFound replaces GORM's "record not found" by a CodeNotFound error.
func notFound(err error) error {
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return NewError(CodeNotFound, "error.not_found")
	}
	return err
}

// replaceErr returns ours if err is theirs, else err.
func replaceErr(err, theirs, ours error) error {
	if errors.Is(err, theirs) {
		return ours
	}
	return err
}

// mustAffect returns otherwise if a statement changed no row, which is not an error for the database.
func mustAffect(result *gorm.DB, otherwise *Error) error {
	if result.Error != nil {
		return result.Error
	}
	if result.RowsAffected == 0 {
		return otherwise
	}
	return nil
}
