package consensus

import (
	"math"
	"math/rand/v2"
)

// made is a crowd that was made up, with what is true of it.
type made struct {
	Crowd
	group []int       // of each person
	agree [][]float64 // how likely a group agrees with a statement
}

// gamma draws from a gamma distribution of the shape (Marsaglia and Tsang).
func gamma(shape float64, r *rand.Rand) float64 {
	if shape < 1 {
		return gamma(shape+1, r) * math.Pow(r.Float64(), 1/shape)
	}
	d := shape - 1.0/3
	for {
		x := r.NormFloat64()
		v := math.Pow(1+x/math.Sqrt(9*d), 3)
		if v > 0 && math.Log(r.Float64()) < x*x/2+d-d*v+d*math.Log(v) {
			return d * v
		}
	}
}

func beta(a float64, r *rand.Rand) float64 {
	x, y := gamma(a, r), gamma(a, r)
	return x / (x + y)
}

// makeCrowd makes a crowd: 60 % of the statements divide the groups, whose shares are drawn from Beta(0.4, 0.4); the
// others are seen alike by all. Cards are chosen as Choose does, or dealt by chance; 10 % are answered with unsure.
func makeCrowd(seed uint64, people, statements, groups, cards int, chosen bool) *made {
	r := rand.New(rand.NewPCG(seed, 99))
	m := &made{Crowd: Crowd{Statements: statements, People: make([][]Answer, people)}, group: make([]int, people)}
	m.agree = make([][]float64, groups)
	for g := range m.agree {
		m.agree[g] = make([]float64, statements)
	}
	for j := range statements {
		same := beta(0.4, r)
		for g := range groups {
			m.agree[g][j] = same
			if groups > 1 && j%5 < 3 {
				m.agree[g][j] = beta(0.4, r)
			}
		}
	}
	weights, sum := make([]float64, groups), 0.0
	for g := range weights {
		weights[g] = gamma(6, r)
		sum += weights[g]
	}
	tallies := make([]Tally, statements)
	var divides []float64
	for i := range people {
		if chosen && i >= freeUntil && i%5 == 0 {
			v := (&Crowd{Statements: statements, People: m.People[:i]}).votes()
			model := guess(v, points(v), r)
			divides = model.Divides()
		}
		x := r.Float64() * sum
		for m.group[i] < groups-1 && x > weights[m.group[i]] {
			x -= weights[m.group[i]]
			m.group[i]++
		}
		open := r.Perm(statements)
		for range min(cards, statements) {
			before := i
			if !chosen {
				before = 0
			}
			j := Choose(tallies, divides, open, before, r)
			for n := range open {
				if open[n] == j {
					open = append(open[:n], open[n+1:]...)
					break
				}
			}
			stance := Disagree
			if r.Float64() < m.agree[m.group[i]][j] {
				stance = Agree
			}
			if r.Float64() < 0.1 {
				stance = Unsure
			}
			tallies[j].add(stance)
			m.People[i] = append(m.People[i], Answer{j, stance})
		}
	}
	return m
}

// adjustedRand compares two divisions of the same people: 1 where they are the same, 0 as by chance.
func adjustedRand(a, b []int) float64 {
	pairs := func(n float64) float64 { return n * (n - 1) / 2 }
	cells, rows, columns := map[[2]int]float64{}, map[int]float64{}, map[int]float64{}
	for i := range a {
		cells[[2]int{a[i], b[i]}]++
		rows[a[i]]++
		columns[b[i]]++
	}
	var both, inA, inB float64
	for _, n := range cells {
		both += pairs(n)
	}
	for _, n := range rows {
		inA += pairs(n)
	}
	for _, n := range columns {
		inB += pairs(n)
	}
	expected := inA * inB / pairs(float64(len(a)))
	if (inA+inB)/2 == expected {
		return 1
	}
	return (both - expected) / ((inA+inB)/2 - expected)
}
