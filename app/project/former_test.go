package project

import (
	"testing"
	"time"
)

func TestDaysAsListsWriteThem(t *testing.T) {
	for typed, want := range map[string]string{
		"2021-04-01": "2021-04-01 2021-04-01", "2021/4/1": "2021-04-01 2021-04-01", "２０２１／４／１": "2021-04-01 2021-04-01",
		"2021年4月1日": "2021-04-01 2021-04-01", "2021年4月1日(木)": "2021-04-01 2021-04-01", "2021.4.1": "2021-04-01 2021-04-01",
		"2021-04-01T00:00:00": "2021-04-01 2021-04-01", "2021-04-01 00:00:00": "2021-04-01 2021-04-01",
		"04-01-21": "2021-04-01 2021-04-01", // as a workbook's own form is read
		"2021年4月":  "2021-04-01 2021-04-30", "2024/2": "2024-02-01 2024-02-29", "2021年度": "2021-04-01 2022-03-31",
		"2021年": "2021-01-01 2021-12-31", "令和3年4月1日": "2021-04-01 2021-04-01", "令和元年5月": "2019-05-01 2019-05-31",
		"R3.4.1": "2021-04-01 2021-04-01", "平成31年4月30日": "2019-04-30 2019-04-30", "令和3年度": "2021-04-01 2022-03-31",
		"2021/2/30": "", "2021/13/1": "", "きのう": "", "44287": "", "4/1": "", "2021": "", "令和": "",
	} {
		t.Run(typed, func(t *testing.T) {
			first, last, ok := readDays(typed)
			got := ""
			if ok {
				got = first.Format(time.DateOnly) + " " + last.Format(time.DateOnly)
			}
			if got != want {
				t.Errorf("it is %q, not %q", got, want)
			}
		})
	}
}

func TestNamesOfOrganizationsAreFoundHoweverTheyAreWritten(t *testing.T) {
	for name, same := range map[string]string{
		"株式会社めぐり": "（株）めぐり", "㈱めぐり": "めぐり", "ＮＥＣプロボノ倶楽部": "NECプロボノ倶楽部", "特定非営利活動法人 虹": "ＮＰＯ法人虹",
		"ｶﾜｻｷ看護協会": "カワサキ看護協会", "一般社団法人　つなぐ": "(一社)つなぐ", "Meguri Inc.": "meguri",
	} {
		if organizationKey(name) != organizationKey(same) {
			t.Errorf("%q is %q, and %q is %q", name, organizationKey(name), same, organizationKey(same))
		}
	}
	for name, other := range map[string]string{"株式会社": "有限会社", "川崎市": "川崎", "虹": "虹の会"} {
		if organizationKey(name) == organizationKey(other) {
			t.Errorf("%q is %q", name, other)
		}
	}
}
