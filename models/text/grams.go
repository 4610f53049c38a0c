package text

import (
	"slices"
	"strings"
	"unicode"
)

// Grams are numbers of all pairs of neighbouring letters in a text that SearchText made, and of its single letters
// beyond ASCII, each once: a name may be one kanji. They are numbers of the scope, too, so that the grams of one event
// say nothing of another's texts. Two grams may have one number, so what is found by them must be looked at.
func Grams(scope, searchText string) []uint32 {
	seed := hash(hashSeed, scope)
	var grams []uint32
	for line := range strings.Lines(searchText) {
		line = strings.TrimSuffix(line, "\n")
		grams = append(grams, pairs(seed, line)...)
		for _, r := range line {
			if r > unicode.MaxASCII {
				grams = append(grams, hash(seed, string(r)))
			}
		}
	}
	slices.Sort(grams)
	return slices.Compact(grams)
}

// maxQueryGrams is how many grams of a query are looked for: more choose no better.
const maxQueryGrams = 12

// QueryGrams are grams that every text has in which a query is found: one of SearchQueries. A single letter of ASCII
// has none: nearly every text has it.
func QueryGrams(scope, query string) []uint32 {
	seed := hash(hashSeed, scope)
	letters := []rune(query)
	if len(letters) == 1 && letters[0] > unicode.MaxASCII {
		return []uint32{hash(seed, query)}
	}
	grams := pairs(seed, query)
	slices.Sort(grams)
	grams = slices.Compact(grams)
	return grams[:min(len(grams), maxQueryGrams)]
}

func pairs(seed uint32, line string) (grams []uint32) {
	letters := []rune(line)
	for i := 1; i < len(letters); i++ {
		grams = append(grams, hash(seed, string(letters[i-1:i+1])))
	}
	return grams
}

const hashSeed = 2166136261 // of FNV-1a

func hash(h uint32, s string) uint32 {
	for i := range len(s) {
		h = (h ^ uint32(s[i])) * 16777619
	}
	return h
}
