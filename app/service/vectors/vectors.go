// Package vectors says how alike Japanese texts are in what they mean, by word vectors that are part of the program:
// chiVe, cut and rounded by make.py (1.4 MB of the binary, 4 MB of memory from the first use on).
//
// It is a help for people, and no judge: of 40 needs the one that fits a sentence is among the first five 6 times of
// 10, of 15 needs 9 times of 10. What is unlike may be the same act in another field, as words of the field count most.
// So it proposes, and somebody decides; "nothing is alike" is a usual answer.
//
// Texts are cut into words by app/service/words:
//
//	list, err := child.Count(ctx, &words.Request{Texts: texts, Parts: true})
//	space, err := vectors.Load()
//	all := space.Texts(list, len(texts))
//	near := vectors.Nearest(all[0], all[1:], 5)
package vectors

import (
	"bytes"
	"cmp"
	"compress/flate"
	_ "embed" // vectors.bin
	"encoding/binary"
	"errors"
	"io"
	"math"
	"slices"
	"strings"
	"sync"

	"meguri/app/service/words"
)

//go:embed vectors.bin
var packed []byte

// Space is the words that have a vector. It may be used by several goroutines.
type Space struct {
	dimensions int
	// at is the place of a word, in the order of frequency.
	at map[string]int
	// steps has the vector of one word after another.
	steps []int8
}

// Vector is what a text is about, of length 1. It is nil for a text of which no word is known.
type Vector []float32

const magic = "MGV1"

var errBroken = errors.New("the file of word vectors is broken")

// Load unpacks the vectors, once for the whole program: 30 ms.
var Load = sync.OnceValues(func() (*Space, error) { return read(packed) })

func read(packed []byte) (*Space, error) {
	content, err := io.ReadAll(flate.NewReader(bytes.NewReader(packed)))
	if err != nil {
		return nil, err
	}
	const head = len(magic) + 8
	if len(content) < head || string(content[:len(magic)]) != magic {
		return nil, errBroken
	}
	n := int(binary.LittleEndian.Uint32(content[len(magic):]))
	s := &Space{dimensions: int(binary.LittleEndian.Uint32(content[len(magic)+4:])), at: make(map[string]int, n)}
	rest := content[head:]
	for i := range n {
		end := bytes.IndexByte(rest, '\n')
		if end < 0 {
			return nil, errBroken
		}
		word := strings.ToLower(string(rest[:end]))
		if _, known := s.at[word]; !known {
			s.at[word] = i
		}
		rest = rest[end+1:]
	}
	if len(rest) != n*s.dimensions {
		return nil, errBroken
	}
	s.steps = make([]int8, len(rest))
	for d := range s.dimensions {
		for i := range n {
			s.steps[i*s.dimensions+d] = int8(rest[d*n+i]) //nolint:gosec // a byte of two's complement
		}
	}
	return s, nil
}

// spellings are words that the dictionary of chiVe spells in another way than ours.
var spellings = map[string]string{
	"子ども": "子供", "友だち": "友達", "つくる": "作る", "きれい": "綺麗", "むずかしい": "難しい", "ひと": "人", "まち": "町",
	"つながる": "繋がる", "つなぐ": "繋ぐ", "わかる": "分かる", "うれしい": "嬉しい", "たのしい": "楽しい", "話し合う": "話合う",
}

// Knows reports whether a word, in its base form and in small letters, has a vector.
func (s *Space) Knows(word string) bool { return s.place(word) >= 0 }

func (s *Space) place(word string) int {
	i, ok := s.at[word]
	if !ok {
		i, ok = s.at[spellings[word]]
	}
	if !ok {
		return -1
	}
	return i
}

// weight is how much a word counts: rare words say more of what a text is about (SIF, a = 0.0001). How frequent it is
// follows from its place, by Zipf's law.
func weight(place int) float64 {
	const a, harmonic = 1e-4, 10.5 // the sum of 1/n up to 20,000
	return a / (a + 1/(float64(place+1)*harmonic))
}

// Of is the vector of words in their base forms: their weighted mean. Words without a vector are left out.
func (s *Space) Of(list []string) Vector {
	sum := make([]float64, s.dimensions)
	found := false
	for _, word := range list {
		place := s.place(word)
		if place < 0 {
			continue
		}
		found = true
		w := weight(place)
		steps := s.steps[place*s.dimensions:][:s.dimensions]
		for d, step := range steps {
			sum[d] += w * float64(step)
		}
	}
	if !found {
		return nil
	}
	return unit(sum)
}

// unit makes a vector of length 1, nil where it has none.
func unit(sum []float64) Vector {
	length := 0.0
	for _, x := range sum {
		length += x * x
	}
	if length == 0 {
		return nil
	}
	length = math.Sqrt(length)
	v := make(Vector, len(sum))
	for d, x := range sum {
		v[d] = float32(x / length)
	}
	return v
}

// Texts are the vectors of n texts whose words were counted with Parts.
func (s *Space) Texts(list []words.Word, n int) []Vector {
	said := make([][]string, n)
	for _, word := range words.OfKind(list, words.KindPart) {
		for _, i := range word.In {
			said[i] = append(said[i], word.Text)
		}
	}
	all := make([]Vector, n)
	for i := range said {
		all[i] = s.Of(said[i])
	}
	return all
}

// Similarity is how alike two texts are, from −1 to 1; 0 where one of them is nil. From about 0.5 on texts are about
// the same thing.
func Similarity(a, b Vector) float64 {
	if len(a) != len(b) {
		return 0
	}
	var s [4]float32 // sums that do not wait for each other
	for ; len(a) >= 4 && len(b) >= 4; a, b = a[4:], b[4:] {
		s[0] += a[0] * b[0]
		s[1] += a[1] * b[1]
		s[2] += a[2] * b[2]
		s[3] += a[3] * b[3]
	}
	for d := range a {
		s[0] += a[d] * b[d]
	}
	return float64(s[0] + s[1] + s[2] + s[3])
}

// Near is a text by its place in a list, and how alike it is.
type Near struct {
	Index      int
	Similarity float64
}

// Nearest are at most n of the vectors, the most alike first. Those that are nil are left out.
func Nearest(to Vector, among []Vector, n int) []Near {
	list := make([]Near, 0, len(among))
	for i, v := range among {
		if v != nil {
			list = append(list, Near{i, Similarity(to, v)})
		}
	}
	slices.SortStableFunc(list, func(a, b Near) int { return cmp.Compare(b.Similarity, a.Similarity) })
	return list[:min(n, len(list))]
}
