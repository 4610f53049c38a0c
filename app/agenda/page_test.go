package agenda_test

import (
	"testing"
	"time"

	"meguri/app/agenda"
	"meguri/models"
)

func TestTheStaffPageWarnsOfClashes(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		for _, title := range []string{"一", "二"} {
			in := f.input(title, 0, 10)
			in.Room = "大会議室"
			f.add(in)
		}
		clashes := f.staffPage().Clashes
		equal(t, "clashes", len(clashes), 1)
		equal(t, "room", clashes[0].Room.NameJa, "大会議室")
	})
}

func TestNamesThatCouldNotBeStoredAreShownAgain(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		page := f.twoRooms()
		page.ShowTyped(&agenda.NamesInput{
			IDs: []string{page.Rooms[1].ID, "unknown"}, NamesJa: []string{"", "知らない"}, NamesEn: []string{"Lobby", ""},
		})
		equal(t, "rooms", namesOf(page.Rooms), []string{"大会議室/", "/Lobby"})
		equal(t, "rooms are open", page.RoomsOpen, true)
		equal(t, "tracks are open", page.TracksOpen, false)
	})
}

func TestANewSession(t *testing.T) {
	summer := time.Date(2030, 3, 31, 0, 45, 0, 0, time.UTC) // 15 minutes before Berlin's clocks are put forward
	sessionUntil := func(until time.Time) []models.Session { return []models.Session{{}, {EndsAt: until}} }
	for name, c := range map[string]struct {
		zone       string
		sessions   []models.Session
		starts     string
		ends       string
		eventStart time.Time
	}{
		"begins with the event": {"Asia/Tokyo", nil, "2026-09-20T13:00", "2026-09-20T13:30", start},
		"follows the last one": {
			"Asia/Tokyo", sessionUntil(start.Add(35 * time.Minute)), "2026-09-20T13:35", "2026-09-20T14:05", start,
		},
		"lasts half an hour where the clock is put forward": {
			"Europe/Berlin", nil, "2030-03-31T01:45", "2030-03-31T03:15", summer,
		},
	} {
		t.Run(name, func(t *testing.T) {
			in := agenda.NextInput(&models.Event{TimeZone: c.zone, StartsAt: c.eventStart}, c.sessions)
			equal(t, "starts at", in.StartsAt, c.starts)
			equal(t, "ends at", in.EndsAt, c.ends)
			equal(t, "has an id", models.ValidID(in.ID), true)
		})
	}
}

func TestTheFormOfANewSessionOffersRoomsAndTracks(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		f.twoRooms()
		page, err := f.agenda.NewSessionPage(t.Context(), f.event)
		f.must(err)
		equal(t, "rooms", namesOf(page.Rooms), []string{"大会議室/", "ロビー/"})
		equal(t, "tracks", namesOf(page.Tracks), []string{"大会議室の流れ/", "ロビーの流れ/"})
		equal(t, "starts at", page.Input.StartsAt, f.input("", 20, 50).StartsAt)
	})
}

func TestTheFormOfASessionHasWhatWasTyped(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		in := f.input("開会", 0, 10)
		in.TitleEn, in.Kind, in.Language = "Opening", models.SessionOpening, "both"
		in.Room, in.Track, in.SpeakersInput = "大会議室", "対話", speakers(models.Speaker{OrganizationJa: "川崎市", NameJa: "市長"})
		in.DescriptionJa, in.DescriptionEn = "一\n二", "one"
		id := f.add(in).ID
		page, err := f.agenda.SessionPage(t.Context(), f.event, id)
		f.must(err)
		in.ID, in.Version = "", 1
		equal(t, "input", page.Input, in)
		equal(t, "session", page.Session.ID, id)
	})
}
