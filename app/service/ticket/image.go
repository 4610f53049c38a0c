package ticket

import (
	"image"
	"image/color"
)

func (q *QR) image(scale int) image.Image {
	side := q.Size * scale
	picture := image.NewPaletted(image.Rect(0, 0, side, side), color.Palette{color.White, color.Black})
	for y := range side {
		for x := range side {
			if q.Dark(x/scale, y/scale) {
				picture.SetColorIndex(x, y, 1)
			}
		}
	}
	return picture
}
