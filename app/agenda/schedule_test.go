package agenda_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"meguri/app/agenda"
	"meguri/models"
)

var start = time.Date(2026, 9, 20, 4, 0, 0, 0, time.UTC)

// summit is an event of an afternoon, with sessions of which some overlap.
func summit() (*models.Event, []models.Session) {
	e := &models.Event{
		ID: models.NewID(), Slug: "summit-2026", TitleJa: "かわさきプロボノサミット", TimeZone: "Asia/Tokyo",
		StartsAt: start, EndsAt: start.Add(3 * time.Hour), Version: 4,
	}
	hall := &models.Room{ID: models.NewID(), NameJa: "大会議室"}
	head := models.SessionSpeaker{
		SpeakerID: models.NewID(),
		Speaker:   models.Speaker{NameJa: "代表", OrganizationJa: "NECプロボノ倶楽部"},
	}
	return e, []models.Session{
		session("開会", 0, 10, hall, head), session("𠮷田さんの話 <&>", 10, 30, hall, head),
		session("オンラインの部屋", 10, 30, nil), session("重なる話", 20, 10, hall), session("同じ人の話", 25, 10, nil, head),
	}
}

func session(title string, from, minutes int, room *models.Room, speakers ...models.SessionSpeaker) models.Session {
	s := models.Session{
		ID: models.NewID(), Kind: models.SessionTalk, Language: "ja", TitleJa: title,
		StartsAt: start.Add(time.Duration(from) * time.Minute), Room: room, Speakers: speakers,
	}
	s.EndsAt = s.StartsAt.Add(time.Duration(minutes) * time.Minute)
	if room != nil {
		s.RoomID = &room.ID
	}
	return s
}

// scheduleJSON is a schedule.json that follows the format.
func scheduleJSON(t *testing.T, e *models.Event, sessions []models.Session) string {
	t.Helper()
	text, err := json.Marshal(agenda.NewSchedule(e, sessions, "https://meguri.example").JSON())
	if err != nil {
		t.Fatal(err)
	}
	validate(t, text)
	return string(text)
}

func contains(t *testing.T, text string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if !strings.Contains(text, part) {
			t.Errorf("%s is missing in %s", part, text)
		}
	}
}

func TestScheduleJSON(t *testing.T) {
	t.Run("has times on the event's clock", func(t *testing.T) {
		e, sessions := summit()
		contains(t, scheduleJSON(t, e, sessions), `"start":"13:10"`, `"duration":"00:30"`, `"2026-09-20T13:10:00+09:00"`)
	})
	t.Run("has addresses", func(t *testing.T) {
		e, sessions := summit()
		page := "https://meguri.example/events/summit-2026"
		contains(t, scheduleJSON(t, e, sessions), `"url":"`+page+`"`, `"url":"`+page+`/sessions/`+sessions[0].ID+`"`)
	})
	t.Run("has speakers with their organizations", func(t *testing.T) {
		e, sessions := summit()
		contains(t, scheduleJSON(t, e, sessions), `"public_name":"NECプロボノ倶楽部 代表"`)
	})
	t.Run("leaves out what was cancelled", func(t *testing.T) {
		e, sessions := summit()
		sessions[3].CancelledAt = &start
		if text := scheduleJSON(t, e, sessions); strings.Contains(text, "重なる話") {
			t.Error(text)
		}
	})
	t.Run("is there without sessions", func(t *testing.T) {
		e, _ := summit()
		contains(t, scheduleJSON(t, e, nil), `"daysCount":1`, `"rooms":[]`)
	})
	t.Run("has the days of sessions before and after the event", func(t *testing.T) {
		e, sessions := summit()
		sessions[0].StartsAt, sessions[0].EndsAt = start.AddDate(0, 0, -1), start.AddDate(0, 0, -1).Add(time.Hour)
		sessions[4].StartsAt, sessions[4].EndsAt = e.EndsAt.AddDate(0, 0, 1), e.EndsAt.AddDate(0, 0, 1).Add(time.Hour)
		contains(t, scheduleJSON(t, e, sessions),
			`"daysCount":3`, `"date":"2026-09-19"`, `"title":"開会"`, `"title":"同じ人の話"`)
	})
	t.Run("has a session that begins when the event ends at midnight", func(t *testing.T) {
		e, sessions := summit()
		e.EndsAt = time.Date(2026, 9, 20, 15, 0, 0, 0, time.UTC)
		sessions[4].StartsAt, sessions[4].EndsAt = e.EndsAt, e.EndsAt.Add(time.Hour)
		contains(t, scheduleJSON(t, e, sessions), `"daysCount":2`, `"title":"同じ人の話"`)
	})
	t.Run("has a day of 25 hours once", func(t *testing.T) {
		e, _ := summit()
		e.TimeZone = "Europe/Berlin"
		e.StartsAt, e.EndsAt = time.Date(2026, 10, 24, 10, 0, 0, 0, time.UTC), time.Date(2026, 10, 26, 10, 0, 0, 0, time.UTC)
		contains(t, scheduleJSON(t, e, nil),
			`"daysCount":3`, `"day_start":"2026-10-25T00:00:00+02:00","day_end":"2026-10-25T23:59:59+01:00"`)
	})
}

func TestTheVersionMovesWithWhatReadersSee(t *testing.T) {
	version := func(e *models.Event, sessions []models.Session) string {
		return agenda.NewSchedule(e, sessions, "https://meguri.example").Version
	}
	e, sessions := summit()
	before := version(e, sessions)
	equal(t, "the version of the same agenda", version(e, sessions), before)
	for name, change := range map[string]func(s []models.Session) []models.Session{
		"a title":     func(s []models.Session) []models.Session { s[0].TitleJa = "開会式"; return s },
		"a time":      func(s []models.Session) []models.Session { s[0].StartsAt = start.Add(time.Minute); return s },
		"a room":      func(s []models.Session) []models.Session { s[0].Room = &models.Room{NameJa: "別"}; return s },
		"cancelled":   func(s []models.Session) []models.Session { s[0].CancelledAt = &start; return s },
		"deleted":     func(s []models.Session) []models.Session { return s[1:] },
		"no speakers": func(s []models.Session) []models.Session { s[0].Speakers = nil; return s },
	} {
		t.Run(name, func(t *testing.T) {
			if after := version(e, change(slices.Clone(sessions))); after == before {
				t.Error("it is still", after)
			}
		})
	}
}

func TestSessionsWithoutARoom(t *testing.T) {
	for name, c := range map[string]struct {
		change func(e *models.Event)
		want   string
	}{
		"are online where there is a stream": {func(e *models.Event) { e.StreamURL = "https://stream.example" }, "Online"},
		"are at the venue where there is no": {func(e *models.Event) { e.VenueNameJa = "川崎市役所" }, "川崎市役所"},
		"are at some venue":                  {func(*models.Event) {}, "Venue"},
	} {
		t.Run(name, func(t *testing.T) {
			e, sessions := summit()
			c.change(e)
			contains(t, scheduleJSON(t, e, sessions[2:3]), `"room":"`+c.want+`"`)
		})
	}
}

func TestScheduleXML(t *testing.T) {
	e, sessions := summit()
	document, err := xml.Marshal(agenda.NewSchedule(e, sessions, "https://meguri.example").XML())
	if err != nil {
		t.Fatal(err)
	}
	contains(t, string(document),
		"𠮷田さんの話 &lt;&amp;&gt;", `<room name="大会議室">`, `<day index="1" date="2026-09-20"`, ">NECプロボノ倶楽部 代表</person>")
}

func TestADurationInXMLHasTwoDigitsEach(t *testing.T) {
	const hour = 60
	for minutes, want := range map[int]string{
		30: "00:30", 24 * hour: "24:00", 99*hour + 59: "99:59", 100 * hour: "4:04:00", 101*hour + 5: "4:05:05",
		99*24*hour + 30: "99:00:30", 150 * 24 * hour: "99:23:59",
	} {
		t.Run(want, func(t *testing.T) {
			e, _ := summit()
			long := agenda.NewSchedule(e, []models.Session{session("展示", 0, minutes, nil)}, "https://meguri.example")
			document, err := xml.Marshal(long.XML())
			equal(t, "error", err, nil)
			contains(t, string(document), "<duration>"+want+"</duration>")
		})
	}
	t.Run("but in JSON the hours go on", func(t *testing.T) {
		e, _ := summit()
		contains(t, scheduleJSON(t, e, []models.Session{session("展示", 0, 101*hour, nil)}), `"duration":"101:00"`)
	})
}

// ourSchema is what readers of the format rely on most, in our own words.
const ourSchema = `{
	"type": "object", "required": ["schedule"],
	"properties": {"schedule": {"type": "object", "required": ["version", "conference"], "properties": {
		"version": {"type": "string", "minLength": 1},
		"conference": {"type": "object",
			"required": ["acronym", "title", "start", "end", "daysCount", "timeslot_duration", "time_zone_name",
				"rooms", "days"],
			"properties": {
				"acronym": {"type": "string", "pattern": "^[a-z0-9_]{4,}$"}, "daysCount": {"type": "integer", "minimum": 1},
				"rooms": {"type": "array", "items": {"type": "object", "required": ["name", "guid"]}},
				"days": {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/day"}}}}}}},
	"$defs": {
		"day": {"type": "object", "required": ["index", "date", "day_start", "day_end", "rooms"], "properties": {
			"date": {"type": "string", "format": "date"},
			"day_start": {"type": "string", "format": "date-time"}, "day_end": {"type": "string", "format": "date-time"},
			"rooms": {"type": "object",
				"additionalProperties": {"type": "array", "items": {"$ref": "#/$defs/session"}}}}},
		"session": {"type": "object",
			"required": ["guid", "date", "start", "duration", "room", "slug", "title", "type", "persons", "links"],
			"properties": {
				"id": {"type": "integer", "minimum": 1}, "guid": {"type": "string", "format": "uuid"},
				"date": {"type": "string", "format": "date-time"},
				"start": {"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$"},
				"duration": {"type": "string", "pattern": "^[0-9]{2,}:[0-5][0-9]$"},
				"slug": {"type": "string", "pattern": "^[a-z0-9_]{4,}-[a-z0-9_-]{4,}$"},
				"url": {"type": "string", "format": "uri"},
				"persons": {"type": "array", "items": {"type": "object", "required": ["public_name"]}}}}}}`

// formatSchema is the format's own, which is not part of this project: it is looked for beside the checkout.
const formatSchema = "../../../shared/data/schedule.schema.json"

// validate holds a document against our own schema, and against the format's where that is to be had.
func validate(t *testing.T, text []byte) {
	t.Helper()
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	ours, err := jsonschema.UnmarshalJSON(strings.NewReader(ourSchema))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	if err := compiler.AddResource("ours.json", ours); err != nil {
		t.Fatal(err)
	}
	schemas := []string{"ours.json"}
	if _, err := os.Stat(formatSchema); err == nil {
		schemas = append(schemas, formatSchema)
	} else {
		t.Logf("held against our own schema only: there is no %s", formatSchema)
	}
	for _, name := range schemas {
		schema, err := compiler.Compile(name)
		if err != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(document); err != nil {
			t.Error(err)
		}
	}
}
