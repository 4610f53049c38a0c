package area_test

import (
	"fmt"
	"strings"
	"testing"
	"unicode"

	"meguri/app/service/area"
	"meguri/app/service/i18n"
)

func TestEachPrefectureHasATileOfItsOwn(t *testing.T) {
	taken := map[[2]int]string{}
	for i, tile := range area.Tiles {
		if want := fmt.Sprintf("%02d", i+1); tile.Code != want {
			t.Errorf("tile %d is of %s", i+1, tile.Code)
		}
		at := [2]int{tile.X, tile.Y}
		if other := taken[at]; other != "" {
			t.Errorf("%s stands where %s stands", tile.Code, other)
		}
		if tile.X >= area.Columns || tile.Y >= area.Rows {
			t.Errorf("%s stands outside", tile.Code)
		}
		taken[at] = tile.Code
	}
	if len(taken) != 47 {
		t.Errorf("there are %d prefectures", len(taken))
	}
}

// Addresses and Japanese pages call prefectures by the same names, and English pages by others.
func TestPrefecturesAreNamedInEachLanguage(t *testing.T) {
	texts, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, code := range area.Codes[1:] {
		japanese, english := texts.For(i18n.Japanese).T("area."+code), texts.For(i18n.English).T("area."+code)
		if area.Code(japanese) != code {
			t.Errorf("%s is called %s", code, japanese)
		}
		if english == japanese || strings.ContainsFunc(english, func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
			t.Errorf("in English %s is called %s", code, english)
		}
	}
	for _, none := range []string{"", "東京", "Tokyo", "江戸"} {
		if got := area.Code(none); got != "" {
			t.Errorf("%q is %s", none, got)
		}
	}
}
