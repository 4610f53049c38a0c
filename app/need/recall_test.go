package need

import (
	"cmp"
	_ "embed" // testdata
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"meguri/app/service/vectors"
	"meguri/app/service/words"
)

//go:embed testdata/pairs.tsv
var pairsFile string

// pair is a need, the task of an hour, and a sentence of somebody who can help; read are their words.
type pair struct {
	text [3]string
	read [3][]string
}

func readPairs(t testing.TB) []pair {
	t.Helper()
	var pairs []pair
	var texts []string
	for line := range strings.Lines(pairsFile) {
		if parts := strings.Split(strings.TrimSpace(line), "\t"); len(parts) == 3 {
			pairs = append(pairs, pair{text: [3]string(parts)})
			texts = append(texts, parts...)
		}
	}
	list, err := words.Count(&words.Request{Texts: texts, Parts: true})
	if err != nil {
		t.Fatal(err)
	}
	for _, word := range words.OfKind(list, words.KindPart) {
		for _, i := range word.In {
			pairs[i/3].read[i%3] = append(pairs[i/3].read[i%3], word.Text)
		}
	}
	return pairs
}

// ranker says how near each sentence is to each need.
type ranker struct {
	name string
	near [][]float64 // by sentence, need
}

func rankers(t testing.TB, pairs []pair) []ranker {
	t.Helper()
	space, err := vectors.Load()
	if err != nil {
		t.Fatal(err)
	}
	texts, troubles := make([]textVectors, len(pairs)), make([]vectors.Vector, len(pairs))
	tasks := make([]vectors.Vector, len(pairs))
	for i := range pairs {
		troubles[i], tasks[i] = space.Of(pairs[i].read[0]), space.Of(pairs[i].read[1])
		texts[i] = textVectors{middle: middle(troubles[i], tasks[i])}
	}
	by := func(name string, near func(i, j int) float64) ranker {
		r := ranker{name: name}
		for i := range pairs {
			row := make([]float64, len(pairs))
			for j := range pairs {
				row[j] = near(i, j)
			}
			r.near = append(r.near, row)
		}
		return r
	}
	said := make([]vectors.Vector, len(pairs))
	for i := range pairs {
		said[i] = space.Of(pairs[i].read[2])
	}
	return []ranker{
		by("plain word search", func(i, j int) float64 {
			n := 0.0
			for _, w := range pairs[i].read[2] {
				if slices.Contains(pairs[j].read[0], w) || slices.Contains(pairs[j].read[1], w) {
					n++
				}
			}
			return n
		}),
		by("vectors, the trouble", func(i, j int) float64 { return vectors.Similarity(said[i], troubles[j]) }),
		by("vectors, the task", func(i, j int) float64 { return vectors.Similarity(said[i], tasks[j]) }),
		by("as the program ranks", func(i, j int) float64 { return nearness(said[i], texts[j]) }),
	}
}

const pools = 200

// found is how often, of random pools of open needs, the one of the sentence is among the first k: for each sentence.
// Needs that are as near as the true one count half before it, so that a tie is no merit.
func (r *ranker) found(size, k int) []float64 {
	random := rand.New(rand.NewPCG(7, uint64(size)))
	rates := make([]float64, len(r.near))
	others := make([]int, 0, len(r.near))
	for i := range r.near {
		others = others[:0]
		for j := range r.near {
			if j != i {
				others = append(others, j)
			}
		}
		for range pools {
			random.Shuffle(len(others), func(a, b int) { others[a], others[b] = others[b], others[a] })
			before, same := 0, 0
			for _, j := range others[:size-1] {
				switch cmp.Compare(r.near[i][j], r.near[i][i]) {
				case 1:
					before++
				case 0:
					same++
				}
			}
			// The true one is at a random place among those that are the same.
			rates[i] += min(1, max(0, float64(k-before)/float64(same+1))) / pools
		}
	}
	return rates
}

// interval is the mean of rates, and the middle 95 % of what other such sentences would have given (bootstrap).
func interval(rates []float64) (mean, low, high float64) {
	random := rand.New(rand.NewPCG(11, 0))
	const draws = 4000
	means := make([]float64, draws)
	for d := range means {
		for range rates {
			means[d] += rates[random.IntN(len(rates))] / float64(len(rates))
		}
	}
	slices.Sort(means)
	for _, rate := range rates {
		mean += rate / float64(len(rates))
	}
	return mean, means[draws*25/1000], means[draws*975/1000]
}

// TestRecall measures how often an ordinary sentence finds the need that it helps, with pairs that were written before
// anything was measured, and holds a floor. docs/decisions/0111 has the goals.
func TestRecall(t *testing.T) {
	pairs := readPairs(t)
	if len(pairs) != 100 {
		t.Fatalf("%d pairs", len(pairs))
	}
	floors := map[string]float64{"15@5": 0.86, "40@5": 0.70, "40@10": 0.83}
	for _, r := range rankers(t, pairs) {
		line := fmt.Sprintf("%-22s", r.name)
		for _, c := range []struct{ size, k int }{{15, 5}, {40, 5}, {40, 10}} {
			mean, low, high := interval(r.found(c.size, c.k))
			name := fmt.Sprintf("%d@%d", c.size, c.k)
			line += fmt.Sprintf("  %s %.2f [%.2f–%.2f]", name, mean, low, high)
			if r.name == "as the program ranks" && mean < floors[name] {
				t.Errorf("recall %s is %.2f, below %.2f", name, math.Round(mean*100)/100, floors[name])
			}
		}
		t.Log(line)
	}
}
