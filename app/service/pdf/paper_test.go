package pdf_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

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
	e.AccessEn = "8 minutes on foot from Mukaigawara (JR Nambu Line)\n12 minutes on foot from Musashi-Kosugi (JR Yokosuka Line)"
	e.ParkingJa, e.ParkingEn = "駐車場はありません。", "There is no parking."
	e.BringJa, e.BringEn = "この参加票。入館のため、お名前の分かるもの（名刺、社員証など）。", "This ticket, and something with your name on it."
	e.SupportJa, e.SupportEn = "手話通訳と文字通訳があります。", "Japanese sign language and live captions."
	e.FeeJa, e.FeeEn = "無料", "Free"
	e.ContactPhone, e.ContactEmail = "044-000-0000", "summit@meguri.example"
	e.Partners = []models.EventOrganization{
		{Part: models.PartCoHost, Organization: models.Organization{NameJa: "川崎市 協働・連携推進課", NameEn: "City of Kawasaki"}},
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

func fullAttendance() pdf.Attendance {
	a := pdf.Attendance{Venue: []pdf.Visit{{From: starts.Add(-20 * time.Minute)}}, OnlineMinutes: 35}
	for i, s := range summitSessions() {
		if s.Kind != models.SessionBreak {
			a.Sessions = append(a.Sessions, pdf.AttendedSession{Session: s, InPerson: i < 8, Minutes: 3 * (i - 7) * (i / 8)})
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
			{Kind: models.MaterialSlides, TitleJa: "当日の資料", TitleEn: "Slides", URL: "https://files.example/summit-2025/slides.pdf"},
			{Kind: models.MaterialRecording, TitleJa: "録画（2時間）", TitleEn: "Recording (2 h)", URL: "https://video.example/summit-2025"},
		},
		Next: &pdf.Next{Event: next, QR: qr(t, "https://meguri.example/events/spring-2026")},
	}
	for _, q := range []string{"全体の満足度", "これからやってみたいこと", "いちばん印象に残ったテーマ"} {
		s.Results = append(s.Results, pdf.Result{Question: q, Responses: 113, Mean: 4.4, HasMean: q == "全体の満足度", Bars: []pdf.Bar{
			{Label: "とても満足", Count: 62}, {Label: "満足", Count: 38}, {Label: "どちらでもない", Count: 10}, {Label: "やや不満", Count: 2},
			{Label: "不満", Count: 1},
		}})
	}
	return s
}

func fullCertificate(t testing.TB, name text.Name) pdf.Certificate {
	r := registration(name)
	const address = "https://meguri.example/certificates/AYkKXayWd0u8zrMCCZqAV5r1c0mQx2JmTQ0rHw"
	return pdf.Certificate{
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

func TestSamples(t *testing.T) {
	maker := pdf.New()
	for _, lang := range []string{"ja", "en"} {
		l := texts(t, lang)
		save := func(kind string, content []byte, err error) {
			if err != nil {
				t.Fatal(err)
			}
			runPoppler(t, content, "sample-"+kind+"-"+lang, "pdfinfo")
		}
		c, err := maker.Certificate(l, fullCertificate(t, names[0]))
		save("certificate", c, err)
		c, err = maker.Ticket(l, fullTicket(t, names[0]))
		save("ticket", c, err)
		c, err = maker.Summary(l, fullSummary(t))
		save("summary", c, err)
		c, err = maker.Programme(l, pdf.Programme{Event: fullEvent(), Sessions: summitSessions(), QR: qr(t, "https://meguri.example/events/a"), PrintedAt: starts})
		save("programme", c, err)
	}
}
