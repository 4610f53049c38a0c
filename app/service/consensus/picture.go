package consensus

import (
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/mat"
)

// Point is a place in the picture: who answers alike is close.
type Point struct{ X, Y float64 }

// axes are the first two principal components of the votes, over statements.
func axes(v *votes) (x, y []float64) {
	m := v.statements
	covariance := mat.NewSymDense(max(m, 2), nil)
	for i := range v.people() {
		for a := v.start[i]; a < v.start[i+1]; a++ {
			for b := a; b < v.start[i+1]; b++ {
				ja, jb := int(v.statement[a]), int(v.statement[b])
				covariance.SetSym(ja, jb, covariance.At(ja, jb)+v.deviation(a)*v.deviation(b))
			}
		}
	}
	var eigen mat.EigenSym
	if !eigen.Factorize(covariance, true) {
		return make([]float64, m), make([]float64, m)
	}
	var vectors mat.Dense
	eigen.VectorsTo(&vectors)
	last := vectors.RawMatrix().Cols - 1
	return upright(mat.Col(nil, last, &vectors))[:m], upright(mat.Col(nil, last-1, &vectors))[:m]
}

// upright turns a component so that its largest part is positive: its sign has no meaning.
func upright(component []float64) []float64 {
	largest := 0
	for j, part := range component {
		if math.Abs(part) > math.Abs(component[largest]) {
			largest = j
		}
	}
	if component[largest] < 0 {
		for j := range component {
			component[j] = -component[j]
		}
	}
	return component
}

// deviation is how far a vote is from what people say on average.
func (v *votes) deviation(at int) float64 {
	if v.agrees[at] {
		return 1 - v.share[v.statement[at]]
	}
	return -v.share[v.statement[at]]
}

// points are the places of all people. Who answered little is moved out as if they had answered more in the same way,
// as they would stand in the middle else.
func points(v *votes) []Point {
	x, y := axes(v)
	list := make([]Point, v.people())
	for i := range list {
		n := v.start[i+1] - v.start[i]
		if n == 0 {
			continue
		}
		for at := v.start[i]; at < v.start[i+1]; at++ {
			list[i].X += v.deviation(at) * x[v.statement[at]]
			list[i].Y += v.deviation(at) * y[v.statement[at]]
		}
		scale := math.Sqrt(float64(v.statements) / float64(n))
		list[i].X, list[i].Y = list[i].X*scale, list[i].Y*scale
	}
	return list
}

func (p Point) distance(q Point) float64 { return (p.X-q.X)*(p.X-q.X) + (p.Y-q.Y)*(p.Y-q.Y) }

// kMeans divides points into k classes.
func kMeans(list []Point, k int, r *rand.Rand) []int {
	centres := spread(list, k, r)
	classes := make([]int, len(list))
	for range 20 {
		sums, counts := make([]Point, k), make([]float64, k)
		for i, p := range list {
			classes[i] = nearest(centres, p)
			sums[classes[i]].X += p.X
			sums[classes[i]].Y += p.Y
			counts[classes[i]]++
		}
		for c := range centres {
			if counts[c] > 0 {
				centres[c] = Point{sums[c].X / counts[c], sums[c].Y / counts[c]}
			}
		}
	}
	return classes
}

func nearest(centres []Point, p Point) int {
	at := 0
	for c := range centres {
		if p.distance(centres[c]) < p.distance(centres[at]) {
			at = c
		}
	}
	return at
}

// spread chooses k of the points, each the more likely the further it is from those chosen before.
func spread(list []Point, k int, r *rand.Rand) []Point {
	chosen := []Point{list[r.IntN(len(list))]}
	for len(chosen) < k {
		total, distances := 0.0, make([]float64, len(list))
		for i, p := range list {
			distances[i] = p.distance(chosen[nearest(chosen, p)])
			total += distances[i]
		}
		at, rest := 0, r.Float64()*total
		for at < len(list)-1 && rest > distances[at] {
			rest -= distances[at]
			at++
		}
		chosen = append(chosen, list[at])
	}
	return chosen
}
