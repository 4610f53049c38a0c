package pdf

import (
	"bytes"
	"io"
	"reflect"
	"testing"

	"golang.org/x/image/font/sfnt"
)

// Each glyph of a subset, composed ones too, is that of the whole face.
func TestASubsetHasTheGlyphsOfItsFace(t *testing.T) {
	for _, name := range []string{"BIZUDPGothic", "NotoSans", "NotoSansThai"} {
		whole, err := openFont(name)
		if err != nil {
			t.Fatal(err)
		}
		wanted := []sfnt.GlyphIndex{0}
		for i := whole.parsed.NumGlyphs() - 1; i > 0; i -= 3 {
			wanted = append(wanted, sfnt.GlyphIndex(i))
		}
		content, err := whole.subset(wanted)
		if err != nil {
			t.Fatal(err)
		}
		cut := parseSubset(t, whole, content)
		if parts := cut.NumGlyphs() - len(wanted); parts == 0 && name == "NotoSans" {
			t.Error("no composed glyph was tested")
		}
		var buffer sfnt.Buffer
		for i, index := range wanted {
			want, err := whole.read(&buffer, index, true)
			if err != nil {
				t.Fatal(err)
			}
			got, err := (&program{parsed: cut}).read(&buffer, sfnt.GlyphIndex(i), true)
			if err != nil || got.width != want.width || !reflect.DeepEqual(got.outline, want.outline) {
				t.Fatalf("%s: glyph %d became another: %v", name, index, err)
			}
		}
	}
}

// parseSubset parses a subset, with the tables that a font in a PDF does not need but this parser does.
func parseSubset(t *testing.T, whole *program, content []byte) *sfnt.Font {
	t.Helper()
	tables, err := findTables(io.NewSectionReader(bytes.NewReader(content), 0, int64(len(content))))
	if err != nil {
		t.Fatal(err)
	}
	for _, tag := range []string{"OS/2", "cmap", "name", "post"} {
		tables[tag] = whole.tables[tag]
	}
	all := map[string][]byte{}
	for tag, table := range tables {
		if all[tag], err = io.ReadAll(table); err != nil {
			t.Fatal(err)
		}
	}
	parsed, err := sfnt.ParseReaderAt(bytes.NewReader(assemble(all)))
	if err != nil {
		t.Fatal(err)
	}
	return parsed
}

// A font that is cut short is an error, not a panic.
func TestASubsetOfABrokenFaceIsAnError(t *testing.T) {
	whole, err := openFont("NotoSans")
	if err != nil {
		t.Fatal(err)
	}
	for _, tag := range []string{"head", "hhea", "maxp", "loca", "glyf", "hmtx"} {
		broken := &program{tables: map[string]*io.SectionReader{}}
		for other, table := range whole.tables {
			broken.tables[other] = table
		}
		broken.tables[tag] = io.NewSectionReader(whole.tables[tag], 0, 10)
		if _, err := broken.subset([]sfnt.GlyphIndex{0, 300}); err == nil {
			t.Errorf("%s is cut short", tag)
		}
	}
}
