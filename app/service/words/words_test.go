package words

import (
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// TestMain lets the test binary be its own child.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == "serve-words" {
		if err := Serve(os.Stdin, os.Stdout); err != nil {
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

func TestWordsAreThoseAReaderWouldSay(t *testing.T) {
	for text, want := range map[string]string{
		"プロボノで地域づくりに取り組みました。": "プロボノ 地域づくり 取り組む",
		"川崎市の市民活動センターで共創したい":  "川崎市 市民活動センター 共創",
		"輪が広がる": "輪 広げる",
		"続いて助かったから、続けて助ける":         "続ける 助ける",
		"最初の一歩を踏み出す":               "一歩 踏み出す",
		"人手が足りない。やり方がわからない":        "人手 足りない やり方 わからない",
		"時間をつくる":                   "時間 つくる",
		"ワクワクしました":                 "ワクワク",
		"生成AIとSDGsの話":              "生成AI SDGs 話",
		"そこにいない人のことを、今日は考えたいと思います": "考える",
		"ありがとう":                    "ありがとう",
		"多文化共生とNPO法人":              "多文化共生 NPO法人",
		"難しくない":                    "難しくない",
		"😀😀 !!! 123":               "",
	} {
		list, err := Count(&Request{Texts: []string{text}, Joined: []string{"こすぎの大学"}})
		if err != nil {
			t.Fatal(err)
		}
		got := make([]string, len(list))
		for i := range list {
			got[i] = list[i].Text
		}
		wanted := strings.Fields(want)
		slices.Sort(got)
		slices.Sort(wanted)
		inOneLine := cmp.Transformer("", func(s []string) string { return strings.Join(s, " ") })
		if diff := cmp.Diff(wanted, got, inOneLine); diff != "" {
			t.Errorf("%s: %s", text, diff)
		}
	}
}

func TestWordsAreCountedOnceAText(t *testing.T) {
	r := &Request{
		Texts:  []string{"循環、循環、循環。", "ＥＸＣＥＬの循環", "Excelが苦手", "こすぎの大学の先生", "秘密の循環"},
		Joined: []string{"こすぎの大学"}, Hidden: []string{"秘密"}, Fewest: 1,
	}
	list, err := NewChild([]string{os.Args[0], "serve-words"}).Count(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	in := map[string][]int{}
	for _, w := range list {
		in[w.Text] = w.In
	}
	want := map[string][]int{"循環": {0, 1, 4}, "こすぎの大学": {3}}
	for word, texts := range want {
		if !slices.Equal(in[word], texts) {
			t.Errorf("%s is in %v, want %v: %v", word, in[word], texts, list)
		}
	}
	if in["秘密"] != nil {
		t.Error("a word that is hidden was counted")
	}
	if list[0].Text != "循環" {
		t.Errorf("the most frequent is %q", list[0].Text)
	}
}

func TestAChildThatFailsSaysSo(t *testing.T) {
	if _, err := NewChild([]string{"/bin/false"}).Count(t.Context(), &Request{Texts: []string{"a"}}); err == nil {
		t.Error("no error")
	}
	begin := time.Now()
	ctx := t.Context()
	large := strings.Repeat("あ", mostBytes/3+1)
	if _, err := NewChild([]string{os.Args[0], "serve-words"}).Count(ctx, &Request{Texts: []string{large}}); err == nil {
		t.Error("no error")
	}
	if took := time.Since(begin); took > longest {
		t.Errorf("it took %v", took)
	}
}
