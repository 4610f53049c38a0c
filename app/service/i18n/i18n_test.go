package i18n

import (
	"testing"
	"time"
)

func TestEachLanguageWritesInItsOwnWay(t *testing.T) {
	bundle, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	tokyo := time.FixedZone("JST", 9*3600)
	from := time.Date(2025, 9, 20, 13, 30, 0, 0, tokyo)
	midnight := time.Date(2025, 9, 20, 0, 0, 0, 0, tokyo)
	ja, en := bundle.For("ja"), bundle.For("en")
	for _, c := range []struct{ got, want string }{
		{ja.Span(from, from.Add(3*time.Hour)), "2025年9月20日（土） 13:30–16:30"},
		{en.Span(from, from.Add(3*time.Hour)), "Sat, 20 Sep 2025, 13:30–16:30"},
		{ja.TimeSpan(from, from.Add(time.Hour)), "13:30–14:30"},
		{ja.TimeSpan(from, from.Add(10*time.Hour+30*time.Minute)), "13:30–00:00"}, // midnight
		{ja.TimeSpan(from, from.Add(11*time.Hour)), "13:30 – 9月21日（日） 00:30"},
		{ja.TimeSpan(from, from.AddDate(0, 0, 1)), "13:30 – 9月21日（日） 13:30"},
		{en.TimeSpan(from, from.AddDate(0, 0, 4)), "13:30 – Wed, 24 Sep 13:30"},
		{ja.TimeSpan(midnight, midnight.AddDate(0, 0, 1)), "00:00 – 9月21日（日） 00:00"},
		{ja.Duration(95 * time.Minute), "1時間35分"},
		{en.Duration(95 * time.Minute), "1 h 35 min"},
		{ja.Duration(0), "0分"},
		{ja.Number(3000), "3,000"},
		{ja.List([]string{"川崎市", "専修大学"}), "川崎市、専修大学"},
		{en.T("field.too_long", "max", 100), "Please use 100 characters at most."},
		{ja.T("bulk.done_tag", "count", 3000), "3,000人にタグを付けました。"},
		{en.T("bulk.do_tag", "count", 3000), "Add to 3,000 people"},
		{nested("「学び直し講座「伝わる文章」」の抽選"), "「学び直し講座『伝わる文章』」の抽選"},
		{nested("「甲」と「乙」"), "「甲」と「乙」"},
		{ja.T("no.such.key"), "no.such.key"},
		{ja.Pick("", "Summit"), "Summit"},
		{en.Pick("サミット", ""), "サミット"},
		{bundle.For("fr").Lang, "ja"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}

func TestMatchFollowsTheBrowser(t *testing.T) {
	for header, want := range map[string]string{
		"": "ja", "en-US,en;q=0.9": "en", "ja,en;q=0.5": "ja", "fr-FR, en;q=0.3": "en", "de": "en", ";;;": "ja",
	} {
		if got := Match(header); got != want {
			t.Errorf("Match(%q) = %q, want %q", header, got, want)
		}
	}
}
