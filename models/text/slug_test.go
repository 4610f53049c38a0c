package text_test

import (
	"testing"

	"meguri/models/text"
)

func TestSlug(t *testing.T) {
	for title, want := range map[string]string{
		"Kawasaki Pro Bono Summit 2027": "kawasaki-pro-bono-summit-2027",
		"Maker’s Café – Day 1":          "makers-cafe-day-1",
		"かわさきプロボノサミット2027":              "kawasaki-purobonosamitto-2027",
		"つながるカフェ":                       "tsunagaru-kafe",
		"第３回　まちあるき":                     "3-machiaruki",
		"マッチングパーティー":                    "matchingupati",
		"ｻﾐｯﾄ":                          "samitto",
		"川崎市民祭り":                        "ri",
		"会議":                            "",
		"ヴァイオリン・コンサート":                  "vaiorin-konsato",
	} {
		if got := text.Slug(title); got != want {
			t.Errorf("%s: %q, want %q", title, got, want)
		}
	}
}
