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

// face is a font. Its file is read and parsed when a document first needs it, and kept in memory.
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

// roundTables rounds the lengths in the table directory of a font (OpenType, "Table Directory") up to multiples of
// four, for the tables that gofpdf copies unchanged. Otherwise gofpdf would write padding behind them to compute their
// checksums, into bytes that all documents share. The file has the padding already, so the tables only grow by zeros.
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

// em is the size at which outlines and widths are read.
const em = 1000

// glyph is a character of a face: its width, in thousandths of the size, and its outline.
type glyph struct {
	width   float64
	outline sfnt.Segments
}

// find looks a character up. ok is false if the face does not have it.
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
	g.outline = append(sfnt.Segments(nil), segments...) // the buffer will be reused
	return g, true, nil
}
