package cover

import (
	"math"
	"math/rand/v2"
)

// board is a cover that is being drawn.
type board struct {
	Cover
	palette Palette
	dice    *rand.Rand
}

func (b *board) add(shapes ...Shape) { b.Shapes = append(b.Shapes, shapes...) }

func (b *board) disc(x, y, radius float64, c Colour) {
	b.add(Shape{X: x, Y: y, Radius: radius, Colour: c})
}

func (b *board) arc(x, y, radius, thickness, from, to float64, c Colour) {
	b.add(Shape{X: x, Y: y, Radius: radius, Thickness: thickness, From: from, To: to, Colour: c})
}

// bright is the nth of the three colours that stand out on the ground.
func (b *board) bright(n int) Colour {
	return []Colour{b.palette.Strong, b.palette.Light, b.palette.Middle}[n%3]
}

func (b *board) turn() float64 { return 360 * b.dice.Float64() }

// mark is three people going round: a head each, and an arc that follows it without touching the next.
func (b *board) mark(x, y, radius, turn float64, colours [3]Colour) {
	thickness := radius * 0.33
	for n, c := range colours {
		b.person(x, y, radius, thickness, turn+float64(120*n), 120, c)
	}
}

// person is a head on a ring, and the arc behind it, in a part of the ring of so many degrees.
func (b *board) person(x, y, radius, thickness, at, degrees float64, c Colour) {
	sin, cos := math.Sincos(at * math.Pi / 180)
	unit := thickness / radius * 180 / math.Pi
	b.disc(x+radius*cos, y+radius*sin, thickness*0.85, c)
	b.arc(x, y, radius, thickness, at+1.5*unit, at+degrees-1.65*unit, c)
}

// rings are people who come nearer: the mark, and rings that go out from it.
func rings(b *board) {
	x, y := b.Width*(0.52+0.06*b.dice.Float64()), b.Height*(0.5+0.06*b.dice.Float64())
	step := b.Height * 0.3
	for n := 5; n > 0; n-- {
		radius := b.Height*0.32 + float64(n)*step
		b.arc(x, y, radius, step*0.5, 0, 359.9, b.palette.Dark)
	}
	b.mark(x, y, b.Height*0.3, b.turn(), [3]Colour{b.bright(0), b.bright(1), b.bright(2)})
	for n := 1; n <= 5; n++ {
		radius := b.Height*0.32 + float64(n)*step
		degrees := 360 / float64(n+2)
		first := b.turn()
		for k := range n + 2 {
			b.person(x, y, radius, step*0.24, first+float64(k)*degrees, min(degrees, 95), b.bright(n+k))
		}
	}
}

// crowd is many small groups, some gathered, some about to.
func crowd(b *board) {
	cell := b.Height / 2.75
	for row := range 4 {
		for column := -1; float64(column)*cell < b.Width+cell; column++ {
			x := (float64(column) + 0.5 + 0.5*float64(row%2)) * cell
			y := (float64(row) - 0.1) * cell
			radius := cell * (0.26 + 0.1*b.dice.Float64())
			c := b.dice.IntN(3)
			switch kind := b.dice.IntN(10); {
			case kind < 6:
				b.mark(x, y, radius, b.turn(), [3]Colour{b.bright(1), b.bright(c), b.bright(1)})
			case kind < 8:
				for k := range 6 {
					sin, cos := math.Sincos(float64(k) * math.Pi / 3)
					b.disc(x+radius*cos, y+radius*sin, cell*0.055, b.bright(c))
				}
			default:
				b.arc(x, y, cell*0.1, cell*0.09, 0, 359.9, b.bright(c))
			}
		}
	}
}

// turns are ways that meet and part: each tile holds two quarters of a circle, turned by chance.
func turns(b *board) {
	tile := b.Height / 4
	for row := range 5 {
		for column := range int(b.Width/tile) + 2 {
			x, y := (float64(column)-0.5)*tile, (float64(row)-0.5)*tile
			c := b.palette.Middle
			if b.dice.IntN(3) == 0 {
				c = b.bright(b.dice.IntN(2))
			}
			if b.dice.IntN(2) == 0 {
				b.arc(x, y, tile/2, tile*0.24, 0, 90, c)
				b.arc(x+tile, y+tile, tile/2, tile*0.24, 180, 270, c)
			} else {
				b.arc(x+tile, y, tile/2, tile*0.24, 90, 180, c)
				b.arc(x, y+tile, tile/2, tile*0.24, 270, 360, c)
			}
		}
	}
}

// waves are a river: lines of half circles, each a little further on.
func waves(b *board) {
	radius := b.Height * 0.17
	for row := range 7 {
		y := (float64(row) - 0.3) * b.Height / 5.6
		shift := -radius * (1 + 4*b.dice.Float64())
		c := b.palette.Dark
		if row%2 == 1 {
			c = b.bright(2 + row/2)
		}
		for n := 0; shift+float64(n)*2*radius < b.Width+2*radius; n++ {
			from := 180.0
			if n%2 == 1 {
				from = 0
			}
			b.arc(shift+float64(n)*2*radius, y, radius, radius*0.3, from, from+180, c)
		}
	}
	b.disc(b.Width*(0.42+0.2*b.dice.Float64()), b.Height*0.34, b.Height*0.2, b.palette.Strong)
}

// quarters are rainbows: in each tile quarters of circles around one of its corners.
func quarters(b *board) {
	tile := b.Height / 2
	for row := range 2 {
		for column := range int(b.Width/tile) + 2 {
			corner := b.dice.IntN(4)
			x := (float64(column) - 0.25 + []float64{0, 1, 1, 0}[corner]) * tile
			y := (float64(row) + []float64{0, 0, 1, 1}[corner]) * tile
			from := []float64{0, 90, 180, 270}[corner]
			for n := range 3 {
				b.arc(x, y, tile*(0.3+0.27*float64(n)), tile*0.17, from+10, from+80, b.bright(n+column+row))
			}
			b.disc(x, y, tile*0.12, b.palette.Dark)
		}
	}
}

// three are three circles side by side, each with its people.
func three(b *board) {
	radius := min(b.Height*0.42, b.Width*0.15)
	for n := -2; n <= 2; n++ {
		x := b.Width/2 + float64(n)*radius*2.25
		b.disc(x, b.Height/2, radius, b.palette.Dark)
		b.mark(x, b.Height/2, radius*0.62, b.turn(), [3]Colour{b.bright(n + 3), b.bright(n + 4), b.bright(n + 5)})
	}
}
