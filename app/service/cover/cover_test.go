package cover_test

import (
	"bytes"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"meguri/app/service/cover"
	"meguri/models"
)

// With MEGURI_PICTURES=folder all of them are written there.
func TestCoversDiffer(t *testing.T) {
	seen := map[string]string{}
	for _, pattern := range cover.Patterns {
		for _, palette := range cover.Palettes {
			e := &models.Event{ID: "an event", CoverPattern: pattern, Colour: palette.Name}
			name := pattern + "-" + palette.Name
			drawn := string(cover.Of(e, 1120, 300).SVG())
			if drawn != string(cover.Of(e, 1120, 300).SVG()) {
				t.Errorf("%s is not the same twice", name)
			}
			if other := seen[drawn]; other != "" {
				t.Errorf("%s looks like %s", name, other)
			}
			seen[drawn] = name
			write(t, name+".svg", []byte(drawn))
		}
	}
	if cover.Of(&models.Event{ID: "a"}, 10, 10).Ground == (cover.Colour{}) {
		t.Error("an event without a colour has none")
	}
}

func TestACoverIsPainted(t *testing.T) {
	for _, pattern := range cover.Patterns {
		picture := image.NewRGBA(image.Rect(0, 0, 600, 160))
		cover.Of(&models.Event{ID: "an event", CoverPattern: pattern, Colour: "rose"}, 600, 160).Draw(picture)
		colours := map[any]int{}
		for y := range 160 {
			for x := range 600 {
				colours[picture.At(x, y)]++
			}
		}
		if len(colours) < 4 {
			t.Errorf("%s has %d colours", pattern, len(colours))
		}
		var out bytes.Buffer
		if err := png.Encode(&out, picture); err != nil {
			t.Fatal(err)
		}
		write(t, pattern+".png", out.Bytes())
	}
}

func write(t *testing.T, name string, content []byte) {
	t.Helper()
	if folder := os.Getenv("MEGURI_PICTURES"); folder != "" {
		if err := os.WriteFile(filepath.Join(folder, name), content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}
