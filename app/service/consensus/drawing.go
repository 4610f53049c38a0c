package consensus

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
)

// The size of the picture in its own units, and what is left free at its edges for labels.
const (
	DrawingWidth  = 600
	DrawingHeight = 520
	marginX       = 80
	marginY       = 90
)

// GroundWidth is how wide the edge of a group's ground is drawn.
const GroundWidth = 44

// Letters are those of the groups.
const Letters = "ABCD"

// Dot is a place in the picture.
type Dot struct{ X, Y float64 }

// DrawnGroup is a group in the picture: as many dots as people, and the ground around them. No dot is anybody's.
type DrawnGroup struct {
	Letter string
	Number int // from 1
	People int
	Dots   []Dot
	// Hull is the path around the dots, Edge the dots that it goes through.
	Hull string
	Edge []Dot
	// Label is where its letter stands.
	Label Dot
}

// Drawing is the picture of the groups of a round.
type Drawing struct {
	Groups []DrawnGroup
	// Own is where who reads stands; nil for nobody.
	Own *Dot

	middle Point
	scale  float64
}

// Draw makes the picture of a result with groups.
func Draw(result *Result) *Drawing {
	d := &Drawing{}
	dots, low, high := make([][]Point, len(result.Groups)), Point{}, Point{}
	for g := range result.Groups {
		dots[g] = result.Groups[g].Dots()
		for i, p := range dots[g] {
			if g == 0 && i == 0 {
				low, high = p, p
			}
			low = Point{X: min(low.X, p.X), Y: min(low.Y, p.Y)}
			high = Point{X: max(high.X, p.X), Y: max(high.Y, p.Y)}
		}
	}
	d.middle = Point{X: (low.X + high.X) / 2, Y: (low.Y + high.Y) / 2}
	d.scale = min((DrawingWidth-2*marginX)/max(high.X-low.X, 1e-9), (DrawingHeight-2*marginY)/max(high.Y-low.Y, 1e-9))
	for g := range result.Groups {
		group := DrawnGroup{Letter: Letters[g : g+1], Number: g + 1, People: result.Groups[g].People}
		for _, p := range dots[g] {
			group.Dots = append(group.Dots, *d.At(p))
		}
		hull := hullOf(group.Dots)
		group.Hull, group.Edge = pathOf(hull), hull
		group.Label = d.labelOf(hull)
		d.Groups = append(d.Groups, group)
	}
	d.spreadLabels()
	return d
}

// At is where a point of the result stands in the picture, within its edges.
func (d *Drawing) At(p Point) *Dot {
	x := DrawingWidth/2 + (p.X-d.middle.X)*d.scale
	y := DrawingHeight/2 - (p.Y-d.middle.Y)*d.scale
	const edge = 16
	return &Dot{round(min(max(x, edge), DrawingWidth-edge)), round(min(max(y, edge), DrawingHeight-edge))}
}

func round(x float64) float64 { return math.Round(x*10) / 10 }

const (
	// groundWidth is how far the ground reaches beyond the dots.
	groundWidth = GroundWidth / 2
	labelAbove  = groundWidth + 12
	labelHeight = 30
	labelWidth  = 110
)

// labelOf is above a group, or below one that reaches into the lower half.
func (d *Drawing) labelOf(hull []Dot) Dot {
	top, bottom, x := hull[0].Y, hull[0].Y, 0.0
	for _, p := range hull {
		top, bottom, x = min(top, p.Y), max(bottom, p.Y), x+p.X/float64(len(hull))
	}
	if (top+bottom)/2 > DrawingHeight/2 {
		return Dot{round(x), round(min(bottom+labelAbove+16, DrawingHeight-8))}
	}
	return Dot{round(x), round(max(top-labelAbove, labelHeight))}
}

// spreadLabels moves labels apart that would lie on each other.
func (d *Drawing) spreadLabels() {
	for i := range d.Groups {
		for j := range i {
			a, b := &d.Groups[i].Label, &d.Groups[j].Label
			if math.Abs(a.Y-b.Y) >= labelHeight || math.Abs(a.X-b.X) >= labelWidth {
				continue
			}
			apart := labelWidth - math.Abs(a.X-b.X)
			if a.X < b.X {
				apart = -apart
			}
			a.X, b.X = round(a.X+apart/2), round(b.X-apart/2)
		}
	}
	for i := range d.Groups {
		label := &d.Groups[i].Label
		label.X = min(max(label.X, labelWidth/2), DrawingWidth-labelWidth/2)
	}
}

// hullOf is the smallest convex way around the dots (Andrew's monotone chain).
func hullOf(dots []Dot) []Dot {
	list := slices.Clone(dots)
	slices.SortFunc(list, func(a, b Dot) int { return cmp.Or(cmp.Compare(a.X, b.X), cmp.Compare(a.Y, b.Y)) })
	turn := func(o, a, b Dot) float64 { return (a.X-o.X)*(b.Y-o.Y) - (a.Y-o.Y)*(b.X-o.X) }
	half := func(points []Dot) (hull []Dot) {
		for _, p := range points {
			for len(hull) >= 2 && turn(hull[len(hull)-2], hull[len(hull)-1], p) <= 0 {
				hull = hull[:len(hull)-1]
			}
			hull = append(hull, p)
		}
		return hull[:len(hull)-1]
	}
	if len(list) < 3 {
		return list
	}
	lower := half(list)
	slices.Reverse(list)
	return append(lower, half(list)...)
}

func pathOf(hull []Dot) string {
	var path strings.Builder
	for i, p := range hull {
		command := "L"
		if i == 0 {
			command = "M"
		}
		fmt.Fprintf(&path, "%s%g %g", command, p.X, p.Y)
	}
	return path.String() + "Z"
}
