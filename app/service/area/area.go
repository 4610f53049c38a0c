// Package area knows the prefectures of Japan by their numbers (JIS X 0401), and where they stand on a map of tiles.
package area

import (
	"fmt"
	"slices"
	"strings"
)

// Tile is a prefecture on the map: its number and its place, counted from the left and from the top.
type Tile struct {
	Code string
	X, Y int
}

// The size of the map, in tiles.
const (
	Columns = 12
	Rows    = 11
)

// Tiles are all prefectures, by number.
var Tiles = []Tile{
	{"01", 11, 0},
	{"02", 11, 1}, {"03", 11, 2}, {"04", 11, 3}, {"05", 10, 2}, {"06", 10, 3}, {"07", 10, 4},
	{"08", 11, 6}, {"09", 11, 5}, {"10", 10, 5}, {"11", 10, 6}, {"12", 11, 7}, {"13", 10, 7}, {"14", 9, 7},
	{"15", 9, 4}, {"16", 8, 4}, {"17", 7, 4}, {"18", 7, 5}, {"19", 9, 6}, {"20", 9, 5}, {"21", 8, 5}, {"22", 8, 7},
	{"23", 8, 6}, {"24", 7, 7},
	{"25", 7, 6}, {"26", 6, 6}, {"27", 6, 7}, {"28", 5, 6}, {"29", 7, 8}, {"30", 6, 8},
	{"31", 4, 6}, {"32", 3, 6}, {"33", 4, 7}, {"34", 3, 7}, {"35", 2, 6},
	{"36", 4, 9}, {"37", 4, 8}, {"38", 3, 8}, {"39", 3, 9},
	{"40", 1, 7}, {"41", 0, 7}, {"42", 0, 8}, {"43", 1, 8}, {"44", 2, 7}, {"45", 2, 8}, {"46", 1, 9}, {"47", 0, 10},
}

// Codes are the numbers of all prefectures, with "" for none.
var Codes = codes()

func codes() []string {
	list := []string{""}
	for _, t := range Tiles {
		list = append(list, t.Code)
	}
	return list
}

// Known is the number, or "" for one that no prefecture has.
func Known(code string) string {
	if slices.Contains(Codes, code) {
		return code
	}
	return ""
}

// names are the prefectures as addresses have them, by number. Pages name them in their language: area.<code>.
var names = strings.Fields(`北海道 青森県 岩手県 宮城県 秋田県 山形県 福島県 茨城県 栃木県 群馬県 埼玉県 千葉県 東京都 神奈川県
	新潟県 富山県 石川県 福井県 山梨県 長野県 岐阜県 静岡県 愛知県 三重県 滋賀県 京都府 大阪府 兵庫県 奈良県 和歌山県 鳥取県 島根県 岡山県 広島県 山口県
	徳島県 香川県 愛媛県 高知県 福岡県 佐賀県 長崎県 熊本県 大分県 宮崎県 鹿児島県 沖縄県`)

// Code is the number of the prefecture that addresses call so, or "" for none.
func Code(name string) string {
	at := slices.Index(names, name)
	if at < 0 {
		return ""
	}
	return fmt.Sprintf("%02d", at+1)
}
