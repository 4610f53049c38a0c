package pdf

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/go-text/typesetting/di"
	shapes "github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/language"
	"github.com/go-text/typesetting/shaping"
	"github.com/rivo/uniseg"
	"golang.org/x/image/math/fixed"
)

// piece is what is drawn at once: text in the main face, or a shape that stands for its text.
type piece struct {
	text  string
	width float64 // in thousandths of the size
	shape outline
	// isShape tells a shape that is empty, such as that of a space of another face, from text.
	isShape bool
	// rightToLeft is how the text of a shape runs.
	rightToLeft bool
}

// keptLines is how many lines that need shapes a document keeps: each is measured several times before it is drawn.
const keptLines = 500

// pieces sets a line of clean text. It returns what is drawn, from left to right.
func (d *document) pieces(line string) []piece {
	if d.isPlain(line) {
		return []piece{{text: line, width: d.plainWidth(line)}}
	}
	if known, ok := d.set[line]; ok {
		return known
	}
	runs := d.runs(line)
	reorder(runs, func(r run) int { return r.level })
	var list []piece
	for _, run := range runs {
		list = append(list, d.setRun(run)...)
	}
	if len(d.set) >= keptLines {
		clear(d.set)
	}
	d.set[line] = list
	return list
}

// isPlain reports whether a text can be written as it is: the main face has all characters, and none combines with
// another.
func (d *document) isPlain(text string) bool {
	for _, r := range text {
		if !d.glyphOf(r).asText {
			return false
		}
	}
	return true
}

func (d *document) plainWidth(text string) float64 {
	sum := 0.0
	for _, r := range text {
		sum += d.glyphOf(r).width
	}
	return sum
}

// run is a part of a line that is set in one way.
type run struct {
	text string
	way  way
	face *face // of a shaped run
	// level is the embedding level: an odd one runs from right to left.
	level int
}

func (r *run) isRightToLeft() bool { return r.level%2 == 1 }

type way int

const (
	plain    way = iota // text in the main face
	outlined            // the outlines of its characters, one after another
	shaped              // by the shaper, which joins and places the glyphs of a face
)

// runs divides a line, in logical order. Neighbours that are set in the same way stay together, but outlined ones.
func (d *document) runs(line string) []run {
	levels := levels([]rune(line))
	var list []run
	at := 0
	var script *face // of the last word from right to left
	for graphemes := uniseg.NewGraphemes(line); graphemes.Next(); {
		level := 0
		if levels != nil {
			level = levels[at]
		}
		at += len(graphemes.Runes())
		if level%2 == 0 {
			script = nil
		}
		next := d.runOf(graphemes.Str(), level, script)
		if next.way == shaped && next.isRightToLeft() {
			script = next.face
		}
		if n := len(list) - 1; n >= 0 && next.joins(&list[n]) {
			list[n].text += next.text
		} else {
			list = append(list, next)
		}
	}
	return list
}

// joins reports whether a run is set together with the one before. Plain text never runs from right to left: it is
// spaces there, one by one.
func (r *run) joins(before *run) bool {
	if r.way == outlined || r.way == plain && r.isRightToLeft() {
		return false
	}
	return r.way == before.way && r.face == before.face && r.level == before.level
}

// runOf decides how a cluster is set. script is the face of the right-to-left word before it.
func (d *document) runOf(cluster string, level int, script *face) run {
	next := run{text: cluster, way: outlined, level: level}
	if d.isPlain(cluster) && (level%2 == 0 || strings.TrimSpace(cluster) == "") {
		next.way = plain
		return next
	}
	visible := []rune(strings.Map(func(r rune) rune {
		if isInvisible(r) {
			return -1
		}
		return r
	}, cluster))
	if text := string(visible); text != "" && strings.TrimSpace(text) == "" && d.isPlain(text) {
		return run{text: text, way: plain, level: level} // what cannot be seen on a space does nothing
	}
	if f := d.shaperOf(visible, level, script); f != nil {
		next.way, next.face = shaped, f
	}
	return next
}

// shaperOf returns the face that shapes a cluster, or nil for one that is drawn as outlines: the face of its script,
// for several characters any face that has them all, and for what stands between right-to-left words, and may have to
// be mirrored, the face of the word before.
func (d *document) shaperOf(visible []rune, level int, script *face) *face {
	if len(visible) == 0 {
		return nil
	}
	for _, s := range d.maker.scripts {
		if unicode.Is(s.table, visible[0]) && d.hasAll(s.face, visible) {
			return s.face
		}
	}
	if level%2 == 0 && len(visible) == 1 {
		return nil
	}
	candidates := d.maker.shapers
	if script != nil {
		candidates = slices.Concat([]*face{script}, candidates)
	}
	for _, f := range candidates {
		if d.hasAll(f, visible) {
			return f
		}
	}
	return nil
}

func (d *document) hasAll(f *face, runes []rune) bool {
	for _, r := range runes {
		if _, ok := d.glyphFrom(f, r, false); !ok {
			return false
		}
	}
	return true
}

func (d *document) setRun(r run) []piece {
	switch r.way {
	case outlined:
		return []piece{d.outlines(r.text)}
	case shaped:
		list, err := d.shape(r)
		if err == nil {
			return list
		}
		d.fail(err)
	}
	return []piece{{text: r.text, width: d.plainWidth(r.text)}}
}

// outlines sets the characters of a cluster one after another. A variation selector chooses the form of the character
// before it, where a face has that form.
func (d *document) outlines(cluster string) piece {
	p := piece{text: cluster, isShape: true}
	runes := []rune(cluster)
	for i, r := range runes {
		if i > 0 && (isModifier(r) || isInvisible(r)) {
			continue
		}
		g := d.outlineOf(r)
		if i+1 < len(runes) && isVariant(runes[i+1]) {
			if variant, ok := d.variantOf(r, runes[i+1]); ok {
				g = variant
			}
		}
		p.shape = append(p.shape, g.outline.placed(1, p.width, 0)...)
		p.width += g.width
	}
	return p
}

// shape sets a run with the shaper.
func (d *document) shape(r run) ([]piece, error) {
	face, err := d.shapingFace(r.face)
	if err != nil {
		return nil, err
	}
	runes := []rune(r.text)
	towards := di.DirectionLTR
	if r.isRightToLeft() {
		towards = di.DirectionRTL
	}
	out := d.shaper.ShapeNoExtents(shaping.Input{
		Text:      runes,
		RunEnd:    len(runes),
		Direction: towards,
		Face:      face,
		Size:      fixed.I(em),
		Script:    scriptOf(runes),
		Language:  language.NewLanguage(d.texts.Lang),
	})
	var list []piece
	for i, g := range out.Glyphs {
		if i == 0 || g.TextIndex() != out.Glyphs[i-1].TextIndex() {
			text := string(runes[g.TextIndex() : g.TextIndex()+g.RunesCount()])
			list = append(list, piece{text: text, isShape: true, rightToLeft: r.isRightToLeft()})
		}
		p := &list[len(list)-1]
		if drawn, ok := face.GlyphData(g.GlyphID).(shapes.GlyphOutline); ok {
			shape := fromShaper(drawn.Segments, face.Upem())
			p.shape = append(p.shape, shape.placed(1, p.width+points(g.XOffset), points(g.YOffset))...)
		}
		p.width += points(g.Advance)
	}
	return joinInvisible(list), nil
}

// joinInvisible gives the text of pieces that show nothing, such as U+200C between the letters of Persian names, to the
// piece before. In a run from right to left that is the next one.
func joinInvisible(list []piece) []piece {
	var out []piece
	waiting := ""
	for _, p := range list {
		isInvisible := p.width == 0 && strings.TrimFunc(p.text, isInvisible) == ""
		switch {
		case isInvisible && p.rightToLeft:
			waiting = p.text + waiting
		case isInvisible && len(out) > 0:
			out[len(out)-1].text += p.text
		default:
			p.text += waiting
			waiting = ""
			out = append(out, p)
		}
	}
	return out
}

func points(v fixed.Int26_6) float64 { return float64(v) / 64 }

func (d *document) shapingFace(f *face) (*shapes.Face, error) {
	if known, ok := d.shapingFaces[f]; ok {
		return known, nil
	}
	parsed, err := f.font()
	if err != nil {
		return nil, err
	}
	d.shapingFaces[f] = shapes.NewFace(parsed)
	return d.shapingFaces[f], nil
}

// scriptOf returns the script of the first character that has one.
func scriptOf(runes []rune) language.Script {
	for _, r := range runes {
		if script := language.LookupScript(r); script.Strong() {
			return script
		}
	}
	return language.Common
}

// isVariant reports whether r chooses a form of the kanji before it. U+FE0E and U+FE0F choose between text and emoji,
// and paper has one colour.
func isVariant(r rune) bool {
	return unicode.Is(unicode.Variation_Selector, r) && r != 0xFE0E && r != 0xFE0F
}

// missingSign is what is drawn for a character that no face has: a box with its code, so that the name of a person can
// be told from others and looked up.
func (d *document) missingSign(r rune) glyph {
	const low, high, line, cell, digit = -120.0, 860.0, 40.0, 280.0, 0.38
	code := fmt.Sprintf("%04X", r)
	columns := (len(code) + 1) / 2
	if columns*2 > len(code) {
		code = "0" + code
	}
	width := float64(columns)*cell + 160
	shape := rectangle(50, low, width-50, high, false)
	shape = append(shape, rectangle(50+line, low+line, width-50-line, high-line, true)...)
	for i, sign := range code {
		g, ok := d.glyphFrom(d.maker.main, sign, true)
		if !ok {
			continue
		}
		x := 80 + float64(i%columns)*cell + (cell-g.width*digit)/2
		y := low + 130
		if i < columns {
			y += 420
		}
		shape = append(shape, g.outline.placed(digit, x, y)...)
	}
	return glyph{width: width, outline: shape}
}
