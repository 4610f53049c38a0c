package models

import (
	"strings"

	"golang.org/x/text/unicode/norm"
)

// variants are kanji of names that people type in their common form.
var variants = strings.NewReplacer("髙", "高", "﨑", "崎", "𠮷", "吉", "邉", "辺", "邊", "辺", "齋", "斉", "齊", "斉", "斎", "斉", "濵", "浜", "濱", "浜",
	"澤", "沢", "廣", "広", "國", "国", "嶋", "島", "嶌", "島", "德", "徳", "𠮟", "叱", "眞", "真", "櫻", "桜", "渕", "淵", "曻", "昇", "栁", "柳", "桒", "桑")

// SearchText makes what a search looks through: one line a part, each the way SearchQuery makes a query.
func SearchText(parts ...string) string {
	folded := make([]string, 0, len(parts))
	for _, part := range parts {
		if f := fold(part); f != "" {
			folded = append(folded, f)
		}
	}
	return strings.Join(folded, "\n")
}

// SearchQuery folds what somebody typed into a search: width, case, hiragana, spaces and variants of kanji make no difference.
func SearchQuery(q string) string { return fold(q) }

func fold(s string) string {
	s = strings.ToLower(norm.NFKC.String(normalizeReading(variants.Replace(s))))
	return strings.Join(strings.Fields(variants.Replace(s)), "")
}

var likeEscapes = strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`)

// contains makes the pattern of LIKE ? ESCAPE '\' that finds q anywhere.
func contains(q string) string { return "%" + likeEscapes.Replace(q) + "%" }
