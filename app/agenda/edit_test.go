package agenda_test

import (
	"errors"
	"testing"

	"meguri/app/agenda"
	"meguri/models"
	"meguri/models/modelstest"
)

// desk is where the agenda of an event is made.
type desk struct {
	t      *testing.T
	db     *models.DB
	agenda *agenda.Service
	event  *models.Event
}

func atDesk(t *testing.T, test func(t *testing.T, d *desk)) {
	t.Helper()
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		test(t, &desk{t, db, agenda.New(db), modelstest.Summit(t, db, "summit")})
	})
}

func (d *desk) must(err error) {
	d.t.Helper()
	if err != nil {
		d.t.Fatal(err)
	}
}

// draft is a session that lasts from one minute of the event to another.
func (d *desk) draft(title string, from, until int) agenda.Draft {
	clock := func(minutes int) string {
		return d.event.Local(d.event.StartsAt).Add(minutesOf(minutes)).Format("2006-01-02T15:04")
	}
	return agenda.Draft{TitleJa: title, StartsAt: clock(from), EndsAt: clock(until), Kind: models.SessionTalk, Language: "ja"}
}

func (d *desk) sessions() []models.Session {
	d.t.Helper()
	list, err := d.db.Query(d.t.Context()).Sessions().OfEvent(d.event)
	d.must(err)
	return list
}

func (d *desk) rooms() (names []string) {
	d.t.Helper()
	list, err := d.db.Query(d.t.Context()).Rooms().OfEvent(d.event)
	d.must(err)
	for _, r := range list {
		names = append(names, r.NameJa+"/"+r.NameEn)
	}
	return names
}

func TestRoomsTracksAndSpeakersAreMadeWithTheSession(t *testing.T) {
	atDesk(t, func(t *testing.T, d *desk) {
		in := d.draft("開会（第１部）", 0, 10)
		in.Room, in.Track, in.Speakers = "大会議室", "対話", "川崎市 | 市長 | City of Kawasaki | Mayor\r\n進行役\r\n| | NEC | Alice"
		d.must(d.agenda.Save(t.Context(), d.event, "", 0, in))
		s := d.sessions()[0]
		if s.TitleJa != "開会（第１部）" || s.Room.NameJa != "大会議室" || s.Track.NameJa != "対話" || len(s.Speakers) != 3 || s.Speakers[1].Speaker.NameJa != "進行役" {
			t.Fatalf("%+v", s)
		}
		if got, want := agenda.Written(s.Speakers), "川崎市 | 市長 | City of Kawasaki | Mayor\n | 進行役\n |  | NEC | Alice"; got != want {
			t.Errorf("written as %q, want %q", got, want)
		}
		in.Speakers = agenda.Written(s.Speakers)
		d.must(d.agenda.Save(t.Context(), d.event, s.ID, s.Version, in))
		if again := d.sessions()[0]; len(again.Speakers) != 3 || again.Speakers[2].SpeakerID != s.Speakers[2].SpeakerID || again.Sequence != 0 {
			t.Errorf("saving what was shown changed it: %+v", again)
		}
		in.Room, in.Speakers = "小会議室", ""
		d.must(d.agenda.Save(t.Context(), d.event, s.ID, s.Version+1, in))
		if rooms := d.rooms(); len(rooms) != 1 || rooms[0] != "小会議室/" || d.sessions()[0].Sequence != 1 {
			t.Errorf("%q, sequence %d", rooms, d.sessions()[0].Sequence)
		}
	})
}

func TestASpeakerOfTwoSessionsIsOne(t *testing.T) {
	atDesk(t, func(t *testing.T, d *desk) {
		first, second := d.draft("一", 0, 10), d.draft("二", 5, 15)
		first.Speakers, second.Speakers = "川崎市 | 市長 | City | Mayor", "川崎市｜市長"
		d.must(d.agenda.Save(t.Context(), d.event, "", 0, first))
		d.must(d.agenda.Save(t.Context(), d.event, "", 0, second))
		sessions := d.sessions()
		if sessions[0].Speakers[0].SpeakerID != sessions[1].Speakers[0].SpeakerID || sessions[1].Speakers[0].Speaker.NameEn != "Mayor" {
			t.Errorf("%+v", sessions[1].Speakers)
		}
		if clashes := agenda.Clashes(sessions); len(clashes) != 1 || clashes[0].Speaker.NameJa != "市長" {
			t.Errorf("%+v", clashes)
		}
		d.must(d.agenda.Save(t.Context(), d.event, sessions[1].ID, 1, second)) // its editor saw the English name and took it out
		if s := d.sessions()[0]; s.Speakers[0].Speaker.NameEn != "" {
			t.Errorf("%+v", s.Speakers)
		}
	})
}

func TestWhatCannotBeInAnAgendaIsRefused(t *testing.T) {
	atDesk(t, func(t *testing.T, d *desk) {
		for name, c := range map[string]struct {
			change     func(*agenda.Draft)
			field, key string
		}{
			"no title":             {func(in *agenda.Draft) { in.TitleJa = "　" }, "title_ja", "field.required"},
			"an end at the start":  {func(in *agenda.Draft) { in.EndsAt = in.StartsAt }, "ends_at", "event.ends_before"},
			"another year":         {func(in *agenda.Draft) { in.StartsAt, in.EndsAt = "2020-01-01T10:00", "2020-01-01T11:00" }, "starts_at", "agenda.outside"},
			"no time":              {func(in *agenda.Draft) { in.StartsAt = "" }, "starts_at", "field.time"},
			"an unknown kind":      {func(in *agenda.Draft) { in.Kind = "party" }, "kind", "field.choice"},
			"an unknown language":  {func(in *agenda.Draft) { in.Language = "xx" }, "language", "field.choice"},
			"31 speakers":          {func(in *agenda.Draft) { in.Speakers = lines(31) }, "speakers", "agenda.many_speakers"},
			"a name of 201 signs":  {func(in *agenda.Draft) { in.Room = signs(201) }, "room", "event.line_long"},
			"30 speakers are fine": {func(in *agenda.Draft) { in.Speakers = lines(30) }, "", ""},
		} {
			in := d.draft("開会", 0, 10)
			c.change(&in)
			err := d.agenda.Save(t.Context(), d.event, "", 0, in)
			var known *models.Error
			ok := errors.As(err, &known)
			if (c.key == "" && err != nil) || (c.key != "" && (!ok || known.Fields[c.field] != c.key)) {
				t.Errorf("%s: %#v", name, err)
			}
		}
	})
}

func TestTheSecondEditorOfASessionIsTold(t *testing.T) {
	atDesk(t, func(t *testing.T, d *desk) {
		in := d.draft("開会", 0, 10)
		in.ID = models.NewID()
		d.must(d.agenda.Save(t.Context(), d.event, "", 0, in))
		d.must(d.agenda.Save(t.Context(), d.event, "", 0, in)) // a double click
		if n := len(d.sessions()); n != 1 {
			t.Fatalf("%d sessions", n)
		}
		in.TitleJa = "先の題名"
		d.must(d.agenda.Save(t.Context(), d.event, in.ID, 1, in))
		in.TitleJa = "後の題名"
		for _, version := range []int{1, 0} {
			if err := d.agenda.Save(t.Context(), d.event, in.ID, version, in); models.CodeOf(err) != models.CodeConflict {
				t.Errorf("version %d: %v", version, err)
			}
		}
		if s := d.sessions()[0]; s.TitleJa != "先の題名" || s.Sequence != 1 {
			t.Errorf("%+v", s)
		}
		other := modelstest.Summit(t, d.db, "other")
		if err := d.agenda.Save(t.Context(), other, in.ID, 2, in); models.CodeOf(err) != models.CodeNotFound {
			t.Errorf("another event's session: %v", err)
		}
	})
}

func TestCancelledSessionsStayAndDeletedOnesGo(t *testing.T) {
	atDesk(t, func(t *testing.T, d *desk) {
		in := d.draft("開会", 0, 10)
		in.Room, in.Speakers = "大会議室", "市長"
		d.must(d.agenda.Save(t.Context(), d.event, "", 0, in))
		id := d.sessions()[0].ID
		d.must(d.agenda.SetCancelled(t.Context(), d.event, id, true))
		if s := d.sessions()[0]; s.CancelledAt == nil || s.Sequence != 1 || s.Version != 2 {
			t.Errorf("%+v", s)
		}
		d.must(d.agenda.SetCancelled(t.Context(), d.event, id, false))
		if s := d.sessions()[0]; s.CancelledAt != nil || s.Sequence != 2 {
			t.Errorf("%+v", s)
		}
		d.must(d.agenda.Delete(t.Context(), d.event, id))
		if len(d.sessions()) != 0 || len(d.rooms()) != 0 {
			t.Errorf("left: %v %v", d.sessions(), d.rooms())
		}
		for _, err := range []error{d.agenda.Delete(t.Context(), d.event, id), d.agenda.SetCancelled(t.Context(), d.event, id, true)} {
			if models.CodeOf(err) != models.CodeNotFound {
				t.Error(err)
			}
		}
	})
}

func TestRoomsHaveNamesInBothLanguages(t *testing.T) {
	atDesk(t, func(t *testing.T, d *desk) {
		for i, room := range []string{"大会議室", "ロビー"} {
			in := d.draft(room, i, i+10)
			in.Room = room
			d.must(d.agenda.Save(t.Context(), d.event, "", 0, in))
		}
		rooms, err := d.db.Query(t.Context()).Rooms().OfEvent(d.event)
		d.must(err)
		names := []agenda.Name{{ID: rooms[1].ID, Ja: "ロビー", En: "Lobby"}, {ID: rooms[0].ID, Ja: "大ホール", En: "Hall"}}
		d.must(d.agenda.NameRooms(t.Context(), d.event, names))
		if got := d.rooms(); len(got) != 2 || got[0] != "ロビー/Lobby" || got[1] != "大ホール/Hall" {
			t.Errorf("%q", got)
		}
		names[0].Ja = " "
		if err := d.agenda.NameRooms(t.Context(), d.event, names); models.CodeOf(err) != models.CodeInvalid {
			t.Error(err)
		}
		other := modelstest.Summit(t, d.db, "other")
		if err := d.agenda.NameRooms(t.Context(), other, names[1:]); models.CodeOf(err) != models.CodeNotFound {
			t.Errorf("another event's room: %v", err)
		}
	})
}
