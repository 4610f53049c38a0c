package spss

import (
	"encoding/binary"
	"fmt"
	"math"
	"strings"
)

// extension writes a record that says more of the file: its elements have so many bytes each.
func (e *encoder) extension(kind, size int, content []byte) {
	e.int32(7, kind, size, len(content)/size)
	e.bytes(content...)
}

func (e *encoder) extensions(f *File) {
	const utf8 = 65001
	e.extension(3, 4, integers(1, 0, 0, -1, 1, 1, 2, utf8))
	var floats []byte
	for _, x := range []float64{systemMissing, math.MaxFloat64, lowest} {
		floats = binary.LittleEndian.AppendUint64(floats, math.Float64bits(x))
	}
	e.extension(4, 8, floats)
	e.extension(11, 4, integers(display(f)...))
	e.extension(13, 1, []byte(longNames(f)))
	if widths := longWidths(f); widths != "" {
		e.extension(14, 1, []byte(widths))
	}
	//nolint:gosec // a number of rows
	cases := binary.LittleEndian.AppendUint64([]byte{1, 0, 0, 0, 0, 0, 0, 0}, uint64(f.Cases))
	e.extension(16, 8, cases)
	e.extension(20, 1, []byte("UTF-8"))
	if labels := longValues(f); len(labels) > 0 {
		e.extension(21, 1, labels)
	}
	if missing := longMissing(f); len(missing) > 0 {
		e.extension(22, 1, missing)
	}
}

func integers(list ...int) (content []byte) {
	for _, n := range list {
		//nolint:gosec // lengths and codes of the format, which are small
		content = binary.LittleEndian.AppendUint32(content, uint32(int32(n)))
	}
	return content
}

// display says of each segment what may be reckoned with it, how wide its column is shown, and on which side.
func display(f *File) (list []int) {
	const left, right, shown = 0, 1, 12
	for i := range f.Variables {
		v := &f.Variables[i]
		side := right
		if v.Width > 0 {
			side = left
		}
		for range v.segments() {
			list = append(list, int(v.Measure), shown, side)
		}
	}
	return list
}

func longNames(f *File) string {
	list := make([]string, len(f.Variables))
	for i := range f.Variables {
		list[i] = shortName(i, 0) + "=" + f.Variables[i].Name
	}
	return strings.Join(list, "\t")
}

// longWidths has the widths of the texts that have several segments.
func longWidths(f *File) string {
	var list strings.Builder
	for i := range f.Variables {
		if width := f.Variables[i].Width; width > segment {
			fmt.Fprintf(&list, "%s=%05d\x00\t", shortName(i, 0), width)
		}
	}
	return list.String()
}

// longValues has what values of texts of more than 8 bytes mean.
func longValues(f *File) (content []byte) {
	for i := range f.Variables {
		v := &f.Variables[i]
		values := v.values()
		if v.Width <= 8 || len(values) == 0 {
			continue
		}
		content = appendText(content, v.Name)
		content = append(content, integers(v.Width, len(values))...)
		for _, value := range values {
			content = appendText(content, value.Text+strings.Repeat(" ", v.Width-len(value.Text)))
			content = appendText(content, cut(value.Label, longestValue))
		}
	}
	return content
}

// longMissing declares the empty text of more than 8 bytes as missing.
func longMissing(f *File) (content []byte) {
	for i := range f.Variables {
		v := &f.Variables[i]
		if v.Width > 8 && v.BlankIsMissing {
			content = append(appendText(content, v.Name), 1)
			content = appendText(content, strings.Repeat(" ", 8))
		}
	}
	return content
}

func appendText(content []byte, text string) []byte {
	return append(append(content, integers(len(text))...), text...)
}
