package markdown_test

import (
	"testing"

	"meguri/app/service/markdown"
)

func TestPlain(t *testing.T) {
	for name, c := range map[string]struct{ source, want string }{
		"nothing":           {"", ""},
		"a sentence":        {"会場は2階です。", "会場は2階です。"},
		"formats":           {"**太字** と *強調* と `code` と ~~前~~", "太字 と 強調 と code と 前"},
		"a link":            {"[地図](https://map.example/a)を見る", "地図 https://map.example/a を見る"},
		"a bare address":    {"https://map.example/a", "https://map.example/a"},
		"a heading":         {"# 内容\n本文", "内容\n\n本文"},
		"lines":             {"一行目\n二行目\n\n次の段落", "一行目\n二行目\n\n次の段落"},
		"a list":            {"持ち物\n\n- 筆記用具\n- 名刺\n\n以上", "持ち物\n\n- 筆記用具\n- 名刺\n\n以上"},
		"an ordered list":   {"3. 三\n4. 四", "3. 三\n4. 四"},
		"a table":           {"| 時刻 | 内容 |\n|---|---|\n| 10:00 | 開会 |", "時刻  内容  \n10:00  開会"},
		"code":              {"```\na **b**\n```", "a **b**"},
		"HTML":              {"前<b>太字</b>\n\n<script>x</script>\n\n後", "前太字\n\n後"},
		"a quotation":       {"> 引用\n\n本文", "引用\n\n本文"},
		"signs of the text": {"3 * 4 * 5 = 60, a_b_c, 50% \\* &amp; `\\*`", "3 * 4 * 5 = 60, a_b_c, 50% * & \\*"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := markdown.Plain(c.source); got != c.want {
				t.Errorf("it is %q", got)
			}
		})
	}
}
