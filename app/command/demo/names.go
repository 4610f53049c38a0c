package demo

import (
	"fmt"

	"meguri/models"
	"meguri/models/text"
)

// Family and given names that are common in Japan. The people with combinations of them are invented.
var families = [][2]string{
	{"佐藤", "サトウ"}, {"鈴木", "スズキ"}, {"髙橋", "タカハシ"}, {"田中", "タナカ"}, {"伊藤", "イトウ"}, {"渡邉", "ワタナベ"}, {"山本", "ヤマモト"},
	{"中村", "ナカムラ"}, {"小林", "コバヤシ"}, {"加藤", "カトウ"}, {"𠮷田", "ヨシダ"}, {"山田", "ヤマダ"}, {"佐々木", "ササキ"}, {"山口", "ヤマグチ"},
	{"松本", "マツモト"}, {"井上", "イノウエ"}, {"木村", "キムラ"}, {"林", "ハヤシ"}, {"斎藤", "サイトウ"}, {"清水", "シミズ"}, {"﨑山", "サキヤマ"},
	{"森", "モリ"}, {"池田", "イケダ"}, {"橋本", "ハシモト"}, {"阿部", "アベ"}, {"石川", "イシカワ"}, {"小川", "オガワ"}, {"岡田", "オカダ"},
	{"長谷川", "ハセガワ"}, {"藤田", "フジタ"}, {"後藤", "ゴトウ"}, {"近藤", "コンドウ"}, {"村上", "ムラカミ"}, {"遠藤", "エンドウ"}, {"青木", "アオキ"},
	{"坂本", "サカモト"}, {"福田", "フクダ"}, {"太田", "オオタ"}, {"西村", "ニシムラ"}, {"藤井", "フジイ"}, {"岡本", "オカモト"}, {"金子", "カネコ"},
	{"中野", "ナカノ"}, {"原田", "ハラダ"}, {"小野", "オノ"}, {"濵田", "ハマダ"}, {"竹内", "タケウチ"}, {"上田", "ウエダ"}, {"内田", "ウチダ"},
	{"和田", "ワダ"}, {"九里", "クノリ"}, {"温井", "ヌクイ"}, {"根本", "ネモト"}, {"米田", "ヨネダ"}, {"六車", "ムグルマ"}, {"廣瀬", "ヒロセ"},
}

var givens = [][2]string{
	{"花子", "ハナコ"}, {"太郎", "タロウ"}, {"陽子", "ヨウコ"}, {"健一", "ケンイチ"}, {"美咲", "ミサキ"}, {"大輔", "ダイスケ"}, {"さくら", "サクラ"},
	{"翔太", "ショウタ"}, {"由美子", "ユミコ"}, {"直樹", "ナオキ"}, {"恵", "メグミ"}, {"拓也", "タクヤ"}, {"真理", "マリ"}, {"一郎", "イチロウ"},
	{"彩", "アヤ"}, {"修", "オサム"}, {"千尋", "チヒロ"}, {"誠", "マコト"}, {"香織", "カオリ"}, {"博", "ヒロシ"}, {"みどり", "ミドリ"},
	{"悠", "ユウ"}, {"明美", "アケミ"}, {"隆", "タカシ"}, {"結衣", "ユイ"}, {"蓮", "レン"}, {"葵", "アオイ"}, {"湊", "ミナト"}, {"凛", "リン"},
	{"樹", "イツキ"}, {"るり", "ルリ"}, {"邦彦", "クニヒコ"},
}

// difficultNames are names that break programs. The first attendees of each event have them.
var difficultNames = []text.Name{
	{Family: "𠮷田", Given: "太郎", FamilyKana: "ヨシダ", GivenKana: "タロウ"},
	{Family: "髙橋", Given: "はるか", FamilyKana: "タカハシ", GivenKana: "ハルカ"},
	{Family: "﨑山", Given: "濵子", FamilyKana: "サキヤマ", GivenKana: "ハマコ"},
	{Family: "渡邉", Given: "𠮟", FamilyKana: "ワタナベ", GivenKana: "シカル"},
	{Family: "勅使河原", Given: "寿限無寿限無五劫の擦り切れ海砂利水魚の水行末雲来末風来末食う寝る処に住む処藪ら柑子の藪柑子", FamilyKana: "テシガワラ", GivenKana: "ジュゲム"},
	{Given: "スカルノ", GivenKana: "スカルノ"},
	{Family: "O’Brien-Fernández", Given: "María José", FamilyKana: "O’Brien-Fernández", GivenKana: "María José"},
	{Family: "김", Given: "민수", FamilyKana: "キム", GivenKana: "ミンス"},
	{Family: "ひまわり🌻", Given: "まめ", FamilyKana: "ヒマワリ", GivenKana: "マメ"},
	{Family: "Nguyễn", Given: "Thị Minh Khai", FamilyKana: "グエン", GivenKana: "ティミンカイ"},
}

// name returns the name of the nth attendee of an event: first difficultNames, then random combinations.
func (b *builder) name(n int) text.Name {
	if n < len(difficultNames) {
		return difficultNames[n]
	}
	family, given := families[b.rng.IntN(len(families))], givens[b.rng.IntN(len(givens))]
	return text.Name{Family: family[0], Given: given[0], FamilyKana: family[1], GivenKana: given[1]}
}

func email(event string, n int) string { return fmt.Sprintf("person%04d@%s.example", n+1, event) }

// affiliations are the organizations of attendees, with how frequent they are.
var affiliations = []struct {
	organization string
	sector       models.Sector
	weight       int
}{
	{"NECプロボノ倶楽部", models.SectorIndustry, 28},
	{"富士通プロボノ部", models.SectorIndustry, 18},
	{"川崎プロボノ部", models.SectorCivil, 16},
	{"川崎市", models.SectorGovernment, 10},
	{"専修大学", models.SectorAcademia, 12},
	{"川崎市看護協会", models.SectorHealth, 10},
	{"国際社会経済研究所（IISE）", models.SectorAcademia, 4},
	{"", models.SectorOther, 14},
	{"NPO法人 たまがわ子ども食堂", models.SectorCivil, 5},
	{"横浜市", models.SectorGovernment, 3},
}

func (b *builder) affiliation() (string, models.Sector) {
	total := 0
	for _, f := range affiliations {
		total += f.weight
	}
	n := b.rng.IntN(total)
	for _, f := range affiliations {
		if n -= f.weight; n < 0 {
			return f.organization, f.sector
		}
	}
	return "", models.SectorOther
}
