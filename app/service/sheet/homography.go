package sheet

import "math"

// homography is a projection of one plane onto another.
type homography [9]float64

// newHomography is the projection of four points onto four others. ok is false where three of them lie on a line.
func newHomography(from, to [4]Point) (h homography, ok bool) {
	var rows [8][9]float64
	for i := range from {
		x, y, u, v := from[i].X, from[i].Y, to[i].X, to[i].Y
		rows[2*i] = [9]float64{x, y, 1, 0, 0, 0, -u * x, -u * y, u}
		rows[2*i+1] = [9]float64{0, 0, 0, x, y, 1, -v * x, -v * y, v}
	}
	for column := range 8 {
		best := column
		for r := column + 1; r < 8; r++ {
			if math.Abs(rows[r][column]) > math.Abs(rows[best][column]) {
				best = r
			}
		}
		if math.Abs(rows[best][column]) < 1e-9 {
			return h, false
		}
		rows[column], rows[best] = rows[best], rows[column]
		for r := range 8 {
			if r == column {
				continue
			}
			factor := rows[r][column] / rows[column][column]
			for c := column; c < 9; c++ {
				rows[r][c] -= factor * rows[column][c]
			}
		}
	}
	for i := range 8 {
		h[i] = rows[i][8] / rows[i][i]
	}
	h[8] = 1
	return h, true
}

func (h homography) of(p Point) Point {
	w := h[6]*p.X + h[7]*p.Y + h[8]
	return Point{(h[0]*p.X + h[1]*p.Y + h[2]) / w, (h[3]*p.X + h[4]*p.Y + h[5]) / w}
}
