package text

import "testing"

func TestTextsStayAsTheyWereWritten(t *testing.T) {
	for typed, want := range map[string]string{
		"  時間、どう捻出？（第１部）\u202e ": "時間、どう捻出？（第１部）", "一行\n 二行": "一行 二行", "👩\u200d⚕️": "👩\u200d⚕️", "a\x00b": "ab",
		"می\u200cنا": "می\u200cنا", "क\u094d\u200cष": "क\u094d\u200cष", "ا\u200c": "ا",
		"\u200cا": "ا", "山\u200c田a\u200cb": "山田ab",
		"م\u200c\u200cن": "من", "\u200c": "", "ا\u200c ن": "ا ن",
	} {
		if got := CleanTitle(typed); got != want {
			t.Errorf("title %q became %q, want %q", typed, got, want)
		}
	}
	for typed, want := range map[string]string{
		"- 一\r\n  - 一の一  \r\n\r\n　字下げ！\r\n": "- 一\n  - 一の一\n\n　字下げ！",
		"\n\tコード":    "    コード",
		" \n\u200b ": "",
		"a\x00\x07b": "ab",
	} {
		if got := CleanText(typed); got != want {
			t.Errorf("text %q became %q, want %q", typed, got, want)
		}
	}
	if got := CleanLine("ＮＥＣ　（株） "); got != "NEC (株)" {
		t.Errorf("line became %q", got)
	}
}

func TestShorten(t *testing.T) {
	for given, want := range map[string]string{"": "", "四文字だ": "四文字だ", "五文字だよ": "五文字…", "a😀bcd": "a😀b…"} {
		if got := Shorten(given, 4); got != want {
			t.Errorf("%q: %q, want %q", given, got, want)
		}
	}
}

func TestFoldWidth(t *testing.T) {
	for _, c := range []struct {
		a, b string
		same bool
	}{
		{"会議室１", "会議室1", true}, {"Ａ会場", "a 会場", true}, {"ﾎｰﾙ", "ホール", true}, {"ｶﾞ", "ガ", true}, {"部屋　２", "部屋2", true},
		{"髙橋", "高橋", false}, {"ホール", "ほーる", false}, {"会議室1", "会議室2", false}, {"\ufa19", "\u795e", false},
	} {
		if (FoldWidth(c.a) == FoldWidth(c.b)) != c.same {
			t.Errorf("%q and %q are the same: %v", c.a, c.b, !c.same)
		}
	}
}
