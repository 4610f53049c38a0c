package agenda_test

import (
	"errors"
	"testing"

	"meguri/app/agenda"
	"meguri/models"
	"meguri/models/modelstest"
)

// twoRooms makes two sessions, each in a room and a track of its own.
func (f *fixture) twoRooms() *agenda.StaffPage {
	f.t.Helper()
	for i, name := range []string{"大会議室", "ロビー"} {
		in := f.input(name, 10*i, 10*i+10)
		in.Room, in.Track = name, name+"の流れ"
		f.add(in)
	}
	return f.staffPage()
}

func TestRoomsAreNamedAndOrdered(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		rooms := f.twoRooms().Rooms
		f.must(f.agenda.NameRooms(t.Context(), f.event, &agenda.NamesInput{
			IDs:     []string{rooms[1].ID, rooms[0].ID},
			NamesJa: []string{"ロビー", " 大ホール"},
			NamesEn: []string{"Lobby", "Hall"},
		}))
		equal(t, "rooms", namesOf(f.staffPage().Rooms), []string{"ロビー/Lobby", "大ホール/Hall"})
	})
}

func TestTracksAreNamedAndOrdered(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		tracks := f.twoRooms().Tracks
		f.must(f.agenda.NameTracks(t.Context(), f.event, &agenda.NamesInput{
			IDs: []string{tracks[1].ID, tracks[0].ID}, NamesJa: []string{"対話", "紹介"}, NamesEn: []string{"Talk", ""},
		}))
		equal(t, "tracks", namesOf(f.staffPage().Tracks), []string{"対話/Talk", "紹介/"})
		equal(t, "rooms", namesOf(f.staffPage().Rooms), []string{"大会議室/", "ロビー/"})
	})
}

func TestARoomIsFoundByItsEnglishName(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		room := f.twoRooms().Rooms[0]
		f.must(f.agenda.NameRooms(t.Context(), f.event, &agenda.NamesInput{
			IDs: []string{room.ID}, NamesJa: []string{"大会議室"}, NamesEn: []string{"Hall"},
		}))
		in := f.input("三", 20, 30)
		in.Room = "Hall"
		equal(t, "room", *f.add(in).RoomID, room.ID)
	})
}

func TestNamesThatCannotBeStored(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		room := f.twoRooms().Rooms[0]
		for name, c := range map[string]struct{ ja, en string }{
			"no Japanese name":     {" ", "Hall"},
			"a long Japanese name": {characters(201), ""},
			"a long English name":  {"大会議室", characters(201)},
		} {
			t.Run(name, func(t *testing.T) {
				err := f.agenda.NameRooms(t.Context(), f.event, &agenda.NamesInput{
					IDs: []string{room.ID}, NamesJa: []string{c.ja}, NamesEn: []string{c.en},
				})
				wantCode(t, err, models.CodeInvalid)
				equal(t, "rooms", namesOf(f.staffPage().Rooms), []string{"大会議室/", "ロビー/"})
			})
		}
	})
}

func TestAnotherEventsRoomsAreNotNamed(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		page, other := f.twoRooms(), modelstest.Summit(t, f.db, "other")
		in := &agenda.NamesInput{IDs: []string{page.Rooms[0].ID}, NamesJa: []string{"奪われた部屋"}, NamesEn: []string{""}}
		wantCode(t, f.agenda.NameRooms(t.Context(), other, in), models.CodeNotFound)
		in.IDs[0] = page.Tracks[0].ID
		wantCode(t, f.agenda.NameTracks(t.Context(), other, in), models.CodeNotFound)
		wantCode(t, f.agenda.NameRooms(t.Context(), f.event, in), models.CodeNotFound) // a track is no room
		equal(t, "rooms", namesOf(f.staffPage().Rooms), []string{"大会議室/", "ロビー/"})
	})
}

func TestAFormOfNamesHasBothOfEach(t *testing.T) {
	for name, c := range map[string]struct {
		in   agenda.NamesInput
		want bool
	}{
		"both":  {agenda.NamesInput{IDs: []string{"a"}, NamesJa: []string{"一"}, NamesEn: []string{""}}, true},
		"none":  {agenda.NamesInput{}, true},
		"one":   {agenda.NamesInput{IDs: []string{"a"}, NamesJa: []string{"一"}}, false},
		"no id": {agenda.NamesInput{NamesJa: []string{"一", "二"}, NamesEn: []string{"", ""}}, false},
	} {
		t.Run(name, func(t *testing.T) { equal(t, "complete", c.in.Complete(), c.want) })
	}
}

func TestARoomIsFoundInAnyWidth(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		first := f.input("一", 0, 10)
		first.Room, first.Track = "会議室１", "ﾄﾗｯｸＡ"
		f.add(first)
		for _, c := range []struct{ room, track string }{{"会議室1", "トラックA"}, {"会議室 1", "トラックa"}, {"会議室　１", "トラック Ａ"}} {
			in := f.input("二", 0, 10)
			in.Room, in.Track = c.room, c.track
			f.add(in)
		}
		equal(t, "rooms", namesOf(f.staffPage().Rooms), []string{"会議室１/"})
		equal(t, "tracks", namesOf(f.staffPage().Tracks), []string{"ﾄﾗｯｸＡ/"})
		equal(t, "clashes", len(f.staffPage().Clashes), 6)
	})
}

func TestTwoRoomsHaveTwoNames(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		page := f.twoRooms()
		for name, c := range map[string]struct{ ja, en []string }{
			"in Japanese":                   {[]string{"大会議室", "大会議室"}, []string{"", ""}},
			"in another width":              {[]string{"会議室１", "会議室1"}, []string{"", ""}},
			"in English":                    {[]string{"大会議室", "ロビー"}, []string{"Hall", "hall"}},
			"in one language and the other": {[]string{"Hall", "ロビー"}, []string{"", "Hall"}},
		} {
			t.Run(name, func(t *testing.T) {
				in := &agenda.NamesInput{IDs: []string{page.Rooms[0].ID, page.Rooms[1].ID}, NamesJa: c.ja, NamesEn: c.en}
				wantCode(t, f.agenda.NameRooms(t.Context(), f.event, in), models.CodeInvalid)
				in.IDs = []string{page.Tracks[0].ID, page.Tracks[1].ID}
				wantCode(t, f.agenda.NameTracks(t.Context(), f.event, in), models.CodeInvalid)
				equal(t, "rooms", namesOf(f.staffPage().Rooms), []string{"大会議室/", "ロビー/"})
			})
		}
	})
}

// Until 055f3f5 a room could be given the name of another.
func TestAnEditLeavesASessionInItsRoom(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		rooms := []models.Room{{ID: models.NewID(), NameJa: "大会議室"}, {ID: models.NewID(), NameJa: "大会議室", Position: 1}}
		var tracks []models.Track
		var sessions []models.Session
		for i := range rooms {
			rooms[i].EventID = f.event.ID
			tracks = append(tracks, models.Track{ID: models.NewID(), EventID: f.event.ID, NameJa: "流れ", Position: i})
			s := session("話", 10*i, 10, &rooms[i])
			s.EventID, s.TrackID, s.Room, s.Version = f.event.ID, &tracks[i].ID, nil, 1
			sessions = append(sessions, s)
		}
		modelstest.Write(t, f.db, func(tx *models.Tx) error {
			return errors.Join(tx.InsertRows(rooms), tx.InsertRows(tracks), tx.InsertRows(sessions))
		})
		for i, s := range f.sessions() {
			in := f.input(s.TitleJa, 10*i, 10*i+10)
			in.Room, in.Track, in.DescriptionJa = "大会議室", "流れ", "くわしく"
			saved := f.save(s, in)
			equal(t, "room", *saved.RoomID, rooms[i].ID)
			equal(t, "track", *saved.TrackID, tracks[i].ID)
		}
	})
}
