package text

import (
	"strings"
	"unicode"
)

// maxMarks is how many marks a letter may carry. Vietnamese and Hebrew need two.
const maxMarks = 2

// Unpile leaves out the marks of a letter beyond maxMarks: piled up, they cover the lines around.
func Unpile(s string) string {
	marks := 0
	return strings.Map(func(r rune) rune {
		if !unicode.Is(pilable, r) {
			marks = 0
			return r
		}
		if marks++; marks > maxMarks {
			return -1
		}
		return r
	}, composeNFC(s))
}

// pilable are the marks that no script needs in numbers.
var pilable = &unicode.RangeTable{R16: []unicode.Range16{
	{Lo: 0x0300, Hi: 0x036F, Stride: 1}, {Lo: 0x0483, Hi: 0x0489, Stride: 1}, {Lo: 0x1AB0, Hi: 0x1AFF, Stride: 1},
	{Lo: 0x1DC0, Hi: 0x1DFF, Stride: 1}, {Lo: 0x20D0, Hi: 0x20FF, Stride: 1}, {Lo: 0xFE20, Hi: 0xFE2F, Stride: 1},
}}
