package cover

import (
	"encoding/hex"
	"math"
	"strings"

	"meguri/models"
)

// ReadColour reads a colour as #rrggbb.
func ReadColour(s string) (Colour, bool) {
	var c Colour
	digits, isHex := strings.CutPrefix(s, "#")
	content, err := hex.DecodeString(digits)
	if !isHex || err != nil || len(content) != len(c) {
		return c, false
	}
	copy(c[:], content)
	return c, true
}

// White is paper, and the letters on a ground.
var White = Colour{0xff, 0xff, 0xff}

// readable is the contrast that letters need (WCAG 2.2, 1.4.3).
const readable = 4.5

// Readable is the colour, made darker as far as white letters on it need. moved says that it was.
func (c Colour) Readable() (dark Colour, moved bool) {
	dark = c
	for Contrast(dark, White) < readable {
		dark, moved = dark.mix(Colour{}, 0.04), true
	}
	return dark, moved
}

// Contrast is the ratio of two colours, from 1 to 21 (WCAG 2.2, contrast ratio).
func Contrast(a, b Colour) float64 {
	light, dark := a.luminance(), b.luminance()
	if light < dark {
		light, dark = dark, light
	}
	return (light + 0.05) / (dark + 0.05)
}

// luminance is the relative luminance (WCAG 2.2).
func (c Colour) luminance() float64 {
	linear := func(part uint8) float64 {
		v := float64(part) / 255
		if v <= 0.04045 {
			return v / 12.92
		}
		return math.Pow((v+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(c[0]) + 0.7152*linear(c[1]) + 0.0722*linear(c[2])
}

// mix is the colour with a part of another.
func (c Colour) mix(other Colour, part float64) (mixed Colour) {
	for i := range c {
		mixed[i] = uint8(math.Round(float64(c[i])*(1-part) + float64(other[i])*part))
	}
	return mixed
}

// own makes a palette of a colour that staff chose. Its texts on pages have the colour of the nearest of Palettes,
// which was checked on every ground, and so its name.
func own(chosen Colour) Palette {
	ground, _ := chosen.Readable()
	p := nearest(ground)
	p.Ground, p.Dark = ground, ground.mix(Colour{}, 0.2)
	p.Middle, p.Light = ground.mix(White, 0.45), White.mix(ground, 0.06)
	for _, candidate := range Palettes {
		if Contrast(candidate.Strong, ground) > Contrast(p.Strong, ground) {
			p.Strong = candidate.Strong
		}
	}
	return p
}

// nearest is the palette whose ground is most like a colour.
func nearest(c Colour) Palette {
	found, least := Palettes[0], math.Inf(1)
	for _, p := range Palettes {
		distance := 0.0
		for i := range c {
			distance += math.Pow(float64(c[i])-float64(p.Ground[i]), 2)
		}
		if distance < least {
			found, least = p, distance
		}
	}
	return found
}

// Knows reports whether an event may have the colour: a name of Palettes, one of its own, or "" for one by itself.
func Knows(colour string) bool {
	if _, isOwn := ReadColour(colour); isOwn || colour == "" {
		return true
	}
	return PaletteOf(&models.Event{Colour: colour}).Name == colour
}
