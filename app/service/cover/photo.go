package cover

import (
	"bytes"
	"image"
	"image/draw"
	_ "image/jpeg" // registers the format
	_ "image/png"  // likewise

	xdraw "golang.org/x/image/draw"

	"meguri/models"
)

// Photo is the uploaded cover of an event in a box of pixels, cut so that the point stays in sight that staff chose.
// What is transparent is white.
func Photo(p *models.Picture, e *models.Event, width, height int) (*image.RGBA, error) {
	decoded, _, err := image.Decode(bytes.NewReader(p.Content))
	if err != nil {
		return nil, err
	}
	box := image.NewRGBA(image.Rect(0, 0, width, height))
	draw.Draw(box, box.Bounds(), image.White, image.Point{}, draw.Src)
	from := Crop(decoded.Bounds(), width, height, e.CoverX, e.CoverY)
	xdraw.CatmullRom.Scale(box, box.Bounds(), decoded, from, draw.Over, nil)
	return box, nil
}

// Crop is the largest part of a picture with the proportions of width and height, in which the point x, y, in percent
// of the picture, is as near to the same place as it can be: as object-fit and object-position do in CSS.
func Crop(bounds image.Rectangle, width, height, x, y int) image.Rectangle {
	w, h := bounds.Dx(), bounds.Dx()*height/width
	if h > bounds.Dy() {
		w, h = bounds.Dy()*width/height, bounds.Dy()
	}
	at := bounds.Min.Add(image.Pt((bounds.Dx()-w)*x/100, (bounds.Dy()-h)*y/100))
	return image.Rectangle{at, at.Add(image.Pt(w, h))}
}
