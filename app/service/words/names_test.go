package words

import (
	"slices"
	"strings"
	"testing"
)

func TestNamesOfPeopleAreFound(t *testing.T) {
	for text, want := range map[string]string{
		"司会の田中さんがよかった":             "田中さん",
		"山田花子です。また参加します":           "山田花子",
		"佐藤先生と鈴木様に感謝します":           "佐藤先生 鈴木様",
		"皆さん、お母さん、学生さんの話がよかった":     "",
		"川崎市の武蔵小杉で、中原区の人と会った":      "",
		"東京都と神奈川県のプロボノ":            "",
		"登壇者の方、スタッフの皆様ありがとうございました": "",
	} {
		list, err := Count(&Request{Texts: []string{text}, Names: true})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, w := range OfKind(list, KindName) {
			got = append(got, w.Text)
		}
		wanted := strings.Fields(want)
		slices.Sort(got)
		slices.Sort(wanted)
		if !slices.Equal(got, wanted) {
			t.Errorf("%s: %q, not %q", text, got, wanted)
		}
	}
}
