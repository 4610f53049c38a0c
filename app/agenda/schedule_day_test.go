package agenda_test

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"strings"
	"testing"
	"time"

	"meguri/app/agenda"
	"meguri/models"
)

// datesOf are the dates of a schedule, each with the titles of its sessions, as in "2027-09-05 日", and where it begins
// and ends.
func datesOf(t *testing.T, s *agenda.Schedule) (days, bounds []string) {
	t.Helper()
	content, err := xml.Marshal(s.XML())
	if err != nil {
		t.Fatal(err)
	}
	var document struct {
		Days []struct {
			Date  string `xml:"date,attr"`
			Start string `xml:"start,attr"`
			End   string `xml:"end,attr"`
			Rooms []struct {
				Events []struct {
					Title string `xml:"title"`
				} `xml:"event"`
			} `xml:"room"`
		} `xml:"day"`
	}
	if err := xml.NewDecoder(bytes.NewReader(content)).Decode(&document); err != nil {
		t.Fatal(err)
	}
	for _, day := range document.Days {
		line := day.Date
		for _, room := range day.Rooms {
			for _, event := range room.Events {
				line += " " + event.Title
			}
		}
		days, bounds = append(days, line), append(bounds, day.Start+" "+day.End)
	}
	equal(t, "number of days", s.Conference.Days, len(days))
	equal(t, "first and last day", s.Conference.Start+" "+s.Conference.End,
		document.Days[0].Date+" "+document.Days[len(document.Days)-1].Date)
	return days, bounds
}

// A date is there once and has the sessions that start on it, in every zone.
func TestTheDaysOfASchedule(t *testing.T) {
	for name, c := range map[string]struct {
		zone, from, until string
		hour              int
		sessions          []string // when they start; their titles are their places
		want              []string
	}{
		"spring in Santiago": {
			"America/Santiago", "2027-09-04T10:00", "2027-09-07T00:00", 0,
			[]string{"2027-09-04T10:00", "2027-09-04T23:30", "2027-09-05T10:00", "2027-09-06T10:00", "2027-09-07T00:00"},
			[]string{"2027-09-04 a b", "2027-09-05 c", "2027-09-06 d", "2027-09-07 e"},
		},
		"from the change in Santiago": {
			"America/Santiago", "2027-09-05T09:00", "2027-09-06T18:00", 0, []string{"2027-09-05T10:00", "2027-09-06T10:00"},
			[]string{"2027-09-05 a", "2027-09-06 b"},
		},
		"autumn in Santiago": {
			"America/Santiago", "2027-04-03T10:00", "2027-04-04T18:00", 0, []string{"2027-04-03T22:30", "2027-04-04T00:00"},
			[]string{"2027-04-03 a", "2027-04-04 b"},
		},
		"spring in Cairo": {
			"Africa/Cairo", "2027-04-29T10:00", "2027-05-01T00:30", 0,
			[]string{"2027-04-29T10:00", "2027-04-30T10:00", "2027-05-01T00:10"},
			[]string{"2027-04-29 a", "2027-04-30 b", "2027-05-01 c"},
		},
		"autumn in Havana": {
			"America/Havana", "2027-11-06T10:00", "2027-11-08T10:00", 0, []string{"2027-11-07T00:30", "2027-11-08T09:00"},
			[]string{"2027-11-06", "2027-11-07 a", "2027-11-08 b"},
		},
		"from midnight to midnight": {
			"Asia/Tokyo", "2027-09-04T00:00", "2027-09-05T00:00", 0, []string{"2027-09-04T00:00"}, []string{"2027-09-04 a"},
		},
		"past midnight": {
			"Asia/Tokyo", "2027-09-04T10:00", "2027-09-04T17:10", 0, []string{"2027-09-04T23:30"}, []string{"2027-09-04 a"},
		},
		"a festival until 2:00": {
			"Asia/Tokyo", "2027-11-02T18:00", "2027-11-04T02:00", 5,
			[]string{"2027-11-02T23:00", "2027-11-03T01:00", "2027-11-03T05:00", "2027-11-04T01:30"},
			[]string{"2027-11-02 a b", "2027-11-03 c d"},
		},
		"a night in which the clocks are put forward": {
			"Europe/Berlin", "2027-03-27T18:00", "2027-03-28T12:00", 5,
			[]string{"2027-03-28T01:30", "2027-03-28T04:30", "2027-03-28T05:30"}, []string{"2027-03-27 a b", "2027-03-28 c"},
		},
		"the evening before and the morning after": {
			"Asia/Tokyo", "2027-09-04T10:00", "2027-09-04T17:10", 0, []string{"2027-09-03T18:00", "2027-09-05T09:00"},
			[]string{"2027-09-03 a", "2027-09-04", "2027-09-05 b"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			e := &models.Event{
				ID: models.NewID(), Slug: "summit", TitleJa: "催し", TimeZone: c.zone, DayStartsHour: c.hour, Version: 1,
			}
			at := func(clock string) time.Time {
				wall, err := time.Parse("2006-01-02T15:04", clock)
				if err != nil {
					t.Fatal(err)
				}
				return models.AtClock(wall, e.Zone()).UTC()
			}
			e.StartsAt, e.EndsAt = at(c.from), at(c.until)
			var sessions []models.Session
			for i, clock := range c.sessions {
				s := session(string(rune('a'+i)), 0, 0, nil)
				s.StartsAt, s.EndsAt = at(clock), at(clock).Add(time.Hour)
				sessions = append(sessions, s)
			}
			schedule := agenda.NewSchedule(e, sessions, "https://meguri.example")
			days, bounds := datesOf(t, schedule)
			equal(t, "days", days, c.want)
			for i, bound := range bounds {
				date, _, _ := strings.Cut(days[i], " ")
				from, until, _ := strings.Cut(bound, " ")
				change := fmt.Sprintf("T%02d:59:59", (c.hour+23)%24)
				if !strings.HasPrefix(from, date) || !strings.Contains(until, change) {
					t.Errorf("the day %s lasts from %s to %s", date, from, until)
				}
			}
			scheduleJSON(t, e, sessions)
		})
	}
}

func TestTheScheduleOfACancelledEventHasNoSessions(t *testing.T) {
	e, sessions := summit()
	e.State = models.EventCancelled
	content := scheduleJSON(t, e, sessions)
	contains(t, content, `"title":"【中止】かわさきプロボノサミット"`, `"rooms":[]`, `"daysCount":1`)
	if strings.Contains(content, "開会") {
		t.Error(content)
	}
}

func TestAnAbstractHasNoMarkdown(t *testing.T) {
	e, sessions := summit()
	sessions[0].DescriptionJa = "**太字** と `code`"
	contains(t, scheduleJSON(t, e, sessions), `"abstract":"太字 と code"`)
}
