package text

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
	"golang.org/x/text/width"
)

// variants replaces kanji of names by the common forms that people type.
var variants = strings.NewReplacer(
	"髙", "高", "﨑", "崎", "𠮷", "吉", "邉", "辺", "邊", "辺", "齋", "斉", "齊", "斉", "斎", "斉", "濵", "浜", "濱", "浜", "澤", "沢", "廣", "広",
	"國", "国", "嶋", "島", "嶌", "島", "德", "徳", "𠮟", "叱", "眞", "真", "櫻", "桜", "渕", "淵", "曻", "昇", "栁", "柳", "桒", "桑", "龍", "竜",
	"瀧", "滝", "惠", "恵", "榮", "栄", "壽", "寿", "靜", "静", "藏", "蔵", "條", "条", "黑", "黒", "關", "関", "實", "実", "萬", "万", "與", "与",
	"圓", "円", "應", "応", "增", "増", "橫", "横", "莊", "荘", "冨", "富", "舘", "館", "槇", "槙", "埜", "野", "峯", "峰", "籠", "篭", "驒", "騨",
	"檜", "桧",
)

// SearchText makes the text that a search looks through: one line for each part, folded as SearchQueries folds a query.
func SearchText(parts ...string) string {
	folded := make([]string, 0, len(parts))
	for _, part := range parts {
		f := fold(part)
		if f == "" {
			continue
		}
		folded = append(folded, f)
		spelled := spellOut(part)
		if spelled == part {
			continue
		}
		if spelled = fold(spelled); spelled != f {
			folded = append(folded, spelled)
		}
	}
	return strings.Join(folded, "\n")
}

// SearchQuery folds a typed search: width, case, hiragana, spaces, variants of kanji, accents, apostrophes and hyphens
// make no difference.
func SearchQuery(q string) string { return fold(q) }

// SearchQueries are the texts of which SearchText has one where a search finds somebody: as it was typed, with letters
// such as ü spelled as ue, and as a Japanese name in Latin letters. There is none if nothing was typed.
func SearchQueries(q string) []string {
	var queries []string
	for _, query := range []string{fold(q), fold(spellOut(q)), RomajiQuery(q)} {
		if query != "" && !slices.Contains(queries, query) {
			queries = append(queries, query)
		}
	}
	return queries
}

func fold(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Variation_Selector, r) || r == nonJoiner { // makes a variant of 葛 equal to 葛
			return -1
		}
		return r
	}, s)
	s = strings.ToLower(norm.NFKC.String(normalizeReading(variants.Replace(s))))
	s = plainLetters.Replace(norm.NFC.String(strings.Map(dropForSearch, norm.NFD.String(s))))
	return variants.Replace(s)
}

// dropForSearch drops spaces, accents and the signs that names are written with or without. Kana keep their voiced
// marks: か is not が.
func dropForSearch(r rune) rune {
	isVoiced := r == '\u3099' || r == '\u309a'
	isAccent := unicode.Is(unicode.Mn, r) && !isVoiced
	if isAccent || unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) || strings.ContainsRune("'’‘ʼʻ`´′-‐‑‒–—―−.,・·=゠", r) {
		return -1
	}
	return r
}

// plainLetters replaces letters that are no accented form of another by what people type for them.
var plainLetters = strings.NewReplacer(
	"ß", "ss", "æ", "ae", "œ", "oe", "ø", "o", "đ", "d", "ð", "d", "ł", "l", "þ", "th", "ı", "i", "ħ", "h", "ŋ", "n",
)

var spelledOut = strings.NewReplacer(
	"ä", "ae", "ö", "oe", "ü", "ue", "ø", "oe", "å", "aa", "Ä", "ae", "Ö", "oe", "Ü", "ue", "Ø", "oe", "Å", "aa",
)

// spellOut writes letters such as ü as people do who do not have them on their keyboard.
func spellOut(s string) string { return spelledOut.Replace(norm.NFC.String(s)) }

// FoldWidth folds the name of a thing, such as a room, for comparing: width, case and spaces make no difference.
// Variants of kanji do: they may be names of different people.
func FoldWidth(s string) string {
	return strings.ToLower(strings.Join(strings.Fields(composeNFC(width.Fold.String(s))), ""))
}
