// Package rows reads lists that are edited as rows of one form. The field `row` lists the keys of the rows in the order
// of the page; each other field is named by what it is and the key of its row, as in title_ja.KEY. The key is the id of
// what the row is about; the client makes that of a new one.
//
// Each row brings a sum of what it was when the page was made. A row that nobody touched is not stored, and one that
// somebody else changed meanwhile is told: see docs/decisions/0029-rows-that-were-not-touched.md.
package rows

import (
	"cmp"
	"errors"
	"hash/fnv"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"

	"meguri/app/service/check"
	"meguri/models"
)

// Blank is how many empty rows a page has below the others, for those who have no JavaScript.
const Blank = 3

// most is more than any list has.
const most = 500

// Field is the name of a field of a row.
func Field(name, key string) string { return name + "." + key }

// Row is a row as a form brings it.
type Row struct {
	Key    string
	values url.Values
}

// Read reads the rows of a form in their order: that of the page, or of the numbers in the fields `place`, which people
// type who have no JavaScript.
func Read(values url.Values) []Row {
	var list []Row
	for _, key := range values["row"] {
		known := slices.ContainsFunc(list, func(r Row) bool { return r.Key == key })
		if models.ValidID(key) && !known && len(list) < most {
			list = append(list, Row{key, values})
		}
	}
	places := make(map[string]float64, len(list))
	for i, row := range list {
		places[row.Key] = row.place(i + 1)
	}
	slices.SortStableFunc(list, func(a, b Row) int { return cmp.Compare(places[a.Key], places[b.Key]) })
	return list
}

func (r Row) place(from int) float64 {
	n, err := strconv.ParseFloat(strings.TrimSpace(norm.NFKC.String(r.One("place"))), 64)
	if err != nil {
		return float64(from)
	}
	return n
}

// One is a field of the row.
func (r Row) One(name string) string { return r.values.Get(Field(name, r.Key)) }

// All are the values of a field that the row has several times.
func (r Row) All(name string) []string { return r.values[Field(name, r.Key)] }

// Has reports whether a box of the row is ticked.
func (r Row) Has(name string) bool { return r.One(name) != "" }

// Was is the sum of what the row was when the page was made, "" of a new row.
func (r Row) Was() string { return r.One("was") }

// Deleted reports whether the row is to be deleted.
func (r Row) Deleted() bool { return r.Has("delete") }

// Sum tells whether two rows are the same.
func Sum(parts ...string) string {
	sum := fnv.New64a()
	for _, part := range parts {
		_, _ = sum.Write([]byte(strings.TrimSpace(part) + "\x00"))
	}
	return strconv.FormatUint(sum.Sum64(), 36)
}

// Fields are the names of all fields of rows, in the order of the page.
func Fields(names, keys []string) (list []string) {
	for _, key := range keys {
		for _, name := range names {
			list = append(list, Field(name, key))
		}
	}
	return list
}

// Faults puts the faults of what a row makes beside the fields of the row.
func Faults(c *check.Checker, key string, err error) {
	var faults *models.Error
	if !errors.As(err, &faults) {
		return
	}
	for name, text := range faults.Fields {
		c.Fault(Field(name, key), text, faults.ArgsOf(name)...)
	}
}

// Difference is a field that somebody else saved in another way. Label is a text key, and Saved as well where it IsKey.
type Difference struct {
	Label, Saved string
	IsKey        bool
}

// Compared is a field of a row: what it is called, what was typed, what is saved.
type Compared struct {
	Label, Typed, Saved string
	IsKey               bool
}

// Differences are those among the fields of a row.
func Differences(fields ...Compared) (list []Difference) {
	for _, field := range fields {
		if field.Typed != field.Saved {
			list = append(list, Difference{field.Label, field.Saved, field.IsKey})
		}
	}
	return list
}

// YesNo is the text key of a box.
func YesNo(ticked bool) string {
	if ticked {
		return "rows.yes"
	}
	return "rows.no"
}

// Change is what becomes of a row.
type Change int

// The changes.
const (
	Keep Change = iota
	Create
	Update
	Delete
	Conflict // somebody else changed or deleted it first
)

// ChangeOf decides what becomes of a row. was is the sum that it brought, typed that of what it says now, and stored
// that of what is stored; "" where nothing is. It does not matter how often the same form is sent.
func ChangeOf(was, typed, stored string, deleted bool) Change {
	switch {
	case deleted && stored == "", !deleted && (typed == stored || typed == was):
		return Keep
	case was != stored:
		return Conflict
	case deleted:
		return Delete
	case stored == "":
		return Create
	}
	return Update
}
