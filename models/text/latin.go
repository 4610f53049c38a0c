package text

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Latin is the name in Latin letters, given name first: as it is written, or spelled from its reading as in Japanese
// passports. A name without either is as it is written.
func (n Name) Latin() string {
	family, okFamily := latinPart(n.Family, n.FamilyKana)
	given, okGiven := latinPart(n.Given, n.GivenKana)
	if !okFamily || !okGiven {
		return n.Full("en")
	}
	return strings.TrimSpace(given + " " + family)
}

func latinPart(part, reading string) (string, bool) {
	if part == "" || hasLetter(part) && isLatin(part) {
		return part, true
	}
	if reading == "" || !strings.ContainsFunc(reading, unicode.IsLetter) {
		return "", false
	}
	spelled := Hepburn(reading)
	return spelled, isLatin(spelled)
}

func hasLetter(s string) bool { return strings.ContainsFunc(s, unicode.IsLetter) }

// Hepburn spells a reading in katakana as passports do, each word with a capital: オオノ is Ono, ハットリ Hattori, ナンバ
// Namba. Latin letters stay as they are.
func Hepburn(reading string) string {
	words := strings.Fields(reading)
	for i, word := range words {
		if isLatin(word) {
			continue
		}
		first, size := utf8.DecodeRuneInString(spell([]rune(word)))
		words[i] = string(unicode.ToUpper(first)) + spell([]rune(word))[size:]
	}
	return strings.Join(words, " ")
}

// spell spells a word in small letters.
func spell(word []rune) string {
	var short []rune
	for i, r := range word {
		if r != 'ー' && !isLength(word, i) {
			short = append(short, r)
		}
	}
	return assimilate(joinSyllables(short))
}

// assimilate writes n before b, m and p as m.
func assimilate(s string) string {
	return strings.NewReplacer("nb", "mb", "nm", "mm", "np", "mp").Replace(s)
}

// The kana whose vowel is o, those after which ウ lengthens u, and 井上 and its like, where it begins 上.
const (
	endsInO  = "オコゴソゾトドノホボポモヨョロヲ"
	longU    = "ユュフク"
	beginsUe = 'エ'
)

// isLength reports whether a kana only lengthens the vowel before: ウ in コウ and ユウ, オ in オオノ but not at the end
// (セノオ is Senoo).
func isLength(word []rune, i int) bool {
	if i == 0 {
		return false
	}
	before, last := word[i-1], i == len(word)-1
	switch word[i] {
	case 'ウ':
		isUe := !last && word[i+1] == beginsUe
		return !isUe && strings.ContainsRune(endsInO+longU, before)
	case 'オ':
		return !last && strings.ContainsRune(endsInO, before)
	}
	return false
}
