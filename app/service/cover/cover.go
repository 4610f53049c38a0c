// Package cover draws the face of an event that has no picture: a pattern made of the mark, in the event's colours. The
// same event always has the same cover.
package cover

import (
	"hash/fnv"
	"math/rand/v2"
	"slices"

	"meguri/models"
)

// Shape is a part of a cover: a disc, or a piece of a ring with round ends where Thickness is not 0. Places and sizes
// are in the unit of the box, angles in degrees, clockwise from the right.
type Shape struct {
	X, Y, Radius float64
	Thickness    float64
	From, To     float64
	Colour       Colour
}

// Cover is a drawn cover: a ground and the shapes on it, which may reach beyond the box.
type Cover struct {
	Width, Height float64
	Ground        Colour
	Shapes        []Shape
}

// Patterns are the names of the patterns, in the order in which staff choose.
var Patterns = []string{"rings", "crowd", "turns", "waves", "quarters", "three"}

var draws = map[string]func(b *board){
	"rings": rings, "crowd": crowd, "turns": turns, "waves": waves, "quarters": quarters, "three": three,
}

// Of is the cover of an event in a box.
func Of(e *models.Event, width, height float64) Cover {
	palette := PaletteOf(e)
	b := &board{
		Cover:   Cover{Width: width, Height: height, Ground: palette.Ground},
		palette: palette,
		dice:    rand.New(rand.NewPCG(seed(e), 1)), //nolint:gosec // a pattern is no secret
	}
	draws[PatternOf(e)](b)
	return b.Cover
}

// PatternOf is the name of the pattern of the event's cover: what staff chose, else one by its id.
func PatternOf(e *models.Event) string {
	if slices.Contains(Patterns, e.CoverPattern) {
		return e.CoverPattern
	}
	return Patterns[seed(e)%uint64(len(Patterns))]
}

// PaletteOf is the palette of the event: what staff chose, by its name or as a colour of its own, else one by its id.
func PaletteOf(e *models.Event) Palette {
	if chosen, ok := ReadColour(e.Colour); ok {
		return Own(chosen).Palette
	}
	for _, p := range Palettes {
		if p.Name == e.Colour {
			return p
		}
	}
	return Palettes[seed(e)/7%uint64(len(Palettes))]
}

// seed is a number that is always the same for an event. The address is part of no seed: it may change.
func seed(e *models.Event) uint64 {
	sum := fnv.New64a()
	_, _ = sum.Write([]byte(e.ID)) // it takes all
	return sum.Sum64()
}
