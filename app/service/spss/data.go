package spss

import (
	"encoding/binary"
	"math"
	"strings"
)

// compressor writes cells in the simple compression: eight codes, then the elements that they do not say themselves.
type compressor struct {
	*encoder
	codes    [8]byte
	used     int
	elements []byte
}

// The codes. Those from 1 to 251 are a whole number and the bias.
const (
	codeEnd     = 252
	codeElement = 253 // the element follows
	codeBlank   = 254 // eight blanks
	codeMissing = 255
)

func (c *compressor) code(code byte, element ...byte) {
	c.codes[c.used] = code
	c.used++
	c.elements = append(c.elements, element...)
	if c.used == len(c.codes) {
		c.write()
	}
}

func (c *compressor) write() {
	c.bytes(c.codes[:]...)
	c.bytes(c.elements...)
	c.codes, c.used, c.elements = [8]byte{}, 0, c.elements[:0]
}

func (c *compressor) end() {
	c.code(codeEnd)
	if c.used > 0 {
		c.write()
	}
}

func (c *compressor) cell(v *Variable, cell any) {
	if v.Width == 0 {
		c.number(cell)
		return
	}
	text, _ := cell.(string)
	text = cut(text, v.Width)
	for _, width := range v.segments() {
		part := text[:min(len(text), segment)]
		text = text[len(part):]
		c.part(part, units(width))
	}
}

// part writes a part of a text in so many elements.
func (c *compressor) part(text string, elements int) {
	for range elements {
		piece := text[:min(len(text), 8)]
		text = text[len(piece):]
		if strings.Trim(piece, " ") == "" {
			c.code(codeBlank)
			continue
		}
		var element [8]byte
		copy(element[:], "        ")
		copy(element[:], piece)
		c.code(codeElement, element[:]...)
	}
}

func (c *compressor) number(cell any) {
	var x float64
	switch v := cell.(type) {
	case int:
		x = float64(v)
	case float64:
		x = v
	default:
		c.code(codeMissing)
		return
	}
	if n := x + bias; n == math.Trunc(n) && n >= 1 && n < codeEnd {
		c.code(byte(n))
		return
	}
	c.code(codeElement, binary.LittleEndian.AppendUint64(nil, math.Float64bits(x))...)
}
