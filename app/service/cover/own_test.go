package cover

import (
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"meguri/models"
)

func TestAnyColourOfOnesOwnIsLegible(t *testing.T) {
	colours := []Colour{black, rgb(0xffee00), rgb(0x00ff00), rgb(0x0000ff), rgb(0xff0000), rgb(0x808080), rgb(0xffd1dc)}
	for range 20_000 {
		colours = append(colours, rgb(rand.Uint32N(1<<24)))
	}
	theme, err := os.ReadFile("../../../static/css/theme.css")
	if err != nil {
		t.Fatal(err)
	}
	for _, ground := range []Colour{lightGround, darkGround} {
		if !strings.Contains(string(theme), "--surface-sunken: "+ground.Hex()) {
			t.Errorf("the theme has no ground %s any more", ground.Hex())
		}
	}
	grounds := map[string][]Colour{
		"light": {lightGround, White, rgb(0xfbf7f1)}, "dark": {darkGround, rgb(0x241f1b), rgb(0x191512)},
	}
	for _, c := range colours {
		tones := Own(c)
		for name, ink := range map[string]Colour{"light": tones.Ink, "dark": tones.InkDark} {
			for _, ground := range grounds[name] {
				if got := Contrast(ink, ground); got < textContrast {
					t.Errorf("%s: texts %s on %s: %.2f", c.Hex(), ink.Hex(), ground.Hex(), got)
				}
			}
		}
		if got := Contrast(tones.Ground, White); got < textContrast {
			t.Errorf("%s: White letters on %s: %.2f", c.Hex(), tones.Ground.Hex(), got)
		}
		if got := Contrast(tones.Strong, tones.Ground); got < 1.5 {
			t.Errorf("%s: %s on %s cannot be seen: %.2f", c.Hex(), tones.Strong.Hex(), tones.Ground.Hex(), got)
		}
		if !c.IsPale() && Contrast(tones.Ground, tones.Light) < 2 {
			t.Errorf("%s: the cover has no light shapes", c.Hex())
		}
	}
}

func TestALegibleColourStaysAsItIs(t *testing.T) {
	brand := rgb(0x00519a)
	if tones := Own(brand); tones.Ground != brand || tones.Ink != brand {
		t.Errorf("%s became %s and %s", brand.Hex(), tones.Ground.Hex(), tones.Ink.Hex())
	}
}

func TestColoursAsPeopleWriteThem(t *testing.T) {
	for typed, want := range map[string]string{
		"#00519A": "#00519a", "00519a": "#00519a", "#0af": "#00aaff", "＃００５１９Ａ": "#00519a",
		"": "", "blue": "", "#12345": "", "#1234567": "", "#gggggg": "", "あああ": "", "#00519a;}": "",
	} {
		c, ok := ReadColour(typed)
		if got := c.Hex(); ok != (want != "") || ok && got != want {
			t.Errorf("%q is %s, %v", typed, got, ok)
		}
	}
	for pale, want := range map[uint32]bool{0xffffff: true, 0xfff8f8: true, 0xffee00: false, 0xdddddd: false} {
		if rgb(pale).IsPale() != want {
			t.Errorf("%s is pale: %v", rgb(pale).Hex(), !want)
		}
	}
}

func TestWhiteLettersCanBeReadOnEveryPalette(t *testing.T) {
	for _, p := range Palettes {
		if c := Contrast(p.Ground, White); c < textContrast {
			t.Errorf("%s: %.2f", p.Name, c)
		}
	}
	for colour, known := range map[string]bool{
		"": true, "rose": true, "#abcdef": true, "#ffffff": false, "red": false, "own": false,
	} {
		if Knows(colour) != known {
			t.Errorf("%q: %v", colour, !known)
		}
	}
}

func TestAnEventMayHaveAColourOfItsOwn(t *testing.T) {
	e := &models.Event{ID: "an event", Colour: "#00519a"}
	if p := PaletteOf(e); p.Name != "c00519a" || p.Ground != rgb(0x00519a) {
		t.Errorf("it is %v", p)
	}
	css := string(Own(rgb(0x00519a)).CSS())
	if !strings.Contains(css, ".ev-c00519a{--ev-ink:#00519a}") || strings.Count(css, "--ev-ink:#") != 2 {
		t.Error(css)
	}
}
