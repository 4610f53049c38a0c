package text

import (
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

// SearchText makes the text that a search looks through: one line for each part, folded as SearchQuery folds a query.
func SearchText(parts ...string) string {
	folded := make([]string, 0, len(parts))
	for _, part := range parts {
		if f := fold(part); f != "" {
			folded = append(folded, f)
		}
	}
	return strings.Join(folded, "\n")
}

// SearchQuery folds a typed search: width, case, hiragana, spaces and variants of kanji make no difference.
func SearchQuery(q string) string { return fold(q) }

func fold(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Variation_Selector, r) || r == nonJoiner { // makes a variant of 葛 equal to 葛
			return -1
		}
		return r
	}, s)
	s = strings.ToLower(norm.NFKC.String(normalizeReading(variants.Replace(s))))
	return strings.Join(strings.Fields(variants.Replace(s)), "")
}

// FoldWidth folds the name of a thing, such as a room, for comparing: width, case and spaces make no difference.
// Variants of kanji do: they may be names of different people.
func FoldWidth(s string) string {
	return strings.ToLower(strings.Join(strings.Fields(composeNFC(width.Fold.String(s))), ""))
}
