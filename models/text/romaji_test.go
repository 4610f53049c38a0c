package text

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestReadingsAreFoundInLatinLetters(t *testing.T) {
	for reading, queries := range map[string][]string{
		"タカハシ ハナコ": {
			"takahashi", "Takahashi Hanako", "hanako takahashi", "takahasi", "TAKAHASHI", "ｔａｋａｈａｓｈｉ", "takah", "kahash",
			"takahashihanako",
		},
		"オオタ タロウ":    {"ota", "Ōta", "ohta", "oota", "Ohta Taro", "tarou", "taro", "tarō", "Tarō Ōta"},
		"サイトー ジュン":   {"saito", "Saitō", "saitoh", "saitou", "jun", "zyun", "jyun"},
		"ワタナベ ユウコ":   {"watanabe", "yuko", "yuuko", "Yūko"},
		"コヒャク ヒョウ":   {"kohyaku", "hyo"},
		"マツザカ シンイチ":  {"matsuzaka", "matuzaka", "shinichi", "shin'ichi", "sinichi"},
		"ホンマ リョウヘイ":  {"homma", "honma", "ryohei", "ryouhei", "Ryōhei"},
		"ナンバ フミ":     {"namba", "nanba", "fumi", "humi"},
		"ハットリ チヅル":   {"hattori", "chizuru", "tiduru", "chiduru"},
		"マッチ シェリー":   {"matchi", "macchi", "sheri"},
		"ティナ ヴァイオラ":  {"tina", "vaiora", "baiora"},
		"María José": {"maria", "María", "jose"},
		"Nguyễn":     {"nguyen", "Nguyễn"},
		"Đặng":       {"dang"},
		"O’Brien":    {"obrien", "o'brien", "O’Brien"},
	} {
		family, given, _ := strings.Cut(reading, " ")
		searched := SearchText(Romaji(family)+Romaji(given), Romaji(given)+Romaji(family))
		for _, q := range queries {
			if folded := RomajiQuery(q); folded == "" || !strings.Contains(searched, folded) {
				t.Errorf("%q (%q) is not found in %q", q, folded, searched)
			}
		}
	}
}

func TestWhatIsNoNameInLatinLettersIsNotSpelled(t *testing.T) {
	for _, q := range []string{"たかはし", "高橋", "a@mail.example", "K7QX-M2RD", "o", "", "김", "100%"} {
		if got := RomajiQuery(q); got != "" {
			t.Errorf("%q is spelled %q", q, got)
		}
	}
}

func TestSpellingDoesNotCrash(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.String().Draw(t, "s")
		_, _ = Romaji(s), RomajiQuery(s)
		_ = Romaji(rapid.StringMatching(`[ァ-ヿ]*`).Draw(t, "kana"))
	})
}
