package cover

import (
	"image"
	"image/color"
	"image/draw"
	"math"

	"golang.org/x/image/vector"
)

// Draw paints the cover into a picture, at its left upper corner, one unit a pixel.
func (c Cover) Draw(to *image.RGBA) {
	area := image.Rect(0, 0, int(c.Width), int(c.Height))
	draw.Draw(to, area, uniform(c.Ground), image.Point{}, draw.Src)
	for _, s := range c.Shapes {
		canvas := vector.NewRasterizer(area.Dx(), area.Dy())
		if s.Thickness == 0 {
			ellipse(canvas, s.X, s.Y, s.Radius)
		} else {
			s.ring(canvas)
		}
		canvas.Draw(to, area, uniform(s.Colour), image.Point{})
	}
}

func uniform(c Colour) *image.Uniform {
	return image.NewUniform(color.RGBA{c[0], c[1], c[2], 0xff})
}

func ellipse(canvas *vector.Rasterizer, x, y, radius float64) {
	polygon(canvas, func(yield func(x, y float64)) {
		for n := range 72 {
			sin, cos := math.Sincos(float64(n) * math.Pi / 36)
			yield(x+radius*cos, y+radius*sin)
		}
	})
}

// ring is the outline of a piece of a ring: out along the outer edge, round the end, back along the inner one.
func (s Shape) ring(canvas *vector.Rasterizer) {
	half := s.Thickness / 2
	outer, inner := s, s
	outer.Radius, inner.Radius = s.Radius+half, s.Radius-half
	steps := max(8, int((s.To-s.From)/2))
	polygon(canvas, func(yield func(x, y float64)) {
		for n := range steps + 1 {
			yield(outer.at(s.From + (s.To-s.From)*float64(n)/float64(steps)))
		}
		s.end(s.To, 0, half, yield)
		for n := range steps + 1 {
			yield(inner.at(s.To - (s.To-s.From)*float64(n)/float64(steps)))
		}
		s.end(s.From, 180, half, yield)
	})
}

// end is the half circle at the end of a ring's piece.
func (s Shape) end(at, turned, radius float64, yield func(x, y float64)) {
	x, y := s.at(at)
	for n := range 13 {
		sin, cos := math.Sincos((at + turned + 15*float64(n)) * math.Pi / 180)
		yield(x+radius*cos, y+radius*sin)
	}
}

func polygon(canvas *vector.Rasterizer, points func(yield func(x, y float64))) {
	first := true
	points(func(x, y float64) {
		if first {
			canvas.MoveTo(float32(x), float32(y))
			first = false
			return
		}
		canvas.LineTo(float32(x), float32(y))
	})
	canvas.ClosePath()
}
