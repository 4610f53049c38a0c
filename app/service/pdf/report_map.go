package pdf

import (
	"github.com/jung-kurt/gofpdf"

	"meguri/app/service/consensus"
)

// The picture of groups is as high as this, with its edges.
const (
	mapHeight = 240.0
	mapDot    = 2.8 // how far a dot reaches
)

// groupInks are the colours of groups on pages, and of their ground.
var groupInks = [...]struct{ dot, ground [3]int }{
	{[3]int{44, 112, 92}, [3]int{223, 235, 231}}, {[3]int{138, 90, 6}, [3]int{242, 232, 214}},
	{[3]int{79, 99, 166}, [3]int{226, 230, 242}}, {[3]int{168, 67, 95}, [3]int{244, 226, 231}},
}

// groups draws the picture of the groups of a round: as many dots as people, none of them anybody's.
func (d *document) groups(m *consensus.Drawing) {
	d.ensureSpace(mapHeight)
	scale := mapHeight / consensus.DrawingHeight
	left, top := margin+(inner-consensus.DrawingWidth*scale)/2, d.y
	at := func(p consensus.Dot) gofpdf.PointType {
		return gofpdf.PointType{X: left + p.X*scale, Y: top + p.Y*scale}
	}
	for i := range m.Groups {
		d.ground(&m.Groups[i], at, consensus.GroundWidth*scale)
	}
	for i := range m.Groups {
		g := &m.Groups[i]
		ink := groupInks[i%len(groupInks)].dot
		d.SetFillColor(ink[0], ink[1], ink[2])
		for _, dot := range g.Dots {
			d.mapDot(i, at(dot))
		}
	}
	for i := range m.Groups {
		g := &m.Groups[i]
		ink, label := groupInks[i%len(groupInks)].dot, at(g.Label)
		d.colour(ink[0], ink[1], ink[2])
		d.bold(func() {
			d.drawAround(label.X, label.Y, 9.5, g.Letter+" "+d.texts.T("consensus.people", "count", g.People))
		})
	}
	d.y = top + mapHeight
	d.note(d.texts.T("consensus.dots"))
}

// ground is what a group stands on.
func (d *document) ground(g *consensus.DrawnGroup, at func(consensus.Dot) gofpdf.PointType, width float64) {
	colour := groupInks[(g.Number-1)%len(groupInks)].ground
	d.SetFillColor(colour[0], colour[1], colour[2])
	d.SetDrawColor(colour[0], colour[1], colour[2])
	d.SetLineWidth(width)
	d.SetLineJoinStyle("round")
	d.SetLineCapStyle("round")
	edge := make([]gofpdf.PointType, len(g.Edge))
	for i, p := range g.Edge {
		edge[i] = at(p)
	}
	if last := edge[len(edge)-1]; len(edge) < 3 {
		d.Line(edge[0].X, edge[0].Y, last.X, last.Y)
	} else {
		d.Polygon(edge, "FD")
	}
	d.SetLineJoinStyle("miter")
	d.SetLineCapStyle("butt")
}

// mapDot is a dot in the shape of its group, which tells groups apart without colours, too.
func (d *document) mapDot(group int, p gofpdf.PointType) {
	const r = mapDot
	switch group {
	case 0:
		d.Circle(p.X, p.Y, r, "F")
	case 1:
		d.Rect(p.X-r*0.9, p.Y-r*0.9, 1.8*r, 1.8*r, "F")
	case 2:
		d.Polygon([]gofpdf.PointType{
			{X: p.X, Y: p.Y - 1.2*r}, {X: p.X + 1.2*r, Y: p.Y + r}, {X: p.X - 1.2*r, Y: p.Y + r},
		}, "F")
	default:
		d.Polygon([]gofpdf.PointType{
			{X: p.X, Y: p.Y - 1.3*r}, {X: p.X + 1.3*r, Y: p.Y}, {X: p.X, Y: p.Y + 1.3*r}, {X: p.X - 1.3*r, Y: p.Y},
		}, "F")
	}
}
