package pdf

import (
	"encoding/binary"
	"fmt"
	"io"
	"maps"
	"math/bits"
	"slices"

	"golang.org/x/image/font/sfnt"
)

// subset returns the font with these glyphs only, in this order, followed by the parts of composed ones. The tables are
// those that a font in a PDF needs (ISO 32000-1, 9.9). Of the file only what is needed is read.
func (p *program) subset(glyphs []sfnt.GlyphIndex) ([]byte, error) {
	r := &tableReader{tables: p.tables}
	out := map[string][]byte{}
	for _, tag := range []string{"cvt ", "fpgm", "prep"} { // the programs that fit glyphs to pixels
		if table, ok := p.tables[tag]; ok {
			out[tag] = r.read(tag, 0, int(table.Size()))
		}
	}
	head, hhea, maxp := r.read("head", 0, 54), r.read("hhea", 0, 36), r.read("maxp", 0, 32)
	if r.err != nil {
		return nil, r.err
	}
	r.longOffsets, r.metrics = binary.BigEndian.Uint16(head[50:]) != 0, int(binary.BigEndian.Uint16(hhea[34:]))
	shapes := r.glyphs(glyphs)
	for _, s := range shapes {
		out["loca"] = binary.BigEndian.AppendUint32(out["loca"], uint32(len(out["glyf"]))) //nolint:gosec // far below
		out["glyf"] = append(out["glyf"], s.outline...)
		out["glyf"] = append(out["glyf"], make([]byte, -len(s.outline)&3)...)
		out["hmtx"] = append(out["hmtx"], s.metrics...)
	}
	out["loca"] = binary.BigEndian.AppendUint32(out["loca"], uint32(len(out["glyf"]))) //nolint:gosec // far below
	binary.BigEndian.PutUint16(head[50:], 1)
	binary.BigEndian.PutUint16(hhea[34:], uint16(len(shapes))) //nolint:gosec // codes have 16 bits
	binary.BigEndian.PutUint16(maxp[4:], uint16(len(shapes)))  //nolint:gosec // the same
	out["head"], out["hhea"], out["maxp"] = head, hhea, maxp
	return assemble(out), r.err
}

// tableReader reads parts of the tables of a font. err is the first error.
type tableReader struct {
	tables      map[string]*io.SectionReader
	longOffsets bool // in loca
	metrics     int  // glyphs that have an own width
	err         error
}

// read returns as many bytes as asked for, also after an error.
func (r *tableReader) read(tag string, from, length int) []byte {
	content := make([]byte, length)
	table, ok := r.tables[tag]
	switch {
	case r.err != nil:
	case !ok:
		r.err = fmt.Errorf("no table %q", tag)
	default:
		if _, err := table.ReadAt(content, int64(from)); err != nil {
			r.err = fmt.Errorf("table %q at %d: %w", tag, from, err)
		}
	}
	return content
}

// shapeOfGlyph is what the tables glyf and hmtx hold of a glyph.
type shapeOfGlyph struct{ outline, metrics []byte }

// glyphs reads glyphs and, after them, the parts of composed ones, which then refer to the new places.
func (r *tableReader) glyphs(wanted []sfnt.GlyphIndex) []shapeOfGlyph {
	wanted = slices.Clone(wanted)
	place := map[sfnt.GlyphIndex]int{}
	for i, index := range wanted {
		place[index] = i
	}
	var list []shapeOfGlyph
	for i := 0; i < len(wanted) && r.err == nil; i++ {
		outline := r.outline(wanted[i])
		for _, at := range r.parts(outline) {
			index := sfnt.GlyphIndex(binary.BigEndian.Uint16(outline[at:]))
			if _, ok := place[index]; !ok {
				place[index] = len(wanted)
				wanted = append(wanted, index)
			}
			binary.BigEndian.PutUint16(outline[at:], uint16(place[index])) //nolint:gosec // codes have 16 bits
		}
		list = append(list, shapeOfGlyph{outline, r.metricsOf(wanted[i])})
	}
	return list
}

func (r *tableReader) outline(index sfnt.GlyphIndex) []byte {
	var from, to int
	if r.longOffsets {
		offsets := r.read("loca", 4*int(index), 8)
		from, to = int(binary.BigEndian.Uint32(offsets)), int(binary.BigEndian.Uint32(offsets[4:]))
	} else {
		offsets := r.read("loca", 2*int(index), 4)
		from, to = 2*int(binary.BigEndian.Uint16(offsets)), 2*int(binary.BigEndian.Uint16(offsets[2:]))
	}
	return r.read("glyf", from, max(to-from, 0))
}

// metricsOf returns the width and the left side bearing. The last glyphs share the last width.
func (r *tableReader) metricsOf(index sfnt.GlyphIndex) []byte {
	if int(index) < r.metrics {
		return r.read("hmtx", 4*int(index), 4)
	}
	return append(r.read("hmtx", 4*(r.metrics-1), 2), r.read("hmtx", 4*r.metrics+2*(int(index)-r.metrics), 2)...)
}

// parts returns where an outline names the glyphs that it is composed of (OpenType, glyf, "Composite Glyph
// Description").
func (r *tableReader) parts(outline []byte) (places []int) {
	const words, scale, more, scales, matrix = 1 << 0, 1 << 3, 1 << 5, 1 << 6, 1 << 7
	if len(outline) < 10 || outline[0]&0x80 == 0 {
		return nil
	}
	for at, flags := 10, more; flags&more != 0; {
		if at+4 > len(outline) {
			r.err = io.ErrUnexpectedEOF
			return nil
		}
		flags = int(binary.BigEndian.Uint16(outline[at:]))
		places = append(places, at+2)
		at += 6
		if flags&words != 0 {
			at += 2
		}
		switch {
		case flags&scale != 0:
			at += 2
		case flags&scales != 0:
			at += 4
		case flags&matrix != 0:
			at += 8
		}
	}
	return places
}

// assemble makes a font of its tables (OpenType, "Organization of an OpenType Font").
func assemble(tables map[string][]byte) []byte {
	const headerSize, recordSize, wholeSum, sumInHead = 12, 16, 0xB1B0AFBA, 8
	binary.BigEndian.PutUint32(tables["head"][sumInHead:], 0)
	count := len(tables)
	power := bits.Len(uint(count)) - 1
	font := []byte{0, 1, 0, 0}
	for _, v := range []int{count, recordSize << power, power, recordSize * (count - 1<<power)} {
		font = binary.BigEndian.AppendUint16(font, uint16(v)) //nolint:gosec // a dozen tables
	}
	font = append(font, make([]byte, recordSize*count)...)
	var head int
	for i, tag := range slices.Sorted(maps.Keys(tables)) {
		table, record := tables[tag], headerSize+recordSize*i
		if tag == "head" {
			head = len(font)
		}
		copy(font[record:], tag)
		binary.BigEndian.PutUint32(font[record+8:], uint32(len(font)))   //nolint:gosec // far below
		binary.BigEndian.PutUint32(font[record+12:], uint32(len(table))) //nolint:gosec // far below
		begin := len(font)
		font = append(append(font, table...), make([]byte, -len(table)&3)...)
		binary.BigEndian.PutUint32(font[record+4:], checksum(font[begin:]))
	}
	binary.BigEndian.PutUint32(font[head+sumInHead:], wholeSum-checksum(font))
	return font
}

// checksum adds the 32-bit numbers of a table whose length is a multiple of four.
func checksum(table []byte) (sum uint32) {
	for ; len(table) > 0; table = table[4:] {
		sum += binary.BigEndian.Uint32(table)
	}
	return sum
}
