package text

import "testing"

func TestNamesInLatinLettersAreSpelledAsInPassports(t *testing.T) {
	for want, n := range map[string]Name{
		"Kenichi Kaneko":     {Family: "金子", Given: "健一", FamilyKana: "カネコ", GivenKana: "ケンイチ"},
		"Yuko Ono":           {Family: "大野", Given: "裕子", FamilyKana: "オオノ", GivenKana: "ユウコ"},
		"Ryota Hattori":      {Family: "服部", Given: "良太", FamilyKana: "ハットリ", GivenKana: "リョウタ"},
		"Junichiro Namba":    {Family: "難波", Given: "純一郎", FamilyKana: "ナンバ", GivenKana: "ジュンイチロウ"},
		"Shun Inoue":         {Family: "井上", Given: "俊", FamilyKana: "イノウエ", GivenKana: "シュン"},
		"Aoi Matsuura":       {Family: "松浦", Given: "葵", FamilyKana: "マツウラ", GivenKana: "アオイ"},
		"Kyoko Senoo":        {Family: "妹尾", Given: "京子", FamilyKana: "セノオ", GivenKana: "キョウコ"},
		"Toru Hatchoji":      {Family: "八丁寺", Given: "徹", FamilyKana: "ハッチョウジ", GivenKana: "トオル"},
		"Hyakuhei Jomon":     {Family: "城門", Given: "百平", FamilyKana: "ジョウモン", GivenKana: "ヒャクヘイ"},
		"María José O’Brien": {Family: "O’Brien", Given: "María José", FamilyKana: "O’Brien"},
		"Maria 佐藤":           {Family: "Maria", Given: "佐藤"},
		"Sukaruno":           {Given: "スカルノ", GivenKana: "スカルノ"},
		"山田 太郎":              {Family: "山田", Given: "太郎"},
		"한 민수":               {Family: "한", Given: "민수", FamilyKana: "ハン"},
		"Anna Ishikawa":      {Family: "石川", Given: "Anna", FamilyKana: "イシカワ"},
	} {
		if got := n.Latin(); got != want {
			t.Errorf("%s: %q, want %q", n.Full("ja"), got, want)
		}
	}
}
