package spss

import (
	"encoding/binary"
	"io"
	"math"
	"strings"
)

// encoder writes records. After a failed write it writes nothing more.
type encoder struct {
	w      io.Writer
	buffer []byte
	err    error
}

const bufferSize = 64 << 10

func (e *encoder) bytes(b ...byte) {
	e.buffer = append(e.buffer, b...)
	if len(e.buffer) >= bufferSize {
		_ = e.flush()
	}
}

func (e *encoder) flush() error {
	if e.err == nil {
		_, e.err = e.w.Write(e.buffer)
	}
	e.buffer = e.buffer[:0]
	return e.err
}

func (e *encoder) int32(list ...int) {
	for _, n := range list {
		//nolint:gosec // lengths and codes of the format, which are small
		e.bytes(binary.LittleEndian.AppendUint32(nil, uint32(int32(n)))...)
	}
}

func (e *encoder) float(list ...float64) {
	for _, x := range list {
		e.bytes(binary.LittleEndian.AppendUint64(nil, math.Float64bits(x))...)
	}
}

// text writes a text in so many bytes, with blanks after it.
func (e *encoder) text(text string, width int) {
	text = cut(text, width)
	e.bytes([]byte(text + strings.Repeat(" ", width-len(text)))...)
}

// The numbers that stand for nothing, for the highest and for the lowest one.
var (
	systemMissing = -math.MaxFloat64
	lowest        = math.Nextafter(-math.MaxFloat64, 0)
)

const bias = 100 // of small numbers in compressed data

func (e *encoder) header(f *File) {
	size := 0
	for i := range f.Variables {
		for _, width := range f.Variables[i].segments() {
			size += units(width)
		}
	}
	e.text("$FL2", 4)
	e.text("@(#) SPSS DATA FILE Meguri", 60)
	e.int32(2, size, 1, 0, f.Cases)
	e.float(bias)
	e.text(f.Created.Format("02 Jan 06"), 9)
	e.text(f.Created.Format("15:04:05"), 8)
	e.text(f.Label, longestTitle)
	e.bytes(0, 0, 0)
}

// The formats in which programs show a cell.
const (
	formatText   = 1
	formatNumber = 5
)

// variable writes the records of a variable: one for each 8 bytes of each segment.
func (e *encoder) variable(v *Variable, number int) {
	for i, width := range v.segments() {
		format := formatText<<16 | width<<8
		if v.Width == 0 {
			format = formatNumber<<16 | 8<<8
		}
		label, missing := "", 0
		if i == 0 {
			label = cut(v.Label, longestLabel)
		}
		switch {
		case v.Width == 0 && v.NotAsked != nil:
			missing = 1
		case v.Width > 0 && v.Width <= 8:
			missing = len(v.missing())
		}
		hasLabel := 0
		if label != "" {
			hasLabel = 1
		}
		e.int32(2, width, hasLabel, missing, format, format)
		e.text(shortName(number, i), 8)
		if hasLabel > 0 {
			e.int32(len(label))
			e.text(label, (len(label)+3)/4*4)
		}
		switch {
		case missing > 0 && v.Width == 0:
			e.float(v.NotAsked.Number)
		case missing > 0:
			for _, text := range v.missing() {
				e.text(text, 8)
			}
		}
		for range units(width) - 1 {
			e.int32(2, -1, 0, 0, 0, 0)
			e.text("", 8)
		}
	}
}

// valueLabels writes what values of numbers and of texts of up to 8 bytes mean. Longer ones have a record of their own.
func (e *encoder) valueLabels(f *File) {
	index := 1
	for i := range f.Variables {
		v := &f.Variables[i]
		if values := v.values(); len(values) > 0 && v.Width <= 8 {
			e.int32(3, len(values))
			for _, value := range values {
				if v.Width == 0 {
					e.float(value.Number)
				} else {
					e.text(value.Text, 8)
				}
				label := cut(value.Label, longestValue)
				e.bytes(byte(len(label))) //nolint:gosec // at most 120
				e.text(label, (len(label)+8)/8*8-1)
			}
			e.int32(4, 1, index)
		}
		for _, width := range v.segments() {
			index += units(width)
		}
	}
}
