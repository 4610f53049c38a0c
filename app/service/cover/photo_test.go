package cover_test

import (
	"image"
	"testing"

	"meguri/app/service/cover"
)

func TestThePointStaysInSight(t *testing.T) {
	for name, c := range map[string]struct {
		width, height, x, y int
		want                image.Rectangle
	}{
		"a high picture, its middle": {1000, 2000, 50, 50, image.Rect(0, 862, 1000, 1137)},
		"a high picture, its top":    {1000, 2000, 50, 0, image.Rect(0, 0, 1000, 275)},
		"a wide picture, its right":  {4000, 300, 100, 50, image.Rect(2910, 0, 4000, 300)},
	} {
		if got := cover.Crop(image.Rect(0, 0, c.width, c.height), 1200, 330, c.x, c.y); got != c.want {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}
