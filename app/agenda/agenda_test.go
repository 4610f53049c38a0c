package agenda_test

import (
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
		s := models.Session{ID: models.NewID(), Kind: models.Talk, Language: "ja", TitleJa: title, StartsAt: start.Add(time.Duration(from) * time.Minute), Room: room, Speakers: speakers}
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

// validate uses the format's own schema, which is not part of this project, where it lies beside the checkout.
func validate(t *testing.T, text []byte) {
	t.Helper()
	const schema = "../../../shared/data/schedule.schema.json"
	if _, err := os.Stat(schema); err != nil {
		t.Logf("not validated: no %s", schema)
		return
	}
	compiled, err := jsonschema.NewCompiler().Compile(schema)
	if err != nil {
		t.Fatal(err)
	}
	document, err := jsonschema.UnmarshalJSON(strings.NewReader(string(text)))
	if err != nil {
		t.Fatal(err)
	}
	if err := compiled.Validate(document); err != nil {
		t.Error(err)
	}
}

func TestClashesOfRoomAndSpeakerAreFound(t *testing.T) {
	_, sessions := summit()
	clashes := agenda.Clashes(sessions)
	if len(clashes) != 2 || clashes[0].Room == nil || clashes[1].Speaker == nil {
		t.Errorf("%+v", clashes)
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
