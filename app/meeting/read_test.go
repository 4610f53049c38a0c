package meeting

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/unicode"

	"meguri/models"
)

// The reports as Zoom and Teams write them, in the order in which they came to be.
const (
	zoomOld = "Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest,Recording Consent\n" +
		"0123 山田花子 (Hanako),hanako@attendee.example,11/29/2025 01:00:00 PM,11/29/2025 01:30:00 PM,30,Yes,\n" +
		"0123 山田花子,hanako@attendee.example,11/29/2025 01:20:00 PM,11/29/2025 02:00:00 PM,40,Yes,\n" +
		"佐藤 健,,11/29/2025 01:05:30 PM,11/29/2025 01:15:30 PM,10,Yes,\n"
	zoomNew = "Topic,ID,Host name,Host email,Start time,End time,Participants,Duration (minutes)\n" +
		"サミット,123 4567 8901,事務局,office@host.example,2025/11/29 12:50:00,2025/11/29 14:40:00,3,110\n\n" +
		"名前 (元の名前),メール,参加時刻,退出時刻,期間 (分),ゲスト,レコーディングに関する免責事項への応答,待機室\n" +
		"山田花子,hanako@attendee.example,2025/11/29 13:00:00,2025/11/29 13:30:00,30,はい,OK,いいえ\n" +
		"山田花子,,2025/11/29 13:20:00,2025/11/29 14:00:00,40,はい,OK,いいえ\n" +
		"佐藤 健,,2025/11/29 13:05:30,2025/11/29 13:15:30,10,はい,OK,いいえ\n"
	webinar = "Attendee Report,\nReport Generated:,\"Nov 30, 2025 9:00 AM\",\n" +
		"Topic,Webinar ID,Actual Start Time,Actual Duration (minutes),# Registered\n" +
		"サミット,123 4567 8901,\"Nov 29, 2025 12:50 PM\",110,3\nHost Details,\n" +
		"Attended,User Name (Original Name),Email,Join Time,Leave Time,Time in Session (minutes),Is Guest," +
		"Country/Region Name,\n" +
		"Attendee Details,\n" +
		"Attended,User Name (Original Name),First Name,Last Name,Email,Registration Time,Approval Status," +
		"Join Time,Leave Time,Time in Session (minutes),Is Guest,Country/Region Name,\n" +
		"Yes,山田花子,花子,山田,hanako@attendee.example,\"Nov 1, 2025 09:00:00\",approved," +
		"11/29/2025 13:00:00,11/29/2025 13:30:00,30,Yes,Japan\n" +
		"Yes,山田花子,花子,山田,hanako@attendee.example,,,11/29/2025 13:20:00,11/29/2025 14:00:00,40,Yes,Japan\n" +
		"No,--,次郎,鈴木,jiro@attendee.example,\"Nov 1, 2025 09:00:00\",approved,--,--,--,--,--\n" +
		"Yes,佐藤 健,健,佐藤,,,,11/29/2025 13:05:30,11/29/2025 13:15:30,10,Yes,Japan\n"
	teamsOld = "Full Name\tUser Action\tTimestamp\n" +
		"山田花子\tJoined before\t11/29/2025, 1:00:00 PM\n山田花子\tLeft\t11/29/2025, 1:10:00 PM\n" +
		"山田花子\tJoined\t11/29/2025, 1:10:00 PM\n佐藤 健\tJoined\t11/29/2025, 1:05:30 PM\n" +
		"佐藤 健\tLeft\t11/29/2025, 1:15:30 PM\n山田花子\tLeft\t11/29/2025, 2:00:00 PM\n"
	teamsMiddle = "会議の概要\n参加者の合計数\t2\n会議のタイトル\tサミット\n\n" +
		"フル ネーム\t参加時刻\t退出時刻\t期間\tメール\tロール\t参加者 ID (UPN)\n" +
		"山田花子\t2025/11/29 13:00:00\t2025/11/29 14:00:00\t1 時間\thanako@attendee.example\t発表者\t\n" +
		"佐藤 健\t2025/11/29 13:05:30\t2025/11/29 13:15:30\t10 分\t\t出席者\t\n"
	teamsNew = "1. 要約\n会議のタイトル\t\"\"\"サミット\"\" で会議中\"\n出席済みの参加者\t2\n開始時刻\t2025/11/29 13:00:00\n\n" +
		"2. 参加者\n名前\t初めての参加\t最終退出\t会議の長さ\tメール\t参加者 ID (UPN)\t役割\n" +
		"山田花子\t2025/11/29 13:00:00\t2025/11/29 14:00:00\t50 分 0 秒\thanako@attendee.example\t\t出席者\n" +
		"佐藤 健\t2025/11/29 13:05:30\t2025/11/29 14:00:00\t10 分 0 秒\t\t\t出席者\n\n" +
		"3. 会議中のアクティビティ\n名前\t参加時刻\t退出時刻\t期間\tメール\t役割\n" +
		"山田花子\t2025/11/29 13:00:00\t2025/11/29 13:20:00\t20 分\thanako@attendee.example\t出席者\n" +
		"山田花子\t2025/11/29 13:15:00\t2025/11/29 14:00:00\t45 分\thanako@attendee.example\t出席者\n"
	teamsUTC = "1. Summary\nMeeting title\tSummit, part 1\n\n2. Participants\n" +
		"Name\tFirst Join (UTC)\tLast Leave (UTC)\tIn-Meeting Duration\tEmail\tParticipant ID (UPN)\tRole\n" +
		"山田花子\t11/29/25, 4:00:00\u202fAM\t11/29/25, 5:00:00\u202fAM\t1h\thanako@attendee.example\t\tAttendee\n" +
		"佐藤 健\t11/29/25, 4:05:30\u202fAM\t11/29/25, 4:15:30\u202fAM\t10m\t\t\tAttendee\n"
)

var tokyo = time.FixedZone("Asia/Tokyo", 9*60*60)

func event() *models.Event {
	start := time.Date(2025, 11, 29, 13, 0, 0, 0, tokyo)
	return &models.Event{ID: "summit", StartsAt: start, EndsAt: start.Add(2 * time.Hour), TimeZone: "Asia/Tokyo"}
}

func read(t *testing.T, content string) (*paper, []models.MeetingGuest, error) {
	t.Helper()
	p, err := readPaper([]byte(content), "report.csv")
	if err != nil {
		return nil, nil, err
	}
	guests, err := p.guests(newClock(event(), tokyo, p.lines))
	return p, guests, err
}

func told(guests []models.MeetingGuest) (list []string) {
	for _, g := range guests {
		text := fmt.Sprintf("%s <%s>", g.Name, g.Email)
		for _, span := range g.Spans {
			text += " " + span.From.In(tokyo).Format("15:04:05") + "–" + span.Until.In(tokyo).Format("15:04:05")
		}
		list = append(list, text)
	}
	return list
}

func TestReportsAreReadAsZoomAndTeamsWriteThem(t *testing.T) {
	const hanako, takeshi = "山田花子 <hanako@attendee.example> 13:00:00–14:00:00", "佐藤 健 <> 13:05:30–13:15:30"
	for name, c := range map[string]struct {
		content string
		source  models.PresenceSource
		want    []string
	}{
		"Zoom, English, several joins that overlap": {
			zoomOld, models.FromZoom,
			[]string{"0123 山田花子 (Hanako) <hanako@attendee.example> 13:00:00–14:00:00", takeshi},
		},
		"Zoom, Japanese, with a summary above":  {zoomNew, models.FromZoom, []string{hanako, takeshi}},
		"Zoom, a webinar with who did not come": {webinar, models.FromZoom, []string{hanako, takeshi}},
		"Teams, a list of joins and leaves": {
			teamsOld, models.FromTeams, []string{"山田花子 <> 13:00:00–14:00:00", takeshi},
		},
		"Teams, one table": {teamsMiddle, models.FromTeams, []string{hanako, takeshi}},
		"Teams, each join where told, else no more in all": {teamsNew, models.FromTeams, []string{hanako, takeshi}},
		"Teams, UTC, with the space of newer dates":        {teamsUTC, models.FromTeams, []string{hanako, takeshi}},
	} {
		for encoding, encode := range map[string]func(string) string{
			"UTF-8":                 func(s string) string { return s },
			"UTF-8 with a mark":     func(s string) string { return "\ufeff" + s },
			"UTF-16":                utf16(unicode.LittleEndian, unicode.UseBOM),
			"UTF-16 without a mark": utf16(unicode.LittleEndian, unicode.IgnoreBOM),
			"UTF-16, big end first": utf16(unicode.BigEndian, unicode.UseBOM),
			"lines of Windows":      func(s string) string { return strings.ReplaceAll(s, "\n", "\r\n") },
		} {
			t.Run(name+", "+encoding, func(t *testing.T) {
				p, guests, err := read(t, encode(c.content))
				if err != nil {
					t.Fatal(err)
				}
				if p.source != c.source {
					t.Errorf("taken for %q", p.source)
				}
				if diff := cmp.Diff(c.want, told(guests)); diff != "" {
					t.Error(diff)
				}
			})
		}
	}
}

func utf16(order unicode.Endianness, mark unicode.BOMPolicy) func(string) string {
	return func(s string) string {
		encoded, err := unicode.UTF16(order, mark).NewEncoder().String(s)
		if err != nil {
			return err.Error() // which is no report
		}
		return encoded
	}
}

func TestDatesAreReadInTheOrderThatFits(t *testing.T) {
	for written, want := range map[string]string{
		"2025/11/29 13:05:06":      "2025-11-29 13:05:06",
		"2025/11/29 午後1:05:06":     "2025-11-29 13:05:06",
		"2025年11月29日(土) 13時05分":    "2025-11-29 13:05:00",
		"29/11/2025 13:05":         "2025-11-29 13:05:00",
		"11/29/2025 01:05:06 PM":   "2025-11-29 13:05:06",
		"11/29/2025 12:05:06 AM":   "2025-11-29 00:05:06",
		"2025-11-29T04:05:06Z":     "2025-11-29 13:05:06",
		"2025-11-29T13:05:06+0900": "2025-11-29 13:05:06",
		"29.11.2025, 13:05:06":     "2025-11-29 13:05:06",
		"31/31/2025 13:05":         "",
		"2025/11/29 25:00":         "",
		"yesterday":                "",
	} {
		c := newClock(event(), tokyo, []line{{from: written}})
		at, ok := c.at(written, false)
		if got := at.In(tokyo).Format(time.DateTime); ok != (want != "") || ok && got != want {
			t.Errorf("%s: %s, %v", written, got, ok)
		}
	}
	later := event()
	later.StartsAt = time.Date(2026, 2, 3, 13, 0, 0, 0, tokyo)
	for written, order := range map[string]dateOrder{"02/03/2026 13:00": monthFirst, "03/02/2026 13:00": dayFirst} {
		if c := newClock(later, tokyo, []line{{from: written}}); c.order != order {
			t.Errorf("%s is not read as the day of the event", written)
		}
	}
}

func TestBadReportsAreRefusedWithWhatIsWrong(t *testing.T) {
	for name, c := range map[string]struct{ content, want string }{
		"another list": {"氏名,所属\n山田花子,川崎市\n", "meeting.no_report"},
		"nobody in it": {"Name,User Email,Join Time,Leave Time\n", "meeting.no_report"},
		"totals alone": {
			"Name (Original Name),User Email,Total Duration (Minutes),Guest\n山田花子,,60,Yes\n", "meeting.only_totals",
		},
		"a time that is not": {"Name,Join Time,Leave Time\n山田花子,昨日,2025/11/29 14:00\n", "meeting.bad_time"},
		"who leaves before they come": {
			"Name,Join Time,Leave Time\n山田花子,2025/11/29 14:00,2025/11/29 13:00\n", "meeting.bad_time",
		},
		"a picture":      {"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00", "table.file_other"},
		"an empty file":  {"", "table.file_empty"},
		"a broken quote": {"Name,Join Time,Leave Time\n山\"田,2025/11/29 14:00,2025/11/29 13:00\n", "table.cell_quotes"},
	} {
		t.Run(name, func(t *testing.T) {
			_, _, err := read(t, c.content)
			var known *models.Error
			if !errors.As(err, &known) || known.Code != models.CodeInvalid || known.Key != c.want {
				t.Errorf("%v", err)
			}
		})
	}
}
