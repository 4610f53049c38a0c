package attendance

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"meguri/models"
)

// start is when the event of the tests begins; it ends ninety minutes later.
var start = time.Date(2025, 11, 29, 4, 0, 0, 0, time.UTC)

func at(minute int) time.Time { return start.Add(time.Duration(minute) * time.Minute) }

func equal[T any](t *testing.T, what string, got, want T) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

func talk(id, room string, from, until int) models.Session {
	s := models.Session{ID: id, Kind: models.SessionTalk, StartsAt: at(from), EndsAt: at(until)}
	if room != "" {
		s.RoomID = &room
	}
	return s
}

func in(minute int, door, place string) models.CheckIn {
	return models.CheckIn{
		ID: models.NewID(), Result: models.CheckInAdmitted, Direction: models.DirectionIn, ScannedAt: at(minute), Door: door,
		Place: place,
	}
}

func out(minute int, door, place string) models.CheckIn {
	c := in(minute, door, place)
	c.Result, c.Direction = models.CheckInLeft, models.DirectionOut
	return c
}

func online(from, until int, source models.PresenceSource, session string) models.Presence {
	return models.Presence{StartedAt: at(from), SeenAt: at(until), Source: source, SessionID: session}
}

// told is what is said of a session: minutes in all, those online, and the sources.
type told struct {
	Minutes, Online int
	InPerson        bool
	Sources         []Source
}

// Two rooms at the same time, then one session for all.
func TestSessionsAreAttendedAsTheirDoorsAndRoomsSay(t *testing.T) {
	sessions := []models.Session{
		talk("a", "hall", 0, 30), talk("b", "studio", 0, 30), talk("c", "hall", 30, 60),
		{ID: "pause", Kind: models.SessionBreak, StartsAt: at(60), EndsAt: at(70)}, talk("d", "", 70, 90),
	}
	event := &models.Event{StartsAt: start, EndsAt: at(90), TimeZone: "Asia/Tokyo"}
	none := told{}
	for name, c := range map[string]struct {
		scanned []string
		file    File
		want    []told // a, b, c, d
		minutes int
	}{
		"nobody": {nil, File{}, []told{none, none, none, none}, 0},
		"the venue's door alone: all that was on": {
			nil, File{Scans: []models.CheckIn{in(10, "main", ""), out(80, "main", "")}},
			[]told{
				{20, 0, true, []Source{CheckIn}}, {20, 0, true, []Source{CheckIn}}, {30, 0, true, []Source{CheckIn}},
				{10, 0, true, []Source{CheckIn}},
			}, 60, // the two at once count once
		},
		"a room's door: that session until they left, not the one beside": {
			[]string{"a", "b"},
			File{Scans: []models.CheckIn{in(-10, "main", ""), in(5, "hall-door", "hall"), out(25, "hall-door", "hall")}},
			[]told{
				{20, 0, true, []Source{Door}}, none, {30, 0, true, []Source{CheckIn}}, {20, 0, true, []Source{CheckIn}},
			}, 70,
		},
		"from one room to the other": {
			[]string{"a", "b"},
			File{Scans: []models.CheckIn{in(0, "hall-door", "hall"), in(12, "studio-door", "studio")}},
			[]told{
				{12, 0, true, []Source{Door}}, {18, 0, true, []Source{Door}}, {30, 0, true, []Source{CheckIn}},
				{20, 0, true, []Source{CheckIn}},
			}, 80,
		},
		"a door of one session: not the next in the room": {
			[]string{"a", "b", "c"}, File{Scans: []models.CheckIn{in(0, "of-a", "hall")}},
			[]told{{30, 0, true, []Source{Door}}, none, none, {20, 0, true, []Source{CheckIn}}}, 50,
		},
		"scanned twice at one door": {
			[]string{"a"}, File{Scans: []models.CheckIn{in(0, "of-a", "hall"), in(20, "of-a", "hall")}},
			[]told{
				{30, 0, true, []Source{Door}}, {30, 0, true, []Source{CheckIn}}, {30, 0, true, []Source{CheckIn}},
				{20, 0, true, []Source{CheckIn}},
			}, 80,
		},
		"online in our room and in a meeting: each minute once": {
			nil, File{Presences: []models.Presence{online(0, 20, models.FromRoom, ""), online(10, 40, models.FromZoom, "")}},
			[]told{
				{30, 30, false, []Source{Room, Zoom}}, {30, 30, false, []Source{Room, Zoom}}, {10, 10, false, []Source{Zoom}}, none,
			}, 40,
		},
		"a meeting that was one session": {
			nil, File{Presences: []models.Presence{online(0, 90, models.FromTeams, "b")}},
			[]told{none, {30, 30, false, []Source{Teams}}, none, none}, 30,
		},
		"at the venue and online at once": {
			nil, File{
				Scans:     []models.CheckIn{in(70, "main", ""), out(85, "main", "")},
				Presences: []models.Presence{online(80, 90, models.FromRoom, "")},
			},
			[]told{none, none, none, {20, 10, true, []Source{CheckIn, Room}}}, 20,
		},
		"a word where one session is on": {
			nil, File{Words: map[string]time.Time{"w": at(40)}},
			[]told{none, none, {0, 0, false, []Source{Word}}, none}, 0,
		},
		"a word where two are on: that in which they were": {
			[]string{"a", "b"},
			File{Scans: []models.CheckIn{in(0, "studio-door", "studio")}, Words: map[string]time.Time{"w": at(10)}},
			[]told{
				none, {30, 0, true, []Source{Door, Word}}, {30, 0, true, []Source{CheckIn}}, {20, 0, true, []Source{CheckIn}},
			}, 80,
		},
		"a word where two are on, of whom nothing else is known": {
			nil, File{Words: map[string]time.Time{"w": at(10)}}, []told{none, none, none, none}, 0,
		},
	} {
		t.Run(name, func(t *testing.T) {
			e := &Event{Event: event, Sessions: sessions, OfDoor: map[string]string{"of-a": "a"}, Scanned: map[string]bool{}}
			for _, id := range c.scanned {
				e.Scanned[id] = true
			}
			slices.Reverse(c.file.Scans)
			a := e.Of(&c.file)
			var got []told
			for _, s := range a.Sessions {
				got = append(got, told{s.Minutes, s.OnlineMinutes, s.InPerson, s.Sources})
			}
			equal(t, "sessions", got, c.want)
			equal(t, "minutes", a.Minutes, c.minutes)
		})
	}
}

// An event from Saturday to Sunday, by its clock.
func TestEachDayAtTheVenueIsAVisit(t *testing.T) {
	clock := func(text string) time.Time {
		wall, err := time.Parse("02 15:04", text)
		if err != nil {
			t.Fatal(err)
		}
		wall = time.Date(2027, 6, wall.Day(), wall.Hour(), wall.Minute(), 0, 0, time.UTC)
		return models.AtClock(wall, (&models.Event{TimeZone: "Asia/Tokyo"}).Zone()).UTC()
	}
	in := func(text string) models.CheckIn {
		return models.CheckIn{Result: models.CheckInAdmitted, ScannedAt: clock(text)}
	}
	out := func(text string) models.CheckIn {
		return models.CheckIn{Result: models.CheckInLeft, ScannedAt: clock(text)}
	}
	visit := func(from, until string) Visit {
		if until == "" {
			return Visit{From: clock(from)}
		}
		end := clock(until)
		return Visit{From: clock(from), Until: &end}
	}
	for name, c := range map[string]struct {
		scans    []models.CheckIn
		want     []Visit
		attended []bool // the session of Saturday, that of Saturday's night, and that of Sunday
	}{
		"in and out on both": {
			[]models.CheckIn{in("05 09:32"), out("05 14:32"), in("06 07:32"), out("06 09:32")},
			[]Visit{visit("05 09:32", "05 14:32"), visit("06 07:32", "06 09:32")}, []bool{true, false, false},
		},
		"never scanned on the way out": {
			[]models.CheckIn{in("05 09:32"), in("06 09:30")},
			[]Visit{visit("05 09:32", ""), visit("06 09:30", "")}, []bool{true, true, true},
		},
		"on the first only": {
			[]models.CheckIn{in("05 09:32")}, []Visit{visit("05 09:32", "")}, []bool{true, true, false},
		},
		"on the second only": {
			[]models.CheckIn{in("06 09:30")}, []Visit{visit("06 09:30", "")}, []bool{false, false, true},
		},
		"until late in the night": {
			[]models.CheckIn{in("05 20:00"), out("06 02:00")},
			[]Visit{visit("05 20:00", "06 02:00")}, []bool{false, true, false},
		},
		"with a walk between": {
			[]models.CheckIn{in("05 09:32"), out("05 12:00"), in("05 13:00"), out("05 17:00")},
			[]Visit{visit("05 09:32", "05 17:00")}, []bool{true, false, false},
		},
	} {
		t.Run(name, func(t *testing.T) {
			event := &models.Event{TimeZone: "Asia/Tokyo", StartsAt: clock("05 09:00"), EndsAt: clock("06 17:00")}
			slices.Reverse(c.scans)
			var got []bool
			sessions := []models.Session{
				{StartsAt: clock("05 10:00"), EndsAt: clock("05 11:00")},
				{StartsAt: clock("06 01:00"), EndsAt: clock("06 01:30")},
				{StartsAt: clock("06 10:00"), EndsAt: clock("06 11:00")},
			}
			a := (&Event{Event: event, Sessions: sessions}).Of(&File{Scans: c.scans})
			equal(t, "visits", a.Venue, c.want)
			for _, session := range a.Sessions {
				got = append(got, session.InPerson)
			}
			equal(t, "attended", got, c.attended)
		})
	}
}
