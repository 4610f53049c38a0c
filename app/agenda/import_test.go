package agenda_test

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"meguri/app/agenda"
	"meguri/app/service/i18n"
	"meguri/models"
	"meguri/models/modelstest"
)

const base = "https://meguri.example"

func (f *fixture) read(content string) (*agenda.ImportPage, *agenda.ImportInput, error) {
	f.t.Helper()
	in := &agenda.ImportInput{}
	in.Take([]byte(content))
	page, err := f.agenda.ImportPage(f.t.Context(), f.event, in)
	return page, in, err
}

// take imports a file and publishes it, and returns what it changed.
func (f *fixture) take(content string) *agenda.ImportPage {
	f.t.Helper()
	page, in, err := f.read(content)
	f.must(err)
	f.must(f.agenda.Import(f.t.Context(), f.event, in))
	f.publish()
	return page
}

func texts(t *testing.T, lang string) *i18n.Localizer {
	t.Helper()
	bundle, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	return bundle.For(lang)
}

func (f *fixture) json() string {
	f.t.Helper()
	schedule, err := f.agenda.Schedule(f.t.Context(), f.event, base)
	f.must(err)
	content, err := json.Marshal(schedule.JSON())
	f.must(err)
	return string(content)
}

func (f *fixture) xml() string {
	f.t.Helper()
	schedule, err := f.agenda.Schedule(f.t.Context(), f.event, base)
	f.must(err)
	content, err := xml.Marshal(schedule.XML())
	f.must(err)
	return xml.Header + string(content)
}

// full is an agenda with everything that a session may have.
func (f *fixture) full() {
	f.t.Helper()
	in := f.input("市民の声、あるいは「共創」", 0, 30)
	in.TitleEn, in.Room, in.Track = "Voices; of, citizens", "大ホール", "対話"
	in.Kind, in.Language = models.SessionDiscussion, "both"
	in.DescriptionJa, in.DescriptionEn = "**太字**と[リンク](https://example.org/)。\n\n- 一\n- 二", "In *English*."
	in.SpeakersInput = speakers(
		models.Speaker{
			NameJa: "小田 栞", NameEn: "Shiori Oda", OrganizationJa: "さいわい大学", OrganizationEn: "Saiwai University",
			RoleJa: "司会",
		},
		models.Speaker{OrganizationJa: "川崎市"},
	)
	f.add(in)
	f.add(f.input("休憩", 30, 40))
	night := f.input("夜の部", 40, 70)
	night.Room = "小ホール"
	off := f.add(night)
	f.must(f.agenda.SetCancelled(f.t.Context(), f.event, off.ID, true))
	f.publish()
}

func TestWhatIsExportedComesBackUnchanged(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		f.full()
		files := map[string]string{"schedule.json": f.json(), "schedule.xml": f.xml()}
		for _, lang := range i18n.Languages {
			content, err := f.agenda.Feed(t.Context(), f.event, agenda.FeedInput{}, texts(t, lang), base)
			f.must(err)
			files["agenda.ics in "+lang] = string(content)
			content, err = f.agenda.XCal(t.Context(), f.event, texts(t, lang), base)
			f.must(err)
			files["agenda.xml in "+lang] = string(content)
		}
		for name, content := range files {
			page, _, err := f.read(content)
			f.must(err)
			if len(page.Changes) > 0 || len(page.Faults) > 0 || page.NoID > 0 || page.Same == 0 {
				t.Errorf("%s: %+v, %+v, same %d", name, page.Changes, page.Faults, page.Same)
			}
		}
		for _, lang := range i18n.Languages {
			table, err := f.agenda.Table(t.Context(), f.event, texts(t, lang))
			f.must(err)
			cells := [][]string{table.Header}
			for row, err := range table.Rows {
				f.must(err)
				line := make([]string, len(row))
				for i := range row {
					line[i], _ = row[i].(string)
				}
				cells = append(cells, line)
			}
			page, err := f.agenda.PastePage(t.Context(), f.event, agenda.ReadPasted(f.event, cells))
			f.must(err)
			for _, row := range page.Rows {
				if !row.Same {
					t.Errorf("table in %s: %q %+v %+v", lang, row.Cells, row.Row.SessionInput, row.Faults)
				}
			}
			equal(t, "rows of the table", len(page.Rows), 3)
		}
	})
}

func TestAnAgendaOfAnotherEventIsTakenOnce(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		f.full()
		content := f.json()
		f.event = modelstest.Summit(t, f.db, "other")
		page := f.take(content)
		equal(t, "new", len(page.Changes), 2)
		equal(t, "rooms", page.NewRooms, []agenda.ImportRoom{{Name: "大ホール"}, {Name: "Online"}})
		first := f.sessions()
		equal(t, "speakers", len(first[0].Speakers), 2)
		again, in, err := f.read(content)
		f.must(err)
		equal(t, "changes of the second time", again.Changes, nil)
		wantCode(t, f.agenda.Import(t.Context(), f.event, in), models.CodeInvalid)

		moved := strings.ReplaceAll(content, first[0].StartsAt.In(f.event.Zone()).Format(time.RFC3339),
			first[0].StartsAt.Add(10*time.Minute).In(f.event.Zone()).Format(time.RFC3339))
		page = f.take(moved)
		equal(t, "moved in the file", page.Changes[0].Kind, models.AgendaMoved)
		equal(t, "its sessions", len(f.sessions()), len(first))
	})
}

func (f *fixture) at(minutes int) string {
	return f.event.StartsAt.Add(time.Duration(minutes) * time.Minute).In(time.FixedZone("", 2*3600)).Format(time.RFC3339)
}

// document is a schedule.json with sessions of one day, as their JSON.
func document(zone string, sessions ...string) string {
	return `{"schedule":{"conference":{"time_zone_name":"` + zone + `","days":[{"date":"2026-01-01","rooms":{"Curie":[` +
		strings.Join(sessions, ",") + `]}}]}}}`
}

func TestTroubleOfAFileIsSaidBeforeItIsTaken(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		f.add(f.input("ここだけ", 100, 110))
		one := func(id, title string, from int) string {
			return fmt.Sprintf(`{%s"date":%q,"duration":"00:30","title":%q,"language":"de","type":"lecture",
				"persons":[{"public_name":"Karla"}]}`, id, f.at(from), title)
		}
		content := document("Europe/Berlin",
			one(`"guid":"a",`, "Eins", 0), one(`"guid":"b",`, "Zwei", 10), one(`"guid":"b",`, "Drei", 60), one(``, "Vier", 90),
			`{"guid":"e","date":"`+f.at(100000)+`","duration":"00:30","title":"Zu spät"}`, `{"guid":"f","title":"Ohne Zeit"}`)
		page, in, err := f.read(content)
		f.must(err)
		equal(t, "the other zone", page.Zone, "Europe/Berlin")
		equal(t, "unknown rooms", page.NewRooms, []agenda.ImportRoom{{Name: "Curie"}})
		equal(t, "ids that come twice, and none", []int{page.Repeated, page.NoID}, []int{1, 1})
		equal(t, "languages", page.Languages, []string{"de"})
		equal(t, "faults", page.Faults, []agenda.ImportFault{
			{Title: "Ohne Zeit", Key: "agenda.import_no_time"}, {Title: "Zu spät", Key: "agenda.outside"},
		})
		equal(t, "not in the file", len(page.Absent), 1)
		var kinds []string
		for _, w := range page.Warnings {
			kinds = append(kinds, w.Kind)
		}
		equal(t, "overlaps", kinds, []string{"room", "speaker"})

		in.Rooms, in.As, in.Remove = []string{"Curie"}, []string{"-"}, true
		f.must(f.agenda.Import(t.Context(), f.event, in))
		f.publish()
		list := f.sessions()
		equal(t, "sessions", len(list), 4)
		equal(t, "it has no room", list[0].Room == nil, true)
		equal(t, "the moment is the same", list[0].StartsAt.Equal(f.event.StartsAt.Truncate(time.Second)), true)
	})
}

func TestAFileOfOtherDaysIsMovedIfWished(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		content := document("Asia/Tokyo",
			`{"guid":"a","date":"2019-08-21T11:00:00+09:00","duration":"00:30","title":"Opening"}`)
		page, in, err := f.read(content)
		f.must(err)
		equal(t, "it may be moved, and is outside", []bool{page.MayAlign, len(page.Faults) == 1}, []bool{true, true})
		in.Align = true
		f.must(f.agenda.Import(t.Context(), f.event, in))
		local := f.event.Local(f.sessions()[0].StartsAt)
		day := f.event.Local(f.event.StartsAt).Format(time.DateOnly)
		equal(t, "day and time", local.Format("2006-01-02 15:04"), day+" 11:00")
	})
}

func TestFilesThatAreNoAgendaAreRefused(t *testing.T) {
	f := &fixture{t, modelstest.OnSQLite(t), nil, nil}
	f.agenda, f.event = newService(t, f.db), modelstest.Summit(t, f.db, "summit")
	bomb := `<?xml version="1.0"?><!DOCTYPE s [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
		<schedule>&b;</schedule>`
	for name, c := range map[string]struct{ content, key string }{
		"an entity bomb":   {bomb, "agenda.import_entities"},
		"unknown entities": {"<schedule><day>&b;</day></schedule>", "agenda.import_xml"},
		"deep":             {strings.Repeat("<a>", 1000), "agenda.import_xml"},
		"half of a file":   {`{"schedule":{"confer`, "agenda.import_json"},
		"no sessions":      {`{"schedule":{}}`, "agenda.import_empty"},
		"a picture":        {"\x89PNG\r\n", "agenda.import_unknown"},
		"an xCal without events": {`<icalendar xmlns="urn:ietf:params:xml:ns:icalendar-2.0"><vcalendar/></icalendar>`,
			"agenda.import_empty"},
		"half of an xCal":   {`<icalendar><vcalendar><components>`, "agenda.import_xml"},
		"a bomb in an xCal": {strings.ReplaceAll(bomb, "schedule>", "icalendar>"), "agenda.import_entities"},
		"a page":            {"<html><body><p>Agenda</p></body></html>", "agenda.import_empty"},
		"a broken calendar": {"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n:::", "agenda.import_ics"},
	} {
		t.Run(name, func(t *testing.T) {
			_, _, err := f.read(c.content)
			var known *models.Error
			if !errors.As(err, &known) || known.Code != models.CodeInvalid || known.Key != c.key {
				t.Errorf("%v, want %s", err, c.key)
			}
		})
	}
}

func TestTwoThousandSessionsAreTakenInSeconds(t *testing.T) {
	f := &fixture{t, modelstest.OnSQLite(t), nil, nil}
	f.agenda, f.event = newService(t, f.db), modelstest.Summit(t, f.db, "summit")
	list := make([]string, 2000)
	for i := range list {
		list[i] = fmt.Sprintf(`{"guid":"g%d","date":%q,"duration":"00:05","title":"Talk %d","room":"Room %d",
			"persons":[{"public_name":"Person %d"}]}`, i, f.at(i%40*6), i, i%50, i%700)
	}
	content := document("Asia/Tokyo", list...)
	began := time.Now()
	f.take(content)
	if took := time.Since(began); took > 20*time.Second {
		t.Errorf("it took %s", took)
	}
	page, _, err := f.read(content)
	f.must(err)
	equal(t, "the same the second time", []int{page.Same, len(page.Changes)}, []int{2000, 0})
}

func TestACalendarOfOthersIsRead(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		content := strings.ReplaceAll(`BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Others//1//EN
BEGIN:VEVENT
UID:talk-1@others.example
DTSTAMP:20260101T000000Z
DTSTART;TZID=Europe/Berlin:`+f.event.StartsAt.In(berlin(t)).Format("20060102T150405")+`
DURATION:PT45M
SUMMARY:Talk\, with a comma
LOCATION:Curie
STATUS:CANCELLED
END:VEVENT
END:VCALENDAR
`, "\n", "\r\n")
		f.take(content)
		s := f.sessions()[0]
		equal(t, "title", s.TitleJa, "Talk, with a comma")
		equal(t, "length and room", []string{s.EndsAt.Sub(s.StartsAt).String(), s.Room.NameJa}, []string{"45m0s", "Curie"})
		equal(t, "it starts", s.StartsAt.Equal(f.event.StartsAt.Truncate(time.Second)), true)
		equal(t, "it is cancelled", s.CancelledAt != nil, true)
	})
}

func TestAnXCalOfOthersIsRead(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		f.take(`<?xml version="1.0" encoding="utf-8"?>
<icalendar xmlns="urn:ietf:params:xml:ns:icalendar-2.0"><vcalendar>
<properties><prodid><text>-//Others//1//EN</text></prodid><version><text>2.0</text></version></properties>
<components><vtimezone><properties><tzid><text>Europe/Berlin</text></tzid></properties></vtimezone><vevent><properties>
<uid><text>talk-1@others.example</text></uid>
<dtstart><parameters><tzid><text>Europe/Berlin</text></tzid></parameters>
<date-time>` + f.event.StartsAt.In(berlin(t)).Format("2006-01-02T15:04:05") + `</date-time></dtstart>
<duration><duration>PT45M</duration></duration>
<summary><text>Talk, with \n and a comma; &lt;b&gt;</text></summary>
<location><text>Curie</text></location>
<categories><text>Open</text><text>Second</text></categories>
<status><text>CANCELLED</text></status>
</properties></vevent></components></vcalendar></icalendar>`)
		s := f.sessions()[0]
		equal(t, "title", s.TitleJa, `Talk, with \n and a comma; <b>`)
		equal(t, "length, room, track", []string{s.EndsAt.Sub(s.StartsAt).String(), s.Room.NameJa, s.Track.NameJa},
			[]string{"45m0s", "Curie", "Open"})
		equal(t, "it starts", s.StartsAt.Equal(f.event.StartsAt.Truncate(time.Second)), true)
		equal(t, "it is cancelled", s.CancelledAt != nil, true)
	})
}

func berlin(t *testing.T) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}
