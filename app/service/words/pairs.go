package words

import "strings"

// pairs lead verbs of what happens to those of who does it: in a cloud, 続く and 続ける are one thing.
var pairs = pairsOf(`
助かる 助ける  続く 続ける  広がる 広げる  つながる つなげる  繋がる つなげる  繋げる つなげる  変わる 変える  集まる 集める  伝わる 伝える
高まる 高める  深まる 深める  進む 進める  育つ 育てる  増える 増やす  減る 減らす  残る 残す  見つかる 見つける  上がる 上げる  下がる 下げる
起きる 起こす  届く 届ける  動く 動かす  戻る 戻す  回る 回す  重なる 重ねる  溜まる 溜める  治る 治す  直る 直す  並ぶ 並べる
`)

func pairsOf(list string) map[string]string {
	words, of := strings.Fields(list), map[string]string{}
	for i := 0; i+1 < len(words); i += 2 {
		of[words[i]] = words[i+1]
	}
	return of
}
