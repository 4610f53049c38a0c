package text

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// hepburnOfKana has the Hepburn spelling of each katakana of readings. It lacks ッ and ー, which only lengthen, because
// foldRomaji removes lengths.
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

// Romaji spells a reading in Latin letters, folded as by foldRomaji. Other characters stay.
func Romaji(reading string) string {
	var out []byte
	for _, r := range reading {
		switch vowel, isSmall := smallKana[r]; {
		case isSmall && len(out) > 0:
			out = out[:len(out)-1]
			if n := len(out); n > 0 && (out[n-1] == 'h' && n > 1 || out[n-1] == 'j') { // sh, ch, j
				vowel = vowel[len(vowel)-1:]
			}
			out = append(out, vowel...)
		case isSmall:
			out = append(out, vowel...)
		case r == 'ッ' || r == 'ー':
		case hepburnOfKana[r] != "":
			out = append(out, hepburnOfKana[r]...)
		default:
			out = append(out, string(r)...)
		}
	}
	return foldRomaji(string(out))
}

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
