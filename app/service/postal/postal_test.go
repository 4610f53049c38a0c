package postal

import (
	"slices"
	"testing"
)

func TestTowns(t *testing.T) {
	for code, want := range map[string][]string{
		"2100007": {"神奈川県川崎市川崎区駅前本町"},
		"4980000": {"三重県桑名郡木曽岬町", "愛知県弥富市"},
		"0600000": {"北海道札幌市中央区"},
		"0000000": nil, "9999999": nil, "210": nil, "": nil, "210-0007": nil, "<script": nil,
	} {
		if got, err := Towns(code); err != nil || !slices.Equal(got, want) {
			t.Errorf("%s: %q %v, want %q", code, got, err, want)
		}
	}
	if got := Common([]string{"三重県桑名郡木曽岬町", "愛知県弥富市"}); got != "" {
		t.Errorf("in common: %q", got)
	}
	if got := Common([]string{"東京都港区芝", "東京都港区海岸"}); got != "東京都港区" {
		t.Errorf("in common: %q", got)
	}
}

func TestSplit(t *testing.T) {
	for typed, want := range map[string][2]string{
		"210-0007 神奈川県川崎市": {"2100007", "神奈川県川崎市"}, "〒２１０－０００７ 川崎市１－２": {"2100007", "川崎市1-2"},
		"2100007": {"2100007", ""}, "川崎市": {"", "川崎市"}, "": {"", ""},
	} {
		if code, address, _ := Split(typed); [2]string{code, address} != want {
			t.Errorf("%q: %q %q", typed, code, address)
		}
	}
}
