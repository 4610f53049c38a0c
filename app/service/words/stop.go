package words

import "strings"

// stops are words that say nothing by themselves.
var stops = set(`
する ある なる いる できる もらう くれる もらえる くださる いただく いただける くる 来る 行く いく 思う おもう 言う いう 見る みる やる おる ゆく おく しまう
いない できない ない よい いい 良い ほしい 欲しい 多い すごい いらっしゃる 頂く 下さる 致す いたす 申す 持つ 出る 入る 入れる 出す 使う 知る
今日 昨日 明日 今年 昨年 去年 来年 毎年 毎月 毎日 毎週 今月 来月 先月 今週 今回 前回 次回 以前 以後 以上 以下 今 いま 前 後 次 先 中 上 下
時 頃 間 方 人 者 事 物 所 点 他 何 皆 皆さん みんな 皆様 自分 私 僕 俺 彼 彼女 誰 いつ どこ どれ それぞれ 全部 全員 すべて 全て 一部 一番
いちばん 一つ ひとつ 二つ 一人 二人 場合 感じ 気 必要 本当 ほんとう 普通 大変 非常 大事 大切 たくさん 少し 最初 最後 最近 現在 当日 午前 午後
側 会 別 予定 月 部 場 力 形 市 年 日 回 数 名 件 円 色 あと あいだ うえ ほう ほか 一緒 一覧 全体 使える 決まる 終わる 始まる
ありがとうございます ございます です ます なか うち ため こと もの ところ
a an and are as at be been but by can could did do does for from had has have he her his how i if in into is
it its me my no not of on or our she
so some than that the their them then there they this to too up us was we were what when which who will with
would you your
`)

func set(list string) map[string]bool {
	words := map[string]bool{}
	for word := range strings.FieldsSeq(list) {
		words[word] = true
	}
	return words
}

// IsStop reports whether a word says nothing by itself.
func IsStop(word string) bool { return stops[Fold(word)] }
