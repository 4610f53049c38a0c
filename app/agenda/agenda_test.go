package agenda_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"meguri/app/agenda"
	"meguri/models"
)

var start = time.Date(2026, 9, 20, 4, 0, 0, 0, time.UTC)

func summit() (*models.Event, []models.Session) {
	e := &models.Event{ID: models.NewID(), Slug: "summit-2026", TitleJa: "かわさきプロボノサミット", TimeZone: "Asia/Tokyo", StartsAt: start, EndsAt: start.Add(3 * time.Hour), Version: 4}
	hall := &models.Room{ID: models.NewID(), NameJa: "大会議室"}
	head := models.SessionSpeaker{SpeakerID: models.NewID(), Speaker: models.Speaker{NameJa: "代表", OrganizationJa: "NECプロボノ倶楽部"}}
	session := func(title string, from, minutes int, room *models.Room, speakers ...models.SessionSpeaker) models.Session {
		s := models.Session{ID: models.NewID(), Kind: models.SessionTalk, Language: "ja", TitleJa: title, StartsAt: start.Add(time.Duration(from) * time.Minute), Room: room, Speakers: speakers}
		s.EndsAt = s.StartsAt.Add(time.Duration(minutes) * time.Minute)
		if room != nil {
			s.RoomID = &room.ID
		}
		return s
	}
	return e, []models.Session{
		session("開会", 0, 10, hall, head), session("𠮷田さんの話 <&>", 10, 30, hall, head), session("オンラインの部屋", 10, 30, nil),
		session("重なる話", 20, 10, hall), session("同じ人の話", 25, 10, nil, head),
	}
}

func TestScheduleFollowsTheFormat(t *testing.T) {
	e, sessions := summit()
	cancelled := start
	sessions[3].CancelledAt = &cancelled
	schedule := agenda.NewSchedule(e, sessions, "https://meguri.example")
	text, err := json.Marshal(schedule.JSON())
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(text), "重なる話") || !strings.Contains(string(text), `"start":"13:10"`) || !strings.Contains(string(text), `"duration":"00:30"`) {
		t.Error(string(text))
	}
	validate(t, text)
	document, err := xml.Marshal(schedule.XML())
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(document), "𠮷田さんの話 &lt;&amp;&gt;") || !strings.Contains(string(document), `<room name="大会議室">`) {
		t.Error(string(document))
	}
}

func minutesOf(n int) time.Duration { return time.Duration(n) * time.Minute }

func lines(n int) string { return strings.Repeat("川崎市 | 市長\n", n) }

func signs(n int) string { return strings.Repeat("長", n) }

// ourSchema is what readers of the format rely on most, in our own words.
const ourSchema = `{"type": "object", "required": ["schedule"], "properties": {"schedule": {"type": "object", "required": ["version", "conference"], "properties": {
	"version": {"type": "string", "minLength": 1},
	"conference": {"type": "object", "required": ["acronym", "title", "start", "end", "daysCount", "timeslot_duration", "time_zone_name", "rooms", "days"], "properties": {
		"acronym": {"type": "string", "pattern": "^[a-z0-9_]{4,}$"}, "daysCount": {"type": "integer", "minimum": 1},
		"rooms": {"type": "array", "items": {"type": "object", "required": ["name", "guid"]}},
		"days": {"type": "array", "minItems": 1, "items": {"type": "object", "required": ["index", "date", "day_start", "day_end", "rooms"], "properties": {
			"date": {"type": "string", "format": "date"}, "day_start": {"type": "string", "format": "date-time"}, "day_end": {"type": "string", "format": "date-time"},
			"rooms": {"type": "object", "additionalProperties": {"type": "array", "items": {"type": "object",
				"required": ["guid", "date", "start", "duration", "room", "slug", "title", "type", "persons", "links"], "properties": {
				"id": {"type": "integer", "minimum": 1}, "guid": {"type": "string", "format": "uuid"}, "date": {"type": "string", "format": "date-time"},
				"start": {"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$"}, "duration": {"type": "string", "pattern": "^[0-9]{1,2}:[0-5][0-9]$"},
				"slug": {"type": "string", "pattern": "^[a-z0-9_]{4,}-[a-z0-9_-]{4,}$"}, "url": {"type": "string", "format": "uri"},
				"persons": {"type": "array", "items": {"type": "object", "required": ["public_name"]}}}}}}}}}}}}}}}`

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

func TestScheduleHasTheDaysOfAllSessions(t *testing.T) {
	e, sessions := summit()
	sessions[0].StartsAt, sessions[0].EndsAt = e.StartsAt.AddDate(0, 0, -1), e.StartsAt.AddDate(0, 0, -1).Add(time.Hour)
	sessions[4].StartsAt, sessions[4].EndsAt = e.EndsAt.AddDate(0, 0, 1), e.EndsAt.AddDate(0, 0, 1).Add(time.Hour)
	schedule := agenda.NewSchedule(e, sessions, "https://meguri.example")
	text, err := json.Marshal(schedule.JSON())
	if err != nil {
		t.Fatal(err)
	}
	validate(t, text)
	for _, want := range []string{`"daysCount":3`, `"date":"2026-09-19"`, `"title":"開会"`, `"title":"同じ人の話"`} {
		if !strings.Contains(string(text), want) {
			t.Errorf("%s is missing in %s", want, text)
		}
	}
}

func TestAnEventWithoutSessionsHasASchedule(t *testing.T) {
	e, _ := summit()
	text, err := json.Marshal(agenda.NewSchedule(e, nil, "https://meguri.example").JSON())
	if err != nil {
		t.Fatal(err)
	}
	validate(t, text)
}

func TestClashesOfRoomAndSpeakerAreFound(t *testing.T) {
	_, sessions := summit()
	clashes := agenda.Clashes(sessions)
	if len(clashes) != 2 || clashes[0].Room == nil || clashes[1].Speaker == nil {
		t.Errorf("%+v", clashes)
	}
}

func TestALanguageIsToldOnce(t *testing.T) {
	_, sessions := summit()
	sessions[2].Kind, sessions[2].Language = models.SessionBreak, "en"
	if got := agenda.OneLanguage(sessions); got != "ja" {
		t.Errorf("all in %q", got)
	}
	sessions[4].Language = "both"
	if got := agenda.OneLanguage(sessions); got != "" {
		t.Errorf("all in %q", got)
	}
}

func TestGroupsByTimeAndByRoom(t *testing.T) {
	_, sessions := summit()
	if groups := agenda.ByTime(sessions); len(groups) != 4 || len(groups[1].Sessions) != 2 {
		t.Errorf("%+v", groups)
	}
	if groups := agenda.ByRoom([]models.Room{*sessions[0].Room}, sessions); len(groups) != 2 || groups[0].Room != nil || len(groups[1].Sessions) != 3 {
		t.Errorf("%+v", groups)
	}
}
