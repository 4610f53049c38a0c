package text

import (
	"cmp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// hepburnOfKana has the Hepburn spelling of each katakana of readings. It lacks ッ and ー, which have none of their own.
var hepburnOfKana = parseSpellings(
	"アa イi ウu エe オo カka キki クku ケke コko ガga ギgi グgu ゲge ゴgo サsa シshi スsu セse ソso ザza ジji ズzu ゼze ゾzo " +
		"タta チchi ツtsu テte トto ダda ヂji ヅzu デde ドdo ナna ニni ヌnu ネne ノno ハha ヒhi フfu ヘhe ホho " +
		"バba ビbi ブbu ベbe ボbo パpa ピpi プpu ペpe ポpo " +
		"マma ミmi ムmu メme モmo ヤya ユyu ヨyo ラra リri ルru レre ロro ワwa ヰi ヱe ヲo ンn ヴvu ヵka ヶke")

func parseSpellings(table string) map[rune]string {
	spellings := map[rune]string{}
	for _, entry := range strings.Fields(table) {
		letters := []rune(entry)
		spellings[letters[0]] = string(letters[1:])
	}
	return spellings
}

// smallKana has the vowels of the small kana, which change the vowel of the kana before: キャ is kya, シャ sha, フィ fi.
var smallKana = map[rune]string{
	'ァ': "a",
	'ィ': "i",
	'ゥ': "u",
	'ェ': "e",
	'ォ': "o",
	'ャ': "ya",
	'ュ': "yu",
	'ョ': "yo",
	'ヮ': "wa",
}

// isSpelled reports whether joinSyllables spells a katakana; others stay as they are.
func isSpelled(r rune) bool {
	_, isSmall := smallKana[r]
	return isSmall || r == 'ッ' || hepburnOfKana[r] != ""
}

// joinSyllables spells katakana in Hepburn's way. Other characters stay.
func joinSyllables(word []rune) string {
	var out []byte
	double := false
	for _, r := range word {
		vowel, isSmall := smallKana[r]
		switch {
		case r == 'ッ':
			double = true
			continue
		case isSmall && len(out) > 0 && out[len(out)-1] < utf8.RuneSelf:
			out = glide(out, vowel)
			continue
		}
		syllable := cmp.Or(vowel, hepburnOfKana[r], string(r))
		out = append(out, doubled(syllable, double)...)
		double = false
	}
	return string(out)
}

// glide changes the vowel of the syllable before: キ and ャ are kya, シ and ャ sha.
func glide(out []byte, vowel string) []byte {
	out = out[:len(out)-1]
	before := string(out)
	if strings.HasSuffix(before, "sh") || strings.HasSuffix(before, "ch") || strings.HasSuffix(before, "j") {
		vowel = vowel[len(vowel)-1:]
	}
	return append(out, vowel...)
}

// doubled repeats the consonant after ッ; ch becomes tch.
func doubled(syllable string, double bool) string {
	switch {
	case !double || !strings.ContainsAny(syllable[:1], "bcdfghjkmprstvwyz"):
		return syllable
	case strings.HasPrefix(syllable, "ch"):
		return "t" + syllable
	}
	return syllable[:1] + syllable
}

// Romaji spells a reading in Latin letters, folded as by foldRomaji. Other characters stay.
func Romaji(reading string) string {
	return foldRomaji(joinSyllables([]rune(withoutLengths.Replace(reading))))
}

var withoutLengths = strings.NewReplacer("ッ", "", "ー", "")

// toHepburn replaces other spellings (Kunrei, and what people type) by Hepburn's. "sh", "ch" and "ts" are listed first,
// as themselves, so that later entries do not change the rest of them.
var toHepburn = strings.NewReplacer(
	"tch", "ch", "sh", "sh", "ch", "ch", "ts", "ts", "sy", "sh", "si", "shi", "ty", "ch", "cy", "ch", "ti", "chi", "tu",
	"tsu", "hu", "fu", "zy", "j", "jy", "j", "zi", "ji", "di", "ji", "dz", "z", "du", "zu", "l", "r", "v", "b", "mb", "nb",
	"mm", "nm", "mp", "np", "đ", "d",
)

// foldRomaji reduces the many spellings of a Japanese name in Latin letters to one: Ōta, Ohta, Oota and Ota; Taro and
// Tarou; Honma and Homma; Kunrei's Matuzaka. It also removes accents, so that Fernandez finds Fernández. It is for
// searching, where an additional result does no harm.
func foldRomaji(s string) string {
	s = toHepburn.Replace(strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) || strings.ContainsRune("'’-ー.", r) {
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFD.String(s)))
	letters := []byte(s)
	out := make([]byte, 0, len(letters))
	for i, b := range letters {
		previous := byte(0)
		if len(out) > 0 {
			previous = out[len(out)-1]
		}
		lengthens := b == 'h' && (previous == 'o' || previous == 'u') &&
			(i+1 == len(letters) || !strings.ContainsRune("aiueoy", rune(letters[i+1])))
		if (b == previous && b < 0x80) || (b == 'u' && previous == 'o') || lengthens {
			continue
		}
		out = append(out, b)
	}
	return string(out)
}

// RomajiQuery folds a search in Latin letters as Romaji folds readings, word by word. It is "" if the search is not a
// name in Latin letters.
func RomajiQuery(q string) string {
	q = norm.NFKC.String(q)
	if strings.ContainsFunc(q, func(r rune) bool {
		return !unicode.Is(unicode.Latin, r) && !unicode.Is(unicode.Mn, r) && !unicode.IsSpace(r) &&
			!strings.ContainsRune("'’-", r)
	}) {
		return ""
	}
	var out strings.Builder
	for _, word := range strings.Fields(q) {
		out.WriteString(foldRomaji(word))
	}
	if out.Len() < 2 { // "o" would find nearly everybody
		return ""
	}
	return out.String()
}
