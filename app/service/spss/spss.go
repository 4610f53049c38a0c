// Package spss writes tables as files of SPSS Statistics (.sav), which PSPP, R (haven), pandas (pyreadstat), jamovi and
// Stata's import read, too. The format is that of PSPP's developer's guide, "System File Format": little-endian, in
// UTF-8, with the simple compression.
//
// Lengths are in bytes of UTF-8: of a label of a variable 255, of a value 120, of a text 32,767. Longer ones are cut
// after a whole letter.
package spss

import (
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// Measure says what may be reckoned with a variable.
type Measure int32

// The measures.
const (
	Nominal Measure = iota + 1
	Ordinal
	Scale
)

// Variable is a column.
type Variable struct {
	// Name begins with a letter and has ASCII letters, digits and underscores, at most 64. A word that SPSS keeps for
	// itself gets an underscore.
	Name, Label string
	Measure     Measure
	// Width is how many bytes the longest text of the column has, 0 for a column of numbers.
	Width  int
	Values []Value
	// BlankIsMissing declares the empty text as missing. A number that is nil is missing always.
	BlankIsMissing bool
	// NotAsked declares a value as missing for a reason of its own. Texts may have one where no value is longer than
	// Short.
	NotAsked *Value
}

// values are those with a label.
func (v *Variable) values() []Value {
	if v.NotAsked == nil {
		return v.Values
	}
	return append(slices.Clone(v.Values), *v.NotAsked)
}

// missing are the texts that are declared as missing.
func (v *Variable) missing() (texts []string) {
	if v.BlankIsMissing {
		texts = append(texts, "")
	}
	if v.NotAsked != nil {
		texts = append(texts, v.NotAsked.Text)
	}
	return texts
}

// Value is what one value of a variable means: a Text, or a Number where the variable has numbers.
type Value struct {
	Number float64
	Text   string
	Label  string
}

// File is a table to write. Rows yields cells in the order of the variables: an int, float64, string or nil. Cases is
// how many rows there are. Created is written as its own clock shows it.
type File struct {
	Label     string
	Created   time.Time
	Variables []Variable
	Cases     int
	Rows      iter.Seq2[[]any, error]
}

// Short is the length in bytes up to which a text may have several missing values that all programs read.
const Short = 8

const (
	widest       = 32_767 // bytes of a text
	segment      = 255    // bytes of a text that one segment holds; longer ones have several
	segmentStep  = 252    // how many of them count in the width of the last one
	longestLabel = 255
	longestValue = 120
	longestTitle = 64
)

// Write writes the file. An error of Rows ends it and is returned.
func Write(w io.Writer, f *File) error {
	f = f.prepared()
	out := &encoder{w: w}
	out.header(f)
	for i := range f.Variables {
		out.variable(&f.Variables[i], i)
	}
	out.valueLabels(f)
	out.extensions(f)
	out.int32(999, 0)
	data := &compressor{encoder: out}
	cases := 0
	for row, err := range f.Rows {
		if err != nil {
			return err
		}
		if len(row) != len(f.Variables) {
			return fmt.Errorf("a row of %d cells for %d variables", len(row), len(f.Variables))
		}
		for i := range f.Variables {
			data.cell(&f.Variables[i], row[i])
		}
		cases++
	}
	data.end()
	if cases != f.Cases {
		return fmt.Errorf("%d cases were said to be %d", cases, f.Cases)
	}
	return out.flush()
}

// reserved are the words that SPSS does not take as a name.
var reserved = []string{"all", "and", "by", "eq", "ge", "gt", "le", "lt", "ne", "not", "or", "to", "with"}

// prepared is the file with names and widths that the format takes. The caller's file stays as it is.
func (f *File) prepared() *File {
	prepared := *f
	prepared.Variables = slices.Clone(f.Variables)
	for i := range prepared.Variables {
		v := &prepared.Variables[i]
		if slices.Contains(reserved, strings.ToLower(v.Name)) {
			v.Name += "_"
		}
		for _, value := range v.values() {
			v.Width = widthFor(v.Width, value.Text)
		}
		v.Width = min(v.Width, widest)
	}
	return &prepared
}

func widthFor(width int, text string) int {
	if width == 0 {
		return 0
	}
	return max(width, len(text))
}

// cut is the beginning of a text that has at most so many bytes, without half a letter.
func cut(text string, most int) string {
	if len(text) <= most {
		return text
	}
	for most > 0 && !utf8.RuneStart(text[most]) {
		most--
	}
	return text[:most]
}

// segments are the declared widths of the parts of a text variable; a number has one, of 0.
func (v *Variable) segments() []int {
	if v.Width <= segment {
		return []int{v.Width}
	}
	n := (v.Width + segmentStep - 1) / segmentStep
	widths := slices.Repeat([]int{segment}, n)
	widths[n-1] = v.Width - segmentStep*(n-1)
	return widths
}

// units is how many elements of 8 bytes a segment of the width has.
func units(width int) int { return max(1, (width+7)/8) }

// shortName is the name that old readers know a segment by. SPSS joins the segments of a text whose names have the same
// first five letters.
func shortName(variable, segment int) string {
	const digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	name := []byte("V0000")
	for i, n := 4, variable+1; i > 0; i, n = i-1, n/36 {
		name[i] = digits[n%36]
	}
	if segment > 0 {
		name = append(name, digits[segment/36%36], digits[segment%36])
	}
	return string(name)
}
