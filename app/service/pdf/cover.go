package pdf

import (
	"math"

	"meguri/app/service/cover"
	"meguri/models"
)

// cover draws the drawn cover of an event into a box.
func (d *document) cover(e *models.Event, x, y, width, height float64) {
	drawn := cover.Of(e, width, height)
	d.fill(drawn.Ground)
	d.Rect(x, y, width, height, "F")
	d.ClipRect(x, y, width, height, false)
	d.shapes(x, y, drawn.Shapes)
	d.ClipEnd()
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
