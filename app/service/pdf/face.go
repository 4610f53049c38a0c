package pdf

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"sync"

	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"

	"meguri/static"
)

// face is a font program. Its bytes are read and parsed when a document first needs them, and then kept.
type face struct {
	name string
	load func() (*program, error)
}

type program struct {
	content []byte
	parsed  *sfnt.Font
}

var errNoFonts = errors.New("the fonts are missing: run `make assets` and build again")

func newFace(name string) *face {
	return &face{name, sync.OnceValues(func() (*program, error) {
		content, err := fs.ReadFile(static.Files, "dist/fonts/"+name+".ttf")
		if errors.Is(err, fs.ErrNotExist) {
			return nil, errNoFonts
		}
		if err != nil {
			return nil, err
		}
		parsed, err := sfnt.Parse(content)
		if err != nil {
			return nil, fmt.Errorf("font %s: %w", name, err)
		}
		roundTables(content)
		return &program{content, parsed}, nil
	})}
}

// roundTables makes the lengths in the directory of a font (OpenType, "Table Directory") multiples of four, for the
// tables that gofpdf takes over as they are: to reckon their checksums it would itself write the padding behind them,
// into bytes that all documents share. The padding is there, so that the tables only grow by zeros which nobody reads.
func roundTables(content []byte) {
	count := int(binary.BigEndian.Uint16(content[4:]))
	for i := range count {
		record := content[12+16*i:]
		switch string(record[:4]) {
		case "name", "cvt ", "fpgm", "prep", "gasp", "OS/2":
			offset, length := binary.BigEndian.Uint32(record[8:]), binary.BigEndian.Uint32(record[12:])
			if rounded := (length + 3) &^ 3; int(offset+rounded) <= len(content) {
				binary.BigEndian.PutUint32(record[12:], rounded)
			}
		}
	}
}

// em is the size in which outlines and widths are read.
const em = 1000

// glyph is a character in a face: how wide it is, in thousandths of its size, and its outline.
type glyph struct {
	width   float64
	outline sfnt.Segments
}

// find looks a character up; ok is false where the face does not have it.
func (f *face) find(buffer *sfnt.Buffer, r rune, withOutline bool) (g glyph, ok bool, err error) {
	loaded, err := f.load()
	if err != nil {
		return glyph{}, false, err
	}
	parsed := loaded.parsed
	index, err := parsed.GlyphIndex(buffer, r)
	if err != nil || index == 0 {
		return glyph{}, false, err
	}
	advance, err := parsed.GlyphAdvance(buffer, index, fixed.I(em), font.HintingNone)
	if err != nil {
		return glyph{}, false, err
	}
	g.width = float64(advance) / 64
	if !withOutline {
		return g, true, nil
	}
	segments, err := parsed.LoadGlyph(buffer, index, fixed.I(em), nil)
	if err != nil {
		return glyph{}, false, err
	}
	g.outline = append(sfnt.Segments(nil), segments...) // the buffer is used again
	return g, true, nil
}
