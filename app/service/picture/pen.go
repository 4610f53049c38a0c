package picture

import (
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"strings"
	"unicode"

	"github.com/rivo/uniseg"
	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"

	"meguri/static"
)

type fontFile = sfnt.Font

// loadFonts opens the fonts in the order in which characters are looked for. They are read where they lie in the
// program: a copy in memory would be as large as they are.
func loadFonts() ([]*fontFile, error) {
	var fonts []*fontFile
	for _, name := range []string{"BIZUDPGothic", "NotoSansJP", "NotoSansKR", "NotoEmoji"} {
		file, err := static.Font(name)
		if err != nil {
			return nil, err
		}
		parsed, err := sfnt.ParseReaderAt(file)
		if err != nil {
			return nil, fmt.Errorf("font %s: %w", name, err)
		}
		fonts = append(fonts, parsed)
	}
	return fonts, nil
}

// pen writes on a picture.
type pen struct {
	image  *image.RGBA
	fonts  []*fontFile
	buffer sfnt.Buffer
	faces  map[sized]font.Face
}

type sized struct {
	font *fontFile
	size float64
}

func newPen(fonts []*fontFile) *pen {
	return &pen{image.NewRGBA(image.Rect(0, 0, Width, Height)), fonts, sfnt.Buffer{}, map[sized]font.Face{}}
}

// face is the first font that has the character, or the main one, which draws a box for what it lacks.
func (p *pen) face(r rune, size float64) font.Face {
	chosen := p.fonts[0]
	for _, candidate := range p.fonts {
		if index, err := candidate.GlyphIndex(&p.buffer, r); err == nil && index != 0 {
			chosen = candidate
			break
		}
	}
	key := sized{chosen, size}
	if p.faces[key] == nil {
		// it fails only without a font
		p.faces[key], _ = opentype.NewFace(chosen, &opentype.FaceOptions{Size: size, DPI: 72, Hinting: font.HintingNone})
	}
	return p.faces[key]
}

// each calls do with each visible character of the text, its face and where it stands from the start.
func (p *pen) each(size float64, text string, do func(face font.Face, r rune, x fixed.Int26_6)) (width fixed.Int26_6) {
	for _, r := range text {
		if unicode.Is(unicode.Variation_Selector, r) || unicode.Is(unicode.Cf, r) {
			continue
		}
		face := p.face(r, size)
		do(face, r, width)
		advance, _ := face.GlyphAdvance(r)
		width += advance
	}
	return width
}

func (p *pen) width(size float64, text string) int {
	return p.each(size, text, func(font.Face, rune, fixed.Int26_6) {}).Ceil()
}

// write draws one line of text, whose base line is at y.
func (p *pen) write(x, y int, size float64, c color.Color, text string) {
	from := image.NewUniform(c)
	p.each(size, text, func(face font.Face, r rune, right fixed.Int26_6) {
		dot := fixed.Point26_6{X: fixed.I(x) + right, Y: fixed.I(y)}
		if area, mask, at, _, ok := face.Glyph(dot, r); ok {
			draw.DrawMask(p.image, area, from, image.Point{}, mask, at, draw.Over)
		}
	})
}

// writeLine writes a text from margin to margin: in the size if it has room, else smaller, and cut in the end.
func (p *pen) writeLine(y int, size float64, c color.Color, text string) {
	for smallest := size * 0.6; size > smallest && p.width(size, text) > inner; {
		size -= 2
	}
	p.write(margin, y, size, c, p.shorten(size, inner, text))
}

// maxLines is how many lines a title has room for.
const maxLines = 2

// fit finds the largest size in which the title has room, and its lines: the large ones have room for one. The smallest
// cuts it.
func (p *pen) fit(title string) (size float64, lines []string) {
	for _, size = range []float64{60, 52, 44, 38} {
		most := maxLines
		if size > 44 {
			most = 1
		}
		if lines = p.lines(size, title); len(lines) <= most {
			return size, lines
		}
	}
	lines[maxLines-1] = p.shorten(size, inner, strings.Join(lines[maxLines-1:], ""))
	return size, lines[:maxLines]
}

// lines breaks a text where UAX #14 allows it, and anywhere in a word that is longer than a line.
func (p *pen) lines(size float64, text string) (lines []string) {
	current, state := "", -1
	for rest := text; rest != ""; {
		var segment string
		segment, rest, _, state = uniseg.FirstLineSegmentInString(rest, state)
		for _, piece := range p.pieces(size, segment) {
			if current != "" && p.width(size, strings.TrimSpace(current+piece)) > inner {
				lines, current = append(lines, strings.TrimSpace(current)), ""
			}
			current += piece
		}
	}
	return append(lines, strings.TrimSpace(current))
}

// pieces are the segment, or its characters where it is longer than a line.
func (p *pen) pieces(size float64, segment string) []string {
	if p.width(size, strings.TrimSpace(segment)) <= inner {
		return []string{segment}
	}
	return strings.Split(segment, "")
}

// shorten replaces the end of a text by an ellipsis where it is longer than width.
func (p *pen) shorten(size float64, width int, text string) string {
	if p.width(size, text) <= width {
		return text
	}
	runes := []rune(text)
	for len(runes) > 0 && p.width(size, string(runes)+"…") > width {
		runes = runes[:len(runes)-1]
	}
	return string(runes) + "…"
}
