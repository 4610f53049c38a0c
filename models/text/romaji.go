package text

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// kana has the Hepburn spelling of each katakana that a reading is written with. ッ and ー only lengthen: the folding
// drops what is long.
var kana = spelled(
	"アa イi ウu エe オo カka キki クku ケke コko ガga ギgi グgu ゲge ゴgo サsa シshi スsu セse ソso ザza ジji ズzu ゼze ゾzo " +
		"タta チchi ツtsu テte トto ダda ヂji ヅzu デde ドdo ナna ニni ヌnu ネne ノno ハha ヒhi フfu ヘhe ホho " +
		"バba ビbi ブbu ベbe ボbo パpa ピpi プpu ペpe ポpo " +
		"マma ミmi ムmu メme モmo ヤya ユyu ヨyo ラra リri ルru レre ロro ワwa ヰi ヱe ヲo ンn ヴvu ヵka ヶke")

func spelled(table string) map[rune]string {
	spellings := map[rune]string{}
	for _, entry := range strings.Fields(table) {
		letters := []rune(entry)
		spellings[letters[0]] = string(letters[1:])
	}
	return spellings
}

// small are the kana that change the vowel of the one before: キャ is kya, シャ sha, フィ fi.
var small = map[rune]string{
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

// Romaji spells a reading in Latin letters, in the folded way of foldRomaji. What is not kana stays.
func Romaji(reading string) string {
	var out []byte
	for _, r := range reading {
		switch vowel, isSmall := small[r]; {
		case isSmall && len(out) > 0:
			out = out[:len(out)-1]
			if n := len(out); n > 0 && (out[n-1] == 'h' && n > 1 || out[n-1] == 'j') { // sh, ch, j
				vowel = vowel[len(vowel)-1:]
			}
			out = append(out, vowel...)
		case isSmall:
			out = append(out, vowel...)
		case r == 'ッ' || r == 'ー':
		case kana[r] != "":
			out = append(out, kana[r]...)
		default:
			out = append(out, string(r)...)
		}
	}
	return foldRomaji(string(out))
}

// hepburn brings the other spellings (Kunrei, and what people type) to Hepburn's. The first that fits at a place
// counts: "sh", "ch" and "ts" keep their "hu" and "u".
var hepburn = strings.NewReplacer(
	"tch", "ch", "sh", "sh", "ch", "ch", "ts", "ts", "sy", "sh", "si", "shi", "ty", "ch", "cy", "ch", "ti", "chi", "tu",
	"tsu", "hu", "fu", "zy", "j", "jy", "j", "zi", "ji", "di", "ji", "dz", "z", "du", "zu", "l", "r", "v", "b", "mb", "nb",
	"mm", "nm", "mp", "np", "đ", "d",
)

// foldRomaji makes one spelling of the many that a Japanese name has in Latin letters: Ōta, Ohta, Oota and Ota; Taro
// and Tarou; Honma and Homma; Kunrei's Matuzaka. Accents go, too, so that Fernandez finds Fernández. It is for finding,
// where one too many does no harm.
func foldRomaji(s string) string {
	s = hepburn.Replace(strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) || strings.ContainsRune("'’-ー.", r) {
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFD.String(s)))
	letters := []byte(s)
	out := make([]byte, 0, len(letters))
	for i, b := range letters {
		before := byte(0)
		if len(out) > 0 {
			before = out[len(out)-1]
		}
		lengthens := b == 'h' && (before == 'o' || before == 'u') &&
			(i+1 == len(letters) || !strings.ContainsRune("aiueoy", rune(letters[i+1])))
		if (b == before && b < 0x80) || (b == 'u' && before == 'o') || lengthens {
			continue
		}
		out = append(out, b)
	}
	return string(out)
}

// RomajiQuery spells what somebody typed in Latin letters as romaji does, word by word; "" where it is not a name in
// Latin letters.
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
