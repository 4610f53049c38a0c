package organization

import "testing"

// Names as they are really written: legal forms before, behind, shortened or left out, full width, kana, old kanji.
func TestNamesOfOneOrganization(t *testing.T) {
	for _, same := range [][]string{
		{"富士通株式会社", "（株）富士通", "㈱富士通", "富士通(株)", "株式会社　富士通", "富士通"},
		{"特定非営利活動法人 かわさき創造プロジェクト", "NPO法人かわさき創造プロジェクト", "ＮＰＯ法人　カワサキ創造プロジェクト", "(特非)かわさき創造プロジェクト"},
		{"NECプロボノ倶楽部", "ＮＥＣプロボノ倶楽部", "NEC プロボノ倶楽部", "necぷろぼの倶楽部"},
		{"一般社団法人髙橋会", "（一社）高橋会"},
		{"Fujitsu Ltd.", "Fujitsu Limited", "FUJITSU LTD"},
		{"Code for Kawasaki, Inc.", "Code for Kawasaki"},
	} {
		for _, name := range same[1:] {
			if nameKeyOf(name) != nameKeyOf(same[0]) {
				t.Errorf("%s (%s) is not %s (%s)", name, nameKeyOf(name), same[0], nameKeyOf(same[0]))
			}
		}
	}
	for _, two := range [][2]string{
		{"富士通", "富士通労働組合"}, {"川崎市", "川崎市社会福祉協議会"}, {"NECプロボノ倶楽部", "NEC"}, {"か社", "が社"}, {"NPO法人", "株式会社"},
	} {
		if one := nameKeyOf(two[0]); one != "" && one == nameKeyOf(two[1]) {
			t.Errorf("%s is %s", two[0], two[1])
		}
	}
}

func TestAddressesOfOneOrganization(t *testing.T) {
	for _, two := range [][2]string{
		{"https://www.club.example/", "http://club.example"}, {"https://Club.example/index.html", "https://club.example"},
		{"https://facebook.example/club/", "https://facebook.example/club"},
	} {
		if urlKey(two[0]) != urlKey(two[1]) {
			t.Errorf("%s is not %s", two[0], two[1])
		}
	}
	if urlKey("https://facebook.example/club") == urlKey("https://facebook.example/other") || urlKey("x") != "" {
		t.Error("two pages of one host, or no address, are one")
	}
}
