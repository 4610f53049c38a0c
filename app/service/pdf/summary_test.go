package pdf_test

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"meguri/app/service/attendance"
	"meguri/app/service/pdf"
	"meguri/models"
)

func pages(t testing.TB, content []byte, name string) int {
	t.Helper()
	for line := range strings.Lines(runPoppler(t, content, name, "pdfinfo")) {
		if number, ok := strings.CutPrefix(line, "Pages:"); ok {
			n, err := strconv.Atoi(strings.TrimSpace(number))
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
	}
	t.Fatal("no pages")
	return 0
}

func summaryText(t testing.TB, lang string, s pdf.Summary, name string) (text string, count int) {
	t.Helper()
	content, err := pdf.New().Summary(texts(t, lang), s)
	if err != nil {
		t.Fatal(err)
	}
	return runPoppler(t, content, name, "pdftotext", "-layout"), pages(t, content, name)
}

func TestSummarySaysHowThePersonAttended(t *testing.T) {
	until := starts.Add(2*time.Hour + 35*time.Minute)
	s := summary(names[0])
	s.Venue[0].Until = &until
	s.Event.StreamURL = "https://stream.example/"
	s.Event.Partners = []models.EventOrganization{
		{Part: models.PartCoHost, Organization: models.Organization{NameJa: "川崎市", NameEn: "City of Kawasaki"}},
		{Part: models.PartPartner, Organization: models.Organization{NameJa: "専修大学", NameEn: "Senshu University"}},
	}
	s.Sessions[2].Session.CancelledAt = &starts
	for lang, wants := range map[string][]string{
		"ja": {
			"髙橋 花子 様",
			"会場（13:00 受付、15:35 退場）", "オンライン（35分）", "NEC玉川事業場、オンライン", "中止", "オンライン 11分",
			"共催", "川崎市", "協力", "専修大学", "平均 4.0", "回答 114件", "2025年9月21日（日） 発行",
		},
		"en": {
			"At the venue (admitted at 13:00, left at 15:35)",
			"Online (35 min)", "cancelled", "11 min online", "City of Kawasaki", "Senshu University", "Mean 4.0",
			"Issued Sun, 21 Sep 2025",
		},
	} {
		text, _ := summaryText(t, lang, s, "attended-"+lang)
		for _, want := range wants {
			if !strings.Contains(text, want) {
				t.Errorf("%s: %q is not in %s", lang, want, text)
			}
		}
	}
}

func TestSummaryCertifiesNothing(t *testing.T) {
	s := summary(names[0])
	s.Venue, s.OnlineMinutes = nil, 0
	text, _ := summaryText(t, "ja", s, "absent")
	if strings.Contains(text, "証します") {
		t.Errorf("attendance is certified in %s", text)
	}
	if strings.Contains(text, "ご参加 ") {
		t.Errorf("an attendance is in %s", text)
	}
}

func TestSummaryOfAFestivalListsWhatWasAttended(t *testing.T) {
	s := summary(names[0])
	s.Results, s.Sessions = nil, nil
	for i := range 50 {
		s.Sessions = append(
			s.Sessions,
			attendance.Session{
				InPerson: i%5 == 0,
				Session:  &models.Session{TitleJa: "ブース" + strconv.Itoa(i), StartsAt: starts, EndsAt: starts.Add(time.Hour)},
			},
		)
	}
	text, count := summaryText(t, "ja", s, "festival")
	if count != 1 {
		t.Errorf("%d pages", count)
	}
	for _, want := range []string{"ブース45", "このほかに40件"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in %s", want, text)
		}
	}
	if strings.Contains(text, "ブース46") {
		t.Errorf("a session that the person did not attend is in %s", text)
	}
}

func TestSummaryNamesTheDayOfEachVisit(t *testing.T) {
	s := summary(names[0])
	until := starts.Add(5 * time.Hour)
	late := starts.Add(37 * time.Hour)
	s.Venue = []attendance.Visit{
		{From: starts, Until: &until},
		{From: starts.Add(24 * time.Hour), Until: &late},
		{From: late},
	}
	text, _ := summaryText(t, "ja", s, "visits")
	for _, want := range []string{
		"会場（9月20日（土） 13:00 受付、18:00 退場）", "会場（9月21日（日） 13:00 受付、9月22日（月） 02:00 退場）",
		"会場（9月22日（月） 02:00 受付）",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in %s", want, text)
		}
	}
}

func TestSummaryOfSeveralDaysNamesTheDays(t *testing.T) {
	s := summary(names[0])
	last := s.Sessions[len(s.Sessions)-1].Session
	last.StartsAt, last.EndsAt = last.StartsAt.Add(24*time.Hour), last.EndsAt.Add(24*time.Hour)
	text, _ := summaryText(t, "ja", s, "days")
	for _, want := range []string{"9月20日（土）\n", "9月21日（日）\n"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in %s", want, text)
		}
	}
}

// The longest questions that a survey may have: 200 characters, 30 options of 200 characters.
func TestLongestResultsStayOnTheirPages(t *testing.T) {
	s := summary(names[4])
	long := strings.Repeat("長い文言、", 40)
	s.Results = nil
	for n := range 4 {
		r := pdf.Result{Question: long, Responses: 3000}
		for range []int{30, 20, 8, 1}[n] {
			r.Bars = append(r.Bars, pdf.Bar{Label: long, Count: 3000})
		}
		s.Results = append(s.Results, r)
	}
	content, err := pdf.New().Summary(texts(t, "ja"), s)
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range word.FindAllStringSubmatch(runPoppler(t, content, "longest", "pdftotext", "-bbox"), -1) {
		right, _ := strconv.ParseFloat(w[2], 64)
		low, _ := strconv.ParseFloat(w[3], 64)
		if right > 595.28-44.9 || low > 841.89-20 {
			t.Errorf("%q ends at %s, %s", w[4], w[2], w[3])
		}
	}
}
