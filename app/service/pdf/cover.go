package pdf

import (
	"bytes"
	"fmt"
	"image/jpeg"
	"math"
	"sync"

	"meguri/app/service/cover"
	"meguri/models"
)

// cover draws the cover of an event into a box: the uploaded one, or for nil the drawn one.
func (d *document) cover(e *models.Event, photo *models.Picture, x, y, width, height float64) {
	if photo != nil {
		d.photo(e, photo, x, y, width, height)
		return
	}
	drawn := cover.Of(e, width, height)
	d.fill(drawn.Ground)
	d.Rect(x, y, width, height, "F")
	d.ClipRect(x, y, width, height, false)
	d.shapes(x, y, drawn.Shapes)
	d.ClipEnd()
}

// dotsPerPoint is how finely photographs are printed: 180 dots an inch.
const dotsPerPoint = 2.5

// photo draws the uploaded cover of an event into a box.
func (d *document) photo(e *models.Event, photo *models.Picture, x, y, width, height float64) {
	key := cutPhoto{photo.ID, e.CoverX, e.CoverY, int(width * dotsPerPoint), int(height * dotsPerPoint)}
	content, err := d.maker.photos.get(key, func() ([]byte, error) {
		cut, err := cover.Photo(photo, e, key.width, key.height)
		if err != nil {
			return nil, err
		}
		var out bytes.Buffer
		err = jpeg.Encode(&out, cut, &jpeg.Options{Quality: 85})
		return out.Bytes(), err
	})
	if err != nil {
		d.fail(err)
		return
	}
	d.images = append(d.images, printedPhoto{content, key.width, key.height})
	d.RawWriteStr(fmt.Sprintf("q %.2f 0 0 %.2f %.2f %.2f cm /%s%d Do Q\n",
		width, height, x, pageHeight-y-height, imageName, len(d.images)))
}

// imageName begins the names of pictures in the resources of pages.
const imageName = "Im"

// printedPhoto is a picture as it is in a document: a JPEG, with its size in pixels.
type printedPhoto struct {
	content       []byte
	width, height int
}

// cutPhoto is a cover in a box of pixels.
type cutPhoto struct {
	id                  string
	x, y, width, height int
}

// maxPhotos is how many covers are kept in memory, of about 60 kB each.
const maxPhotos = 50

// photoCache keeps covers as they are printed: all tickets of an event have the same. A picture never changes.
type photoCache struct {
	sync.Mutex
	kept map[cutPhoto][]byte
}

func (c *photoCache) get(key cutPhoto, cut func() ([]byte, error)) ([]byte, error) {
	c.Lock()
	defer c.Unlock()
	if content, ok := c.kept[key]; ok {
		return content, nil
	}
	content, err := cut()
	if err != nil {
		return nil, err
	}
	if c.kept == nil || len(c.kept) >= maxPhotos {
		c.kept = map[cutPhoto][]byte{}
	}
	c.kept[key] = content
	return content, nil
}

func (d *document) fill(c cover.Colour) { d.SetFillColor(int(c[0]), int(c[1]), int(c[2])) }

// shapes draws shapes whose places are relative to x, y.
func (d *document) shapes(x, y float64, list []cover.Shape) {
	d.SetLineCapStyle("round")
	for _, s := range list {
		if s.Thickness == 0 {
			d.fill(s.Colour)
			d.Circle(x+s.X, y+s.Y, s.Radius, "F")
			continue
		}
		d.SetDrawColor(int(s.Colour[0]), int(s.Colour[1]), int(s.Colour[2]))
		d.SetLineWidth(s.Thickness)
		d.Arc(x+s.X, y+s.Y, s.Radius, s.Radius, 0, -s.To, -s.From, "D") // gofpdf turns the other way
	}
	d.SetLineCapStyle("butt")
}

// person is a head on a ring around the corner of a page, and the arc that follows it.
func person(radius, angle, length, thickness float64, c cover.Colour) []cover.Shape {
	sin, cos := math.Sincos(angle * math.Pi / 180)
	gap := 1.6 * thickness / radius * 180 / math.Pi
	return []cover.Shape{
		{X: radius * cos, Y: radius * sin, Radius: thickness * 0.85, Colour: c},
		{Radius: radius, Thickness: thickness, From: angle + gap, To: angle + gap + length, Colour: c},
	}
}
