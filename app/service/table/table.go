// Package table writes tables as files that spreadsheets and programs open: CSV and XLSX.
//
// A cell is text, a whole number, a float64, a bool, a time.Time (written as the clock of its own location shows it),
// a pointer to one of these, or nil for an empty cell. Other types are written as fmt prints them. Only text is ever
// made safe against being run as a formula: a number is a number, also a negative one.
package table

import (
	"fmt"
	"iter"
	"reflect"
	"time"
)

// Table is a list to write: a name (the sheet's), the columns' titles, and the rows as they come. A row that carries
// an error ends the writing with it.
type Table struct {
	Name   string
	Header []string
	Rows   iter.Seq2[[]any, error]
}

// timeLayout is how a time is written in both formats: spreadsheets of every language read it, and it sorts.
const timeLayout = "2006-01-02 15:04:05"

// underlying reduces a cell to nil, string, int64, uint64, float64, bool or time.Time, whatever named type it has.
func underlying(cell any) any {
	switch cell.(type) {
	case nil, string, time.Time, int64, uint64, float64, bool:
		return cell
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
