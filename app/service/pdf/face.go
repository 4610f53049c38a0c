package pdf

import (
	"encoding/binary"
	"fmt"
	"io"
	"slices"
	"sync"
	"weak"

	shapes "github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/font/opentype"
	"github.com/go-text/typesetting/font/opentype/tables"
	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"

	"meguri/static"
)

// face is a font. Its file is opened when a document first needs it, and its glyphs are read one by one.
type face struct {
	name string
	load func() (*program, error)
	// variants finds the glyph of a character with a variation selector.
	variants func() (shapes.UnicodeVariations, error)
	mutex    sync.Mutex
	// shaping is the font with all of its tables in memory, as long as a document uses it.
	shaping weak.Pointer[shapes.Font]
}

type program struct {
	file   *io.SectionReader
	parsed *sfnt.Font
	tables map[string]*io.SectionReader
}

func newFace(name string) *face {
	f := &face{name: name, load: sync.OnceValues(func() (*program, error) { return openFont(name) })}
	f.variants = sync.OnceValues(f.readVariants)
	return f
}

func openFont(name string) (*program, error) {
	file, err := static.Font(name)
	if err != nil {
		return nil, err
	}
	parsed, err := sfnt.ParseReaderAt(file)
	if err != nil {
		return nil, fmt.Errorf("font %s: %w", name, err)
	}
	tables, err := findTables(file)
	if err != nil {
		return nil, fmt.Errorf("font %s: %w", name, err)
	}
	return &program{file, parsed, tables}, nil
}

// findTables reads the table directory of a font (OpenType, "Table Directory").
func findTables(file *io.SectionReader) (map[string]*io.SectionReader, error) {
	const headerSize, recordSize = 12, 16
	header := make([]byte, headerSize)
	if _, err := file.ReadAt(header, 0); err != nil {
		return nil, err
	}
	directory := make([]byte, recordSize*int(binary.BigEndian.Uint16(header[4:])))
	if _, err := file.ReadAt(directory, headerSize); err != nil {
		return nil, err
	}
	tables := map[string]*io.SectionReader{}
	for record := range slices.Chunk(directory, recordSize) {
		offset, length := binary.BigEndian.Uint32(record[8:]), binary.BigEndian.Uint32(record[12:])
		tables[string(record[:4])] = io.NewSectionReader(file, int64(offset), int64(length))
	}
	return tables, nil
}

// readVariants reads the table of variation sequences, which sfnt does not know (OpenType, cmap format 14).
func (f *face) readVariants() (shapes.UnicodeVariations, error) {
	loaded, err := f.load()
	if err != nil {
		return nil, err
	}
	loader, err := opentype.NewLoader(io.NewSectionReader(loaded.file, 0, loaded.file.Size()))
	if err != nil {
		return nil, fmt.Errorf("font %s: %w", f.name, err)
	}
	raw, err := loader.RawTable(opentype.MustNewTag("cmap"))
	if err != nil {
		return nil, fmt.Errorf("font %s: %w", f.name, err)
	}
	table, _, err := tables.ParseCmap(raw)
	if err != nil {
		return nil, fmt.Errorf("font %s: %w", f.name, err)
	}
	_, variants, err := shapes.ProcessCmap(table, tables.FPNone)
	return variants, err
}

// font returns the face as the shaper needs it. Parsing takes 1 ms (Arabic) to 30 ms (BIZ UDPGothic) and up to 20 MB:
// documents that are made at the same time share it, and afterwards it goes.
func (f *face) font() (*shapes.Font, error) {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	if shared := f.shaping.Value(); shared != nil {
		return shared, nil
	}
	loaded, err := f.load()
	if err != nil {
		return nil, err
	}
	loader, err := opentype.NewLoader(io.NewSectionReader(loaded.file, 0, loaded.file.Size()))
	if err != nil {
		return nil, fmt.Errorf("font %s: %w", f.name, err)
	}
	parsed, err := shapes.NewFont(loader)
	if err != nil {
		return nil, fmt.Errorf("font %s: %w", f.name, err)
	}
	f.shaping = weak.Make(parsed)
	return parsed, nil
}

// em is the size at which outlines and widths are read.
const em = 1000

// glyph is a character of a face: its width and its outline, in thousandths of the size.
type glyph struct {
	index   sfnt.GlyphIndex
	width   float64
	outline outline
}

// find looks a character up. ok is false if the face does not have it.
func (f *face) find(buffer *sfnt.Buffer, r rune, withOutline bool) (g glyph, ok bool, err error) {
	loaded, err := f.load()
	if err != nil {
		return glyph{}, false, err
	}
	index, err := loaded.parsed.GlyphIndex(buffer, r)
	if err != nil || index == 0 {
		return glyph{}, false, err
	}
	g, err = loaded.read(buffer, index, withOutline)
	return g, err == nil, err
}

// findVariant looks up the form of a character that a variation selector asks for, which may be the usual one. ok is
// false if the face knows no such form.
func (f *face) findVariant(buffer *sfnt.Buffer, r, selector rune) (g glyph, ok bool, err error) {
	variants, err := f.variants()
	if err != nil {
		return glyph{}, false, err
	}
	index, found := variants.GetGlyphVariant(r, selector)
	switch found {
	case shapes.VariantFound:
		loaded, err := f.load()
		if err != nil {
			return glyph{}, false, err
		}
		g, err = loaded.read(buffer, sfnt.GlyphIndex(index), true) //nolint:gosec // a face has at most 65,535 glyphs
		return g, err == nil, err
	case shapes.VariantUseDefault:
		return f.find(buffer, r, true)
	}
	return glyph{}, false, nil
}

func (p *program) read(buffer *sfnt.Buffer, index sfnt.GlyphIndex, withOutline bool) (g glyph, err error) {
	advance, err := p.parsed.GlyphAdvance(buffer, index, fixed.I(em), font.HintingNone)
	if err != nil {
		return glyph{}, err
	}
	g.index, g.width = index, float64(advance)/64
	if !withOutline {
		return g, nil
	}
	segments, err := p.parsed.LoadGlyph(buffer, index, fixed.I(em), nil)
	if err != nil {
		return glyph{}, err
	}
	g.outline = fromSfnt(segments)
	return g, nil
}
