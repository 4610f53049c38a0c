package sheet

import (
	"cmp"
	"math"
	"slices"
)

// bitmap says which pixels are dark.
type bitmap struct {
	dark          []bool
	width, height int
}

// part are dark pixels that hang together.
type part struct {
	left, top, right, low int // the last are within
	area                  int
	sumX, sumY            int
}

func (p *part) width() float64  { return float64(p.right - p.left + 1) }
func (p *part) height() float64 { return float64(p.low - p.top + 1) }
func (p *part) middle() Point {
	return Point{float64(p.sumX)/float64(p.area) + 0.5, float64(p.sumY)/float64(p.area) + 0.5}
}

func (p *part) boxMiddle() Point {
	return Point{float64(p.left+p.right+1) / 2, float64(p.top+p.low+1) / 2}
}

// parts finds what hangs together, by runs of rows.
func (b bitmap) parts() []part {
	type run struct{ from, to, label int }
	var parents []int
	root := func(i int) int {
		for parents[i] != i {
			parents[i] = parents[parents[i]]
			i = parents[i]
		}
		return i
	}
	var sums []part
	var above []run
	for y := range b.height {
		var runs []run
		for x, k := 0, 0; x < b.width; x++ {
			if !b.dark[y*b.width+x] {
				continue
			}
			from := x
			for x < b.width && b.dark[y*b.width+x] {
				x++
			}
			for k < len(above) && above[k].to <= from {
				k++
			}
			label := -1
			for n := k; n < len(above) && above[n].from < x; n++ {
				if r := root(above[n].label); label < 0 {
					label = r
				} else {
					parents[r] = label
				}
			}
			if label < 0 {
				label = len(parents)
				parents, sums = append(parents, label), append(sums, part{left: b.width, top: y})
			}
			runs = append(runs, run{from, x, label})
			sums[label].add(from, x, y)
		}
		above = runs
	}
	for i := range sums {
		if r := root(i); r != i {
			sums[r].join(&sums[i])
		}
	}
	var list []part
	for i := range sums {
		if parents[i] == i {
			list = append(list, sums[i])
		}
	}
	return list
}

func (p *part) add(from, to, y int) {
	n := to - from
	p.left, p.right, p.low = min(p.left, from), max(p.right, to-1), max(p.low, y)
	p.area, p.sumX, p.sumY = p.area+n, p.sumX+n*(from+to-1)/2, p.sumY+n*y
}

func (p *part) join(o *part) {
	p.left, p.top, p.right, p.low = min(p.left, o.left), min(p.top, o.top), max(p.right, o.right), max(p.low, o.low)
	p.area, p.sumX, p.sumY = p.area+o.area, p.sumX+o.sumX, p.sumY+o.sumY
}

// mark is a ring with something in the middle: a mark of the page, or a finder of its code.
type mark struct {
	Point
	size float64
}

const (
	smallestMark = 1.0 / 220 // of the photo's longer side
	largestMark  = 1.0 / 14
	mostMarks    = 16
)

// findMarks finds marks, the largest first.
func findMarks(b bitmap) []mark {
	side := float64(max(b.width, b.height))
	cell := func(p Point) [2]int { return [2]int{int(p.X / 16), int(p.Y / 16)} }
	inner := map[[2]int][]part{}
	var rings []part
	for _, p := range b.parts() {
		size := max(p.width(), p.height())
		ratio := p.width() / p.height()
		if size < side*smallestMark*finderRingShare || size > side*largestMark || ratio < 0.4 || ratio > 2.5 {
			continue
		}
		fill := float64(p.area) / (p.width() * p.height())
		if fill > 0.45 {
			at := cell(p.middle())
			inner[at] = append(inner[at], p)
		}
		if size >= side*smallestMark && fill < 0.75 {
			rings = append(rings, p)
		}
	}
	var marks []mark
	for i := range rings {
		if m, ok := ringOf(&rings[i], inner, cell); ok {
			marks = append(marks, m)
		}
	}
	slices.SortFunc(marks, func(a, b mark) int { return cmp.Compare(b.size, a.size) })
	return marks[:min(len(marks), mostMarks)]
}

// ringOf looks for what is in the middle of a ring.
func ringOf(ring *part, inner map[[2]int][]part, cell func(Point) [2]int) (mark, bool) {
	middle := ring.boxMiddle()
	at := cell(middle)
	for dx := -1; dx <= 1; dx++ {
		for dy := -1; dy <= 1; dy++ {
			for _, dot := range inner[[2]int{at[0] + dx, at[1] + dy}] {
				width, height := dot.width()/ring.width(), dot.height()/ring.height()
				off := distance(dot.boxMiddle(), middle) / max(ring.width(), ring.height())
				if off < 0.12 && width > 0.28 && width < 0.6 && height > 0.28 && height < 0.6 {
					return mark{dot.middle(), (ring.width() + ring.height()) / 2}, true
				}
			}
		}
	}
	return mark{}, false
}

func distance(a, b Point) float64 { return math.Hypot(a.X-b.X, a.Y-b.Y) }

const mostPages = 40

// pagesOf are the ways in which marks may be those of a page, those that enclose most first: four as large as they are
// to be, turned so that others are the finders of its code. A box with a circle in it looks like a smaller mark.
func pagesOf(marks []mark) []homography {
	type way struct {
		h    homography
		area float64
	}
	var ways []way
	each4(marks, func(four [4]mark) {
		corners, area := clockwise(four)
		if area <= 0 {
			return
		}
		for turn := range 4 {
			var to [4]Point
			for i := range to {
				to[i] = corners[(i+turn)%4].Point
			}
			h, ok := newHomography(Marks(), to)
			if ok && findersSeen(h, marks) > 1 && haveSize(h, corners, turn) {
				ways = append(ways, way{h, area})
			}
		}
	})
	slices.SortFunc(ways, func(a, b way) int { return cmp.Compare(b.area, a.area) })
	var list []homography
	for _, w := range ways[:min(len(ways), mostPages)] {
		list = append(list, w.h)
	}
	return list
}

func each4(marks []mark, do func([4]mark)) {
	for a := range marks {
		for b := a + 1; b < len(marks); b++ {
			for c := b + 1; c < len(marks); c++ {
				for d := c + 1; d < len(marks); d++ {
					four := [4]mark{marks[a], marks[b], marks[c], marks[d]}
					if four[3].size*2.6 > four[0].size { // perspective alone does not make one so much smaller
						do(four)
					}
				}
			}
		}
	}
}

// clockwise orders four places around their middle. area is 0 where one lies within the other three.
func clockwise(four [4]mark) (ordered [4]mark, area float64) {
	var middle Point
	for _, m := range four {
		middle.X, middle.Y = middle.X+m.X/4, middle.Y+m.Y/4
	}
	angle := func(m mark) float64 { return math.Atan2(m.Y-middle.Y, m.X-middle.X) }
	slices.SortFunc(four[:], func(a, b mark) int { return cmp.Compare(angle(a), angle(b)) })
	for i := range four {
		a, b, c := four[i], four[(i+1)%4], four[(i+2)%4]
		if (b.X-a.X)*(c.Y-b.Y)-(b.Y-a.Y)*(c.X-b.X) <= 0 {
			return four, 0
		}
		area += (a.X*b.Y - b.X*a.Y) / 2
	}
	return four, area
}

// haveSize reports whether the marks at the corners are about as large as the projection has them.
func haveSize(h homography, corners [4]mark, turn int) bool {
	const half, atMost = MarkSize / 2, 1.3
	for i, m := range Marks() {
		across := distance(h.of(Point{m.X - half, m.Y}), h.of(Point{m.X + half, m.Y}))
		along := distance(h.of(Point{m.X, m.Y - half}), h.of(Point{m.X, m.Y + half}))
		ratio := corners[(i+turn)%4].size / ((across + along) / 2)
		if ratio > 1.5*atMost || ratio < 1/atMost { // the size is that of an upright box around a turned mark
			return false
		}
	}
	return true
}

// findersSeen counts the finders of the code that are where they should be.
func findersSeen(h homography, marks []mark) (n int) {
	square := CodeSize / codeSquares
	near, far := finder*square, CodeSize-finder*square
	for _, f := range []Point{{near, near}, {far, near}, {near, far}} {
		at := h.of(Point{CodeX + f.X, CodeY + f.Y})
		reach := distance(at, h.of(Point{CodeX + f.X + 8, CodeY + f.Y}))
		if slices.ContainsFunc(marks, func(m mark) bool { return distance(m.Point, at) < reach }) {
			n++
		}
	}
	return n
}
