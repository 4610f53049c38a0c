package cover

import (
	"encoding/hex"
	"fmt"
	"math"
	"slices"
	"strings"

	"meguri/models/text"
)

// The grounds on which texts in the colour of an event are hardest to read, in the light and in the dark
// (--surface-sunken of static/css/theme.css), and the contrast that WCAG 2.2 asks for of texts; what
// is drawn needs 3, and so has more.
var (
	lightGround = rgb(0xf4ede3)
	darkGround  = rgb(0x2f2924)
	// White is paper, and the letters on a ground.
	White = rgb(0xffffff)
	black = rgb(0)
)

const (
	textContrast = 4.5
	// paleContrast is how much a colour differs from white at least, so that a darker tone of it is still that colour.
	paleContrast = 1.2
)

// Tones are what becomes of a colour that staff chose.
type Tones struct {
	Palette
	Chosen Colour
	// Ink is for texts and icons in the light, InkDark in the dark.
	Ink, InkDark Colour
}

// ReadColour reads a colour as people write it: #1a2b3c, 1A2B3C or #abc.
func ReadColour(typed string) (c Colour, ok bool) {
	digits, _ := strings.CutPrefix(text.FoldWidth(strings.TrimSpace(typed)), "#")
	if len(digits) == 3 {
		digits = string([]byte{digits[0], digits[0], digits[1], digits[1], digits[2], digits[2]})
	}
	read, err := hex.DecodeString(digits)
	if err != nil || len(read) != len(c) {
		return c, false
	}
	return Colour(read), true
}

// IsPale reports whether the colour cannot be told from paper: no tone of it would be recognized.
func (c Colour) IsPale() bool { return Contrast(c, White) < paleContrast }

// Own are the tones of a colour that staff chose. Hue stays; lightness moves as far as contrast needs: a ground that
// stands out from White, an ink that is read on every light ground, and one for every dark ground.
func Own(chosen Colour) Tones {
	ground := moved(chosen, black, func(c Colour) bool { return Contrast(c, White) >= textContrast })
	return Tones{
		Palette: Palette{
			Name: "c" + chosen.Hex()[1:], Ground: ground, Dark: mix(ground, black, 0.24),
			Middle: mix(ground, White, 0.42), Strong: strongOn(ground), Light: mix(ground, White, 0.9),
		},
		Chosen:  chosen,
		Ink:     moved(ground, black, func(c Colour) bool { return Contrast(c, lightGround) >= textContrast }),
		InkDark: moved(chosen, White, func(c Colour) bool { return Contrast(c, darkGround) >= textContrast }),
	}
}

// CSS is a style sheet with the class of the tones. Names are those of static/css/cover.css and
// stage_theme.css.
func (t Tones) CSS() []byte {
	return fmt.Appendf(nil, ".ev-%s{--ev-ink:%s}\n@media (prefers-color-scheme:dark){.ev-%[1]s{--ev-ink:%[3]s}}\n"+
		".stage-paper.ev-%[1]s{--event:%[2]s}\n.stage-dark.ev-%[1]s{--event:%[3]s;--event-strong:%[4]s}\n",
		t.Name, t.Ink.Hex(), t.InkDark.Hex(), t.Strong.Hex())
}

// Knows reports whether an event may have the colour: a name of Palettes, one of its own that is not pale, or "" for
// one by itself.
func Knows(colour string) bool {
	if chosen, isOwn := ReadColour(colour); isOwn || colour == "" {
		return !isOwn || !chosen.IsPale()
	}
	return slices.ContainsFunc(Palettes, func(p Palette) bool { return p.Name == colour })
}

// strongOn is the accent of the palettes that stands out most from a ground.
func strongOn(ground Colour) (strong Colour) {
	most := -1.0
	for _, p := range Palettes {
		if far := distance(p.Strong, ground); far > most {
			most, strong = far, p.Strong
		}
	}
	return strong
}

func distance(a, b Colour) (sum float64) {
	for i := range a {
		d := float64(a[i]) - float64(b[i])
		sum += d * d
	}
	return sum
}

// moved mixes a colour with another one, no more than until it is good.
func moved(c, to Colour, isGood func(Colour) bool) Colour {
	const steps = 100
	for n := range steps {
		if m := mix(c, to, float64(n)/steps); isGood(m) {
			return m
		}
	}
	return to
}

func mix(c, with Colour, part float64) (m Colour) {
	for i := range c {
		m[i] = uint8(math.Round(float64(c[i])*(1-part) + float64(with[i])*part))
	}
	return m
}

// Contrast follows WCAG 2.2, "contrast ratio".
func Contrast(a, b Colour) float64 {
	x, y := a.luminance(), b.luminance()
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

func (c Colour) luminance() (sum float64) {
	for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
		part := float64(c[i]) / 255
		if part <= 0.04045 {
			part /= 12.92
		} else {
			part = math.Pow((part+0.055)/1.055, 2.4)
		}
		sum += weight * part
	}
	return sum
}
