package cover_test

import (
	"math/rand/v2"
	"testing"

	"meguri/app/service/cover"
	"meguri/models"
)

// White letters stand on the ground of covers, mails and papers.
func TestWhiteLettersCanBeReadOnEveryGround(t *testing.T) {
	for _, p := range cover.Palettes {
		if c := cover.Contrast(p.Ground, cover.White); c < 4.5 {
			t.Errorf("%s: %.2f", p.Name, c)
		}
	}
	dice := rand.New(rand.NewPCG(1, 2))
	for range 5000 {
		chosen := cover.Colour{uint8(dice.IntN(256)), uint8(dice.IntN(256)), uint8(dice.IntN(256))}
		p := cover.PaletteOf(&models.Event{Colour: chosen.Hex()})
		if c := cover.Contrast(p.Ground, cover.White); c < 4.5 {
			t.Fatalf("%s became %s: %.2f", chosen.Hex(), p.Ground.Hex(), c)
		}
		if c := cover.Contrast(p.Strong, p.Ground); c < 1.5 {
			t.Fatalf("%s on %s cannot be seen: %.2f", p.Strong.Hex(), p.Ground.Hex(), c)
		}
		if readable, moved := chosen.Readable(); moved != (readable != chosen) {
			t.Fatalf("%s: %s, %v", chosen.Hex(), readable.Hex(), moved)
		}
	}
}

func TestAColourOfItsOwnStaysAsItIsWhereItCanBeRead(t *testing.T) {
	p := cover.PaletteOf(&models.Event{Colour: "#123456"})
	if p.Ground.Hex() != "#123456" || p.Name != "navy" {
		t.Errorf("%s, %s", p.Ground.Hex(), p.Name)
	}
	for colour, known := range map[string]bool{"": true, "rose": true, "#abcdef": true, "#abc": false, "red": false} {
		if cover.Knows(colour) != known {
			t.Errorf("%q: %v", colour, !known)
		}
	}
}
