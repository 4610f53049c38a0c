package pdf_test

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"meguri/app/service/attendance"
	"meguri/app/service/i18n"
	"meguri/app/service/pdf"
	"meguri/app/service/ticket"
	"meguri/models"
	"meguri/models/text"
)

func qr(t testing.TB, content string) *ticket.QR {
	t.Helper()
	code, err := ticket.NewQR(content)
	if err != nil {
		t.Fatal(err)
	}
	return code
}

// fullEvent has everything that an event can tell.
func fullEvent() *models.Event {
	e, doors := event(), starts.Add(-30*time.Minute)
	e.ID = "01890a5d-ac96-774b-bcce-b302099a8057"
	e.StreamURL, e.DoorsOpenAt = "https://stream.example/", &doors
	e.VenueNameEn, e.VenueAddressEn = "NEC Tamagawa", "1753 Shimonumabe, Nakahara-ku, Kawasaki"
	e.AccessJa = "JR南武線 向河原駅 徒歩8分（改札を出て右、段差なし）\nJR横須賀線 武蔵小杉駅 横須賀線口 徒歩12分"
	e.AccessEn = "8 minutes on foot from Mukaigawara (JR Nambu Line)\n" +
		"12 minutes on foot from Musashi-Kosugi (JR Yokosuka Line)"
	e.ParkingJa, e.ParkingEn = "駐車場はありません。", "There is no parking."
	e.BringJa, e.BringEn = "この参加票。入館のため、お名前の分かるもの（名刺、社員証など）。", "This ticket, and something with your name on it."
	e.SupportJa, e.SupportEn = "手話通訳と文字通訳があります。", "Japanese sign language and live captions."
	e.FeeJa, e.FeeEn = "無料", "Free"
	e.ContactPhone, e.ContactEmail = "044-000-0000", "summit@meguri.example"
	e.Partners = []models.EventOrganization{
		{Part: models.PartCoHost, Organization: models.Organization{
			NameJa: "川崎市 協働・連携推進課", NameEn: "City of Kawasaki",
		}},
		{Part: models.PartPartner, Organization: models.Organization{NameJa: "専修大学", NameEn: "Senshu University"}},
	}
	return e
}

var summitAgenda = []struct {
	minutes int
	kind    models.SessionKind
	ja, en  string
}{
	{15, models.SessionOpening, "開会・趣旨説明", "Opening"},
	{10, models.SessionGreeting, "主催者あいさつ", "Greeting of the host"},
	{10, models.SessionTalk, "NECプロボノ倶楽部の活動", "What the NEC Pro Bono Club does"},
	{10, models.SessionTalk, "川崎プロボノ部の活動", "What the Kawasaki Pro Bono Club does"},
	{10, models.SessionTalk, "専修大学の学生とまちづくり", "Students and the town"},
	{10, models.SessionTalk, "川崎市看護協会の取り組み", "The nursing association"},
	{10, models.SessionTalk, "富士通プロボノ部の活動", "What the Fujitsu Pro Bono Club does"},
	{15, models.SessionBreak, "休憩", "Break"},
	{25, models.SessionDiscussion, "テーマ1 プロボノの時間、どう捻出？", "Theme 1: Finding the time"},
	{25, models.SessionDiscussion, "テーマ2 必要なスキルが足りているか不安", "Theme 2: Do I have the skills?"},
	{25, models.SessionDiscussion, "テーマ3 プロボノの循環", "Theme 3: Pro bono goes round"},
	{20, models.SessionClosing, "閉会・これからの宣言", "Closing: what we will do"},
}

func summitSessions() (list []models.Session) {
	from := starts
	for i, s := range summitAgenda {
		session := models.Session{
			ID: fmt.Sprint(i), Kind: s.kind, TitleJa: s.ja, TitleEn: s.en, StartsAt: from,
			EndsAt: from.Add(time.Duration(s.minutes) * time.Minute),
		}
		from = session.EndsAt
		if s.kind == models.SessionTalk {
			session.Speakers = []models.SessionSpeaker{{Speaker: models.Speaker{
				ID: session.ID, NameJa: "代表", NameEn: "Chair", OrganizationJa: "NECプロボノ倶楽部", OrganizationEn: "NEC Pro Bono Club",
				AboutJa: "企業の中でプロボノを広げる活動をしています。", AboutEn: "Brings pro bono into companies.",
			}}}
		}
		list = append(list, session)
	}
	return list
}

func fullAttendance() attendance.Attendance {
	a := attendance.Attendance{Venue: []attendance.Visit{{From: starts.Add(-20 * time.Minute)}}, OnlineMinutes: 35}
	for i, s := range summitSessions() {
		if s.Kind != models.SessionBreak {
			a.Sessions = append(a.Sessions, attendance.Session{Session: &s, InPerson: i < 8, Minutes: 3 * (i - 7) * (i / 8)})
		}
	}
	return a
}

func fullSummary(t testing.TB) pdf.Summary {
	e := fullEvent()
	next := event()
	next.TitleJa, next.TitleEn, next.StartsAt, next.EndsAt = "春のプロボノ相談会", "Spring pro bono clinic",
		starts.AddDate(0, 5, 0), starts.AddDate(0, 5, 0).Add(2*time.Hour)
	s := pdf.Summary{
		Event: e, Registration: registration(names[0]), Attendance: fullAttendance(), IssuedAt: starts.Add(24 * time.Hour),
		Figures: []pdf.Figure{{"36名", "会場で参加"}, {"144名", "オンラインで参加"}, {"11件", "プログラム"}, {"113名", "アンケートに回答"}},
		Outcome: "- 「月2時間プロボノ」を、4団体で4月に始める\n- 団体の困りごとの掲示板を、市のサイトに開く\n- 学生と企業の合同チームを、3つつくる",
		Materials: []models.Material{
			{Kind: models.MaterialSlides, TitleJa: "当日の資料", TitleEn: "Slides", URL: "https://files.example/2025/slides.pdf"},
			{Kind: models.MaterialRecording, TitleJa: "録画（2時間）", TitleEn: "Recording (2 h)", URL: "https://video.example/2025"},
		},
		Next: &pdf.Next{Event: next, QR: qr(t, "https://meguri.example/events/spring-2026")},
	}
	for _, q := range []string{"全体の満足度", "これからやってみたいこと", "いちばん印象に残ったテーマ"} {
		r := pdf.Result{Question: q, Responses: 113, Mean: 4.4, HasMean: q == "全体の満足度"}
		r.Bars = []pdf.Bar{
			{Label: "とても満足", Count: 62}, {Label: "満足", Count: 38}, {Label: "どちらでもない", Count: 10}, {Label: "やや不満", Count: 2},
			{Label: "不満", Count: 1},
		}
		s.Results = append(s.Results, r)
	}
	return s
}

func fullCertificate(t testing.TB, name text.Name) *pdf.Certificate {
	r := registration(name)
	const address = "https://meguri.example/certificates/AYkKXayWd0u8zrMCCZqAV5r1c0mQx2JmTQ0rHw"
	return &pdf.Certificate{
		Attendance: fullAttendance(), Event: fullEvent(), Registration: r, Organization: "富士通プロボノ部",
		Number: "2025-K7QXM2RD", IssuedAt: starts.Add(24 * time.Hour), Check: qr(t, address), Address: address,
	}
}

func fullTicket(t testing.TB, name text.Name) pdf.Ticket {
	return pdf.Ticket{
		Event: fullEvent(), Registration: registration(name), QR: qr(t, strings.Repeat("MG", 80)),
		Map: qr(t, "https://www.openstreetmap.org/?mlat=35.57&mlon=139.66#map=18/35.57/139.66"), Sessions: summitSessions(),
	}
}

// emptyEvent has nothing that can be left out.
func emptyEvent() *models.Event {
	e := event()
	e.VenueAddressJa, e.Organization.NameEn = "", ""
	return e
}

// longEvent has the longest of everything.
func longEvent() *models.Event {
	e := fullEvent()
	for _, field := range []*string{
		&e.TitleJa, &e.TitleEn, &e.VenueNameJa, &e.VenueNameEn, &e.VenueAddressJa, &e.VenueAddressEn,
		&e.AccessJa, &e.AccessEn,
		&e.ParkingJa, &e.ParkingEn, &e.BringJa, &e.BringEn, &e.SupportJa, &e.SupportEn, &e.FeeJa, &e.FeeEn,
		&e.Organization.NameJa,
	} {
		*field = strings.Repeat("とても長い文言、long words; ", 8)
	}
	return e
}

func manySessions(n, rooms int) (list []models.Session) {
	for i := range n {
		from := starts.Add(time.Duration(i/rooms*40) * time.Minute)
		list = append(list, models.Session{
			Kind: models.SessionStage, TitleJa: fmt.Sprintf("第%d回 看護師さんの健康相談", i),
			TitleEn:  fmt.Sprintf("Ask a nurse, no. %d", i),
			StartsAt: from, EndsAt: from.Add(30 * time.Minute),
			Room: &models.Room{
				ID: fmt.Sprint(i % rooms), NameJa: fmt.Sprintf("体験テント%d", i%rooms), NameEn: fmt.Sprintf("Tent %d", i%rooms),
			},
		})
	}
	return list
}

func attendedAll(sessions []models.Session) attendance.Attendance {
	a := attendance.Attendance{Venue: []attendance.Visit{{From: starts}}}
	for _, s := range sessions {
		a.Sessions = append(a.Sessions, attendance.Session{Session: &s, InPerson: true})
	}
	return a
}

// paper is a document with the number of pages that it should have, 0 for any.
type paper struct {
	pages int
	make  func(m *pdf.Maker, l *i18n.Localizer) ([]byte, error)
}

// papers are documents of each kind about an event that tells all, one that tells nothing, and one that tells too much.
func papers(t testing.TB) map[string]paper {
	ticket := func(change func(*pdf.Ticket)) paper {
		return paper{1, func(m *pdf.Maker, l *i18n.Localizer) ([]byte, error) {
			p := fullTicket(t, names[0])
			change(&p)
			return m.Ticket(l, p)
		}}
	}
	certificate := func(change func(*pdf.Certificate)) paper {
		return paper{1, func(m *pdf.Maker, l *i18n.Localizer) ([]byte, error) {
			p := fullCertificate(t, names[0])
			change(p)
			return m.Certificate(l, []*pdf.Certificate{p})
		}}
	}
	summary := func(pages int, change func(*pdf.Summary)) paper {
		return paper{pages, func(m *pdf.Maker, l *i18n.Localizer) ([]byte, error) {
			p := fullSummary(t)
			change(&p)
			return m.Summary(l, p)
		}}
	}
	programme := func(pages int, e *models.Event, sessions []models.Session) paper {
		return paper{pages, func(m *pdf.Maker, l *i18n.Localizer) ([]byte, error) {
			code := qr(t, "https://meguri.example/events/a")
			return m.Programme(l, pdf.Programme{Event: e, Sessions: sessions, QR: code, PrintedAt: starts})
		}}
	}
	return map[string]paper{
		"ticket":        ticket(func(*pdf.Ticket) {}),
		"ticket-empty":  ticket(func(p *pdf.Ticket) { p.Event, p.Sessions, p.Map = emptyEvent(), nil, nil }),
		"ticket-online": ticket(func(p *pdf.Ticket) { p.Registration.TicketType.Mode, p.Map = models.ModeOnline, nil }),
		"ticket-long": ticket(func(p *pdf.Ticket) {
			p.Event, p.Registration = longEvent(), registration(names[4])
			p.Registration.Organization = strings.Repeat("とても長い団体名", 12)
		}),
		"certificate": certificate(func(*pdf.Certificate) {}),
		"certificate-empty": certificate(func(p *pdf.Certificate) {
			p.Event, p.Organization, p.Sessions = emptyEvent(), "", nil
		}),
		"certificate-long": certificate(func(p *pdf.Certificate) {
			p.Event, p.Registration, p.Attendance = longEvent(), registration(names[4]), attendedAll(manySessions(60, 1))
			p.Organization = strings.Repeat("とても長い団体名", 12)
		}),
		"summary": summary(2, func(*pdf.Summary) {}),
		"summary-empty": summary(1, func(p *pdf.Summary) {
			*p = pdf.Summary{Event: emptyEvent(), Registration: p.Registration, IssuedAt: p.IssuedAt}
		}),
		"summary-long": summary(0, func(p *pdf.Summary) {
			p.Event, p.Outcome = longEvent(), strings.Repeat("- とても長い決定。long decisions. とても長い決定。\n", 40)
			p.Results = append(p.Results, p.Results...)
		}),
		"programme":      programme(1, fullEvent(), summitSessions()),
		"programme-tiny": programme(1, emptyEvent(), summitSessions()[:1]),
		"programme-fair": programme(2, fullEvent(), manySessions(50, 12)),
		"programme-long": programme(0, longEvent(), manySessions(200, 1)),
	}
}

// eachPaper calls do with each document in each language.
func eachPaper(t *testing.T, do func(t *testing.T, name string, p paper, content []byte)) {
	maker := pdf.New()
	for name, p := range papers(t) {
		for _, lang := range i18n.Languages {
			content, err := p.make(maker, texts(t, lang))
			if err != nil {
				t.Fatal(name, err)
			}
			do(t, "paper-"+name+"-"+lang, p, content)
		}
	}
}

// A page with a third of it empty is not designed. The largest gap is a seventh.
func TestNoPaperHasALargeEmptyArea(t *testing.T) {
	eachPaper(t, func(t *testing.T, name string, p paper, content []byte) {
		count := pages(t, content, name)
		if p.pages != 0 && count != p.pages {
			t.Errorf("%s has %d pages, want %d", name, count, p.pages)
		}
		for n := range count {
			if height, low := pdf.RenderPage(t, content, name, n+1).Gap(); height > 120 {
				t.Errorf("%s: %.0f points above %.0f on page %d are empty", name, height, low, n+1)
			}
		}
	})
}

func TestNothingLeavesThePapers(t *testing.T) {
	eachPaper(t, func(t *testing.T, name string, _ paper, content []byte) {
		for _, w := range word.FindAllStringSubmatch(runPoppler(t, content, name, "pdftotext", "-bbox"), -1) {
			left, _ := strconv.ParseFloat(w[1], 64)
			right, _ := strconv.ParseFloat(w[2], 64)
			low, _ := strconv.ParseFloat(w[3], 64)
			if left < 44.9 || right > 595.28-44.9 || low > 841.89-20 {
				t.Errorf("%s: %q lies at %s–%s, %s", name, w[4], w[1], w[2], w[3])
			}
		}
	})
}

// Who listens to a paper, or copies it, gets its parts in the order in which they are read.
func TestPapersAreReadInOrder(t *testing.T) {
	for name, wants := range map[string][]string{
		"ticket":      {"参加票", "かわさきプロボノサミット2025", "髙橋 花子 様", "会場で参加", "9月20日", "下沼部", "行き方", "ご都合が変わったら", "当日の流れ"},
		"certificate": {"第 2025-K7QXM2RD 号", "参 加 証 明 書", "髙橋 花子 様", "富士通プロボノ部", "証します", "開会・趣旨説明", "9月21日", "NECプロボノ倶楽部"},
		"summary":     {"まとめ", "36名", "プログラム", "決まったこと", "アンケートから", "資料と録画", "書きとめる", "次のイベント", "春のプロボノ相談会"},
		"programme":   {"プログラム", "参加費", "開会・趣旨説明", "休憩", "テーマ3", "登壇者"},
	} {
		content, err := papers(t)[name].make(pdf.New(), texts(t, "ja"))
		if err != nil {
			t.Fatal(err)
		}
		text := runPoppler(t, content, "order-"+name, "pdftotext", "-raw")
		for _, want := range wants {
			_, rest, found := strings.Cut(text, want)
			if !found {
				t.Errorf("%s: %q is not in %q", name, want, text)
				break
			}
			text = rest
		}
	}
}

func TestCertificatesInEnglishAreInLatinLetters(t *testing.T) {
	c := fullCertificate(t, names[0])
	c.Organization = "Fujitsu Pro Bono Club"
	content, err := pdf.New().Certificate(texts(t, "en"), []*pdf.Certificate{c})
	if err != nil {
		t.Fatal(err)
	}
	text := runPoppler(t, content, "latin", "pdftotext")
	for _, want := range []string{
		"Hanako Takahashi", "髙橋 花子", "Fujitsu Pro Bono Club", "NEC Pro Bono Club", "No. 2025-K7QXM2RD",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in %s", want, text)
		}
	}
}
