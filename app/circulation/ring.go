package circulation

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"meguri/models"
)

// The picture's units, and how many organizations it holds: of more, those with the fewest projects stand in the table
// only.
const (
	boxSize            = 52.0
	mostOnRing         = 12
	thinnest, thickest = 2.5, 12.0
	headLength         = 15.0
)

// shape is a size of the picture. On a phone names stand below their organizations, so that the ring has the width.
type shape struct {
	width, height, radius float64
	isNarrow              bool
}

var (
	wide   = shape{800, 560, 190, false}
	narrow = shape{520, 560, 200, true}
)

// Ring is the picture: organizations on a ring, and the help that went between them.
// templates/partials/circulation.html draws it.
type Ring struct {
	Width, Height float64
	Radius        float64
	IsNarrow      bool
	Places        []Place
	Arrows        []Arrow
	// Left are the organizations that have no room.
	Left int
}

// Middle is the middle from the left.
func (r *Ring) Middle() float64 { return r.Width / 2 }

// Center is the middle from above.
func (r *Ring) Center() float64 { return r.Height / 2 }

// Place is an organization on the ring.
type Place struct {
	*models.Organization
	X, Y float64
	// LabelX, LabelY and Anchor are where its name stands: outside of the ring.
	LabelX, LabelY float64
	Anchor         string
}

// Left is the left edge of its box.
func (p *Place) Left() float64 { return p.X - boxSize/2 }

// Top is the upper edge of its box.
func (p *Place) Top() float64 { return p.Y - boxSize/2 }

// Size is the length of its edges.
func (p *Place) Size() float64 { return boxSize }

// Arrow is a flow on the ring.
type Arrow struct {
	*Flow
	Path, Head string
	Width      float64
}

type point struct{ x, y float64 }

// Draw puts flows on a ring.
func (f *Flows) Draw() *Ring { return f.draw(wide) }

// DrawNarrow does it for a phone.
func (f *Flows) DrawNarrow() *Ring { return f.draw(narrow) }

func (f *Flows) draw(s shape) *Ring {
	r := &Ring{Width: s.width, Height: s.height, Radius: s.radius, IsNarrow: s.isNarrow}
	projects, byID := map[string]int{}, map[string]*models.Organization{}
	for i := range f.List {
		for _, o := range []*models.Organization{f.List[i].From, f.List[i].To} {
			projects[o.ID] += f.List[i].Projects
			byID[o.ID] = o
		}
	}
	ids := make([]string, 0, len(byID))
	for id := range byID {
		ids = append(ids, id)
	}
	slices.SortFunc(ids, func(a, b string) int {
		return cmp.Or(cmp.Compare(projects[b], projects[a]), cmp.Compare(byID[a].Slug, byID[b].Slug))
	})
	r.Left = max(0, len(ids)-mostOnRing)
	ids = ids[:min(len(ids), mostOnRing)]
	// By their address, so that an organization stays near its place from year to year.
	slices.SortFunc(ids, func(a, b string) int { return cmp.Compare(byID[a].Slug, byID[b].Slug) })
	at := map[string]point{}
	for i, id := range ids {
		angle := 2*math.Pi*float64(i)/float64(len(ids)) - math.Pi/2
		at[id] = r.add(byID[id], angle)
	}
	most := 1
	for i := range f.List {
		most = max(most, f.List[i].Projects)
	}
	for i := range f.List {
		flow := &f.List[i]
		from, isThere := at[flow.From.ID]
		to, isToo := at[flow.To.ID]
		if isThere && isToo {
			r.Arrows = append(r.Arrows, r.arrow(flow, from, to, most))
		}
	}
	return r
}

func (r *Ring) add(o *models.Organization, angle float64) point {
	cos, sin := math.Cos(angle), math.Sin(angle)
	p := Place{Organization: o, X: r.Middle() + r.Radius*cos, Y: r.Center() + r.Radius*sin, Anchor: "middle"}
	p.LabelX, p.LabelY = p.X, p.Y+boxSize/2+22
	switch {
	case r.IsNarrow:
	case cos > 0.3:
		p.LabelX, p.LabelY, p.Anchor = p.X+boxSize/2+8, p.Y+5, "start"
	case cos < -0.3:
		p.LabelX, p.LabelY, p.Anchor = p.X-boxSize/2-8, p.Y+5, "end"
	case sin < 0:
		p.LabelY = p.Y - boxSize/2 - 12
	}
	r.Places = append(r.Places, p)
	return point{p.X, p.Y}
}

// arrow is bent towards the middle, and to its own right, so that help in both directions lies apart.
func (r *Ring) arrow(f *Flow, from, to point, most int) Arrow {
	dx, dy := to.x-from.x, to.y-from.y
	length := math.Hypot(dx, dy)
	bend := point{
		(from.x+to.x)/2*0.75 + r.Middle()*0.25 - dy/length*26, (from.y+to.y)/2*0.75 + r.Center()*0.25 + dx/length*26,
	}
	begin, end := towards(from, bend, boxSize*0.62), towards(to, bend, boxSize*0.62)
	neck := towards(end, bend, headLength)
	width := thinnest + (thickest-thinnest)*math.Sqrt(float64(f.Projects-1)/math.Max(1, float64(most-1)))
	side := math.Max(width, 5) * 0.95
	nx, ny := (end.y-neck.y)/headLength*side, -(end.x-neck.x)/headLength*side
	return Arrow{
		Flow: f, Width: width,
		Path: fmt.Sprintf("M%.1f %.1fQ%.1f %.1f %.1f %.1f", begin.x, begin.y, bend.x, bend.y, neck.x, neck.y),
		Head: fmt.Sprintf("%.1f,%.1f %.1f,%.1f %.1f,%.1f", end.x, end.y, neck.x+nx, neck.y+ny, neck.x-nx, neck.y-ny),
	}
}

func towards(from, to point, distance float64) point {
	length := math.Hypot(to.x-from.x, to.y-from.y)
	if length == 0 {
		return from
	}
	return point{from.x + (to.x-from.x)/length*distance, from.y + (to.y-from.y)/length*distance}
}
