// Package table writes and reads tables as CSV and XLSX.
//
// A cell is a string, an integer, a float64, a bool, a time.Time (written in its own location), a Day, a pointer to one
// of these, or nil for an empty cell. Other types are written as fmt prints them. Only texts are protected against
// being run as a formula, not negative numbers.
package table

import (
	"fmt"
	"iter"
	"reflect"
	"time"
)

// Table is a table to write. Name is the name of the sheet. An error of Rows ends the writing and is returned.
type Table struct {
	Name   string
	Header []string
	Rows   iter.Seq2[[]any, error]
	// ReplacedTitle is the title of the column in which a file in Shift_JIS reports the letters that it replaced.
	ReplacedTitle string
}

// Day is a cell with a day, at midnight in UTC, without its clock.
type Day time.Time

// timeLayout is how CSV writes a time: with its offset, which programs of analysts need (ISO 8601).
const timeLayout = "2006-01-02T15:04:05-07:00"

// underlying converts a cell to nil, string, int64, uint64, float64, bool, time.Time or Day.
func underlying(cell any) any {
	switch v := cell.(type) {
	case nil, string, time.Time, Day, int64, uint64, float64, bool:
		return cell
	case int:
		return int64(v)
	}
	v := reflect.ValueOf(cell)
	switch {
	case !v.IsValid():
		return nil
	case v.Kind() == reflect.Pointer:
		if v.IsNil() {
			return nil
		}
		return underlying(v.Elem().Interface())
	case v.Kind() == reflect.String:
		return v.String()
	case v.CanInt():
		return v.Int()
	case v.CanUint():
		return v.Uint()
	case v.CanFloat():
		return v.Float()
	case v.Kind() == reflect.Bool:
		return v.Bool()
	}
	return fmt.Sprint(cell)
}
