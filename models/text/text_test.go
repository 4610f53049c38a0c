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
