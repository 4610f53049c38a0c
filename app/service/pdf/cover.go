package pdf

import (
	"hash/fnv"
	"math"

	"meguri/models"
)

// colour is red, green and blue.
type colour [3]int

// palette has the colours of an event's face: its ground, a darker and a lighter tone of it, and two that stand out.
type palette struct{ ground, dark, light, strong, pale colour }

var palettes = []palette{
	{colour{44, 112, 92}, colour{34, 88, 73}, colour{112, 176, 156}, colour{226, 155, 72}, colour{247, 236, 216}},
	{colour{74, 92, 152}, colour{58, 73, 126}, colour{150, 166, 214}, colour{232, 178, 84}, colour{243, 239, 226}},
	{colour{138, 88, 58}, colour{112, 69, 44}, colour{196, 146, 112}, colour{236, 196, 96}, colour{250, 240, 226}},
	{colour{150, 68, 54}, colour{122, 53, 42}, colour{214, 142, 122}, colour{240, 186, 98}, colour{249, 236, 222}},
	{colour{40, 104, 124}, colour{30, 82, 99}, colour{118, 176, 190}, colour{228, 164, 76}, colour{240, 240, 228}},
}

// coverShape is a part of a cover: a disc, or a piece of a ring with round ends. Its place and size are in points,
// its angles in degrees, clockwise from the right.
type coverShape struct {
	x, y, radius float64
	thickness    float64 // of a ring, 0 for a disc
	from, to     float64
	colour       colour
}

// seedOf is a number that is always the same for an event.
func seedOf(e *models.Event) uint32 {
	sum := fnv.New32a()
	_, _ = sum.Write([]byte(e.ID)) // it takes all
	return sum.Sum32()
}

func paletteOf(e *models.Event) palette { return palettes[int(seedOf(e))%len(palettes)] }

// coverShapes are the shapes of an event's cover in a box: the ring of the mark, with rings of people around it.
func coverShapes(e *models.Event, width, height float64) []coverShape {
	p, seed := paletteOf(e), float64(seedOf(e)%360)
	x, y := width*(0.56+0.14*float64(seedOf(e)%7)/7), height*0.5
	first, step := height*0.56, height*0.25
	var rings, people []coverShape
	for n := 0; first+float64(n)*step < width*0.75; n++ {
		radius := first + float64(n)*step
		rings = append(rings, coverShape{x: x, y: y, radius: radius, thickness: height * 0.075, to: 360, colour: p.dark})
		if n > 6 {
			continue
		}
		colours := []colour{p.light, p.strong, p.pale}
		for turn := range 3 {
			angle := seed + float64(n*103+turn*120)
			people = append(people, person(x, y, radius, angle, 46-4*float64(n), height*0.075, colours[(turn+n)%3])...)
		}
	}
	return append(append(rings, people...), mark(x, y, height*0.3, seed, p)...)
}

// mark is three people going round.
func mark(x, y, radius, turn float64, p palette) (list []coverShape) {
	for n, c := range []colour{p.strong, p.pale, p.light} {
		list = append(list, person(x, y, radius, turn+float64(120*n), 62, radius*0.36, c)...)
	}
	return list
}

// person is a head and the arc that follows it.
func person(x, y, radius, angle, length, thickness float64, c colour) []coverShape {
	sin, cos := math.Sincos(angle * math.Pi / 180)
	head := thickness * 0.85
	gap := 1.6 * thickness / radius * 180 / math.Pi
	return []coverShape{
		{x: x + radius*cos, y: y + radius*sin, radius: head, colour: c},
		{x: x, y: y, radius: radius, thickness: thickness, from: angle + gap, to: angle + gap + length, colour: c},
	}
}

// cover draws the face of an event into a box.
func (d *document) cover(e *models.Event, x, y, width, height float64) {
	ground := paletteOf(e).ground
	d.SetFillColor(ground[0], ground[1], ground[2])
	d.Rect(x, y, width, height, "F")
	d.ClipRect(x, y, width, height, false)
	d.shapes(x, y, coverShapes(e, width, height))
	d.ClipEnd()
}

// shapes draws shapes whose places are relative to x, y.
func (d *document) shapes(x, y float64, list []coverShape) {
	d.SetLineCapStyle("round")
	for _, s := range list {
		if s.thickness == 0 {
			d.SetFillColor(s.colour[0], s.colour[1], s.colour[2])
			d.Circle(x+s.x, y+s.y, s.radius, "F")
			continue
		}
		d.SetDrawColor(s.colour[0], s.colour[1], s.colour[2])
		d.SetLineWidth(s.thickness)
		d.Arc(x+s.x, y+s.y, s.radius, s.radius, 0, -s.to, -s.from, "D") // gofpdf turns the other way
	}
	d.SetLineCapStyle("butt")
}
