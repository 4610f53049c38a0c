package alike

import (
	"math"
	"slices"
	"unicode"

	"meguri/models/text"
)

// pair is two neighbouring letters, however they are written.
type pair uint64

func pairsOf(said string) []pair {
	letters := []rune(text.SearchQuery(said))
	pairs := make([]pair, 0, len(letters))
	for i := 1; i < len(letters); i++ {
		if a, b := letters[i-1], letters[i]; isLetter(a) && isLetter(b) {
			pairs = append(pairs, pair(a)<<32|pair(b))
		}
	}
	slices.Sort(pairs)
	return slices.Compact(pairs)
}

// weight of pairs of hiragana, which are mostly grammar, is a quarter.
func (p pair) weight() float64 {
	if isHiragana(rune(p>>32)) && isHiragana(rune(p&0xffffffff)) { //nolint:gosec // both halves are runes
		return 0.25
	}
	return 1
}

func isLetter(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

func isHiragana(r rune) bool { return r >= 'ぁ' && r <= 'ゟ' }

// cosine is how much two sorted sets have in common.
func cosine(a, b []pair) float64 {
	var common float64
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] == b[j]:
			common += a[i].weight()
			i, j = i+1, j+1
		case a[i] < b[j]:
			i++
		default:
			j++
		}
	}
	if common == 0 {
		return 0
	}
	return common / math.Sqrt(sum(a)*sum(b))
}

func sum(pairs []pair) (total float64) {
	for _, p := range pairs {
		total += p.weight()
	}
	return total
}
