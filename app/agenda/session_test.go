package agenda_test

import (
	"testing"

	"meguri/app/agenda"
	"meguri/models"
	"meguri/models/modelstest"
)

func TestASessionIsMadeWithItsRoomAndTrack(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		in := f.input("開会（第１部）", 0, 10)
		in.Room, in.Track = " 大会議室 ", "対話"
		s := f.add(in)
		equal(t, "title", s.TitleJa, "開会（第１部）")
		equal(t, "room", s.Room.NameJa, "大会議室")
		equal(t, "track", s.Track.NameJa, "対話")
		equal(t, "version", s.Version, 1)
		equal(t, "activities", f.activities(), []models.ActivityKind{models.ActivitySessionChanged})
	})
}

func TestASessionIsMadeOnceHoweverOftenItIsSent(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		in := f.input("開会", 0, 10)
		f.add(in)
		f.add(in)
		equal(t, "sessions", len(f.sessions()), 1)
		equal(t, "activities", len(f.activities()), 1)
	})
}

func TestSavingWhatIsShownChangesNothing(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		in := f.input("開会", 0, 10)
		in.TitleEn, in.DescriptionJa, in.Room, in.Track = "Opening", "一\n二", "大会議室", "対話"
		in.SpeakersInput = speakers(english,
			models.Speaker{NameJa: "進行役", RoleJa: "司会"}, models.Speaker{OrganizationEn: "NEC", NameEn: "Alice"})
		before := f.add(in)
		page, err := f.agenda.SessionPage(t.Context(), f.event, before.ID)
		f.must(err)
		after := f.save(before, page.Input)
		before.Version, before.UpdatedAt = after.Version, after.UpdatedAt
		equal(t, "session", after, before)
	})
}

func TestCalendarsNoticeATimeATitleAndARoom(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		in := f.input("開会", 0, 10)
		in.Room = "大会議室"
		s := f.add(in)
		f.must(f.agenda.NameRooms(t.Context(), f.event, &agenda.NamesInput{
			IDs: []string{*s.RoomID}, NamesJa: []string{"大会議室"}, NamesEn: []string{"Hall"},
		}))
		for _, c := range []struct {
			what   string
			change func()
			want   int
		}{
			{"a description", func() { in.DescriptionJa = "説明" }, 0},
			{"the English name of the same room", func() { in.Room = "Hall" }, 0},
			{"another room", func() { in.Room = "小会議室" }, 1},
			{"no room", func() { in.Room = "" }, 2},
			{"a title", func() { in.TitleEn = "Opening" }, 3},
			{"a time", func() { in.EndsAt = f.input("", 0, 15).EndsAt }, 4},
		} {
			c.change()
			s = f.save(s, in)
			equal(t, "sequence after "+c.what, s.Sequence, c.want)
		}
	})
}

func TestOneTitleIsEnough(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		in := f.input("", 0, 10)
		in.TitleEn = "Opening"
		equal(t, "title", f.add(in).TitleEn, "Opening")
	})
}

func TestWhatCannotBeInAnAgendaIsRefused(t *testing.T) {
	db := modelstest.OnSQLite(t)
	f := &fixture{t, db, newService(t, db), modelstest.Summit(t, db, "summit")}
	type input = agenda.SessionInput
	for name, c := range map[string]struct {
		change     func(in *input)
		field, key string
	}{
		"no title":            {func(in *input) { in.TitleJa = "　" }, "title_ja", "field.required"},
		"a long title":        {func(in *input) { in.TitleEn = characters(201) }, "title_en", "field.too_long"},
		"an end at the start": {func(in *input) { in.EndsAt = in.StartsAt }, "ends_at", "event.ends_before"},
		"another year": {func(in *input) {
			in.StartsAt, in.EndsAt = "2020-01-01T10:00", "2020-01-01T11:00"
		}, "starts_at", "agenda.outside"},
		"no time":             {func(in *input) { in.StartsAt = "" }, "starts_at", "field.time"},
		"an unknown kind":     {func(in *input) { in.Kind = "party" }, "kind", "field.choice"},
		"an unknown language": {func(in *input) { in.Language = "xx" }, "language", "field.choice"},
		"31 speakers":         {func(in *input) { in.SpeakersInput = crowd(31) }, "speaker_ja", "agenda.many_speakers"},
		"a role alone": {func(in *input) {
			in.NamesJa, in.RolesJa = []string{""}, []string{"司会"}
		}, "speaker_ja", "agenda.speaker_nameless"},
		"a long speaker": {func(in *input) { in.NamesJa = []string{characters(201)} }, "speaker_ja", "field.too_long"},
		"a long room":    {func(in *input) { in.Room = characters(201) }, "room", "field.too_long"},
		"a long track":   {func(in *input) { in.Track = characters(201) }, "track", "field.too_long"},
		"a long description": {func(in *input) {
			in.DescriptionJa = characters(10_001)
		}, "description_ja", "field.too_long"},
	} {
		t.Run(name, func(t *testing.T) {
			in := f.input("開会", 0, 10)
			c.change(in)
			err := f.agenda.Save(t.Context(), f.event, "", in)
			equal(t, "fault", faultOf(err, c.field), c.key)
			equal(t, "sessions", len(f.sessions()), 0)
		})
	}
	t.Run("30 speakers are fine", func(t *testing.T) {
		in := f.input("開会", 0, 10)
		in.SpeakersInput = crowd(30)
		f.must(f.agenda.Save(t.Context(), f.event, "", in))
	})
}

func TestAnHourThatTheClockSkipsIsRefused(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		f.event.TimeZone = "Europe/Berlin"
		in := f.input("朝", 0, 10)
		in.StartsAt, in.EndsAt = "2030-03-31T02:30", "2030-03-31T03:30"
		err := f.agenda.Save(t.Context(), f.event, "", in)
		equal(t, "fault", faultOf(err, "starts_at"), "event.no_such_time")
	})
}

func TestTheSecondEditorOfASessionIsTold(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		s := f.add(f.input("開会", 0, 10))
		f.save(s, f.input("先の題名", 0, 10))
		for _, version := range []int{0, 1, 3} {
			in := f.input("後の題名", 0, 10)
			in.Version = version
			wantCode(t, f.agenda.Save(t.Context(), f.event, s.ID, in), models.CodeConflict)
		}
		equal(t, "title", f.session(s.ID).TitleJa, "先の題名")
		equal(t, "sequence", f.session(s.ID).Sequence, 1)
	})
}

func TestAnotherEventsSessionIsNotFound(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		s := f.add(f.input("開会", 0, 10))
		other := modelstest.Summit(t, f.db, "other")
		in := f.input("奪われた題名", 0, 10)
		in.Version = s.Version
		wantCode(t, f.agenda.Save(t.Context(), other, s.ID, in), models.CodeNotFound)
		wantCode(t, f.agenda.SetCancelled(t.Context(), other, s.ID, true), models.CodeNotFound)
		wantCode(t, f.agenda.Delete(t.Context(), other, s.ID), models.CodeNotFound)
		_, err := f.agenda.SessionPage(t.Context(), other, s.ID)
		wantCode(t, err, models.CodeNotFound)
		equal(t, "session", f.session(s.ID), s)
	})
}

func TestACancelledSessionStaysAndMayComeBack(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		id := f.add(f.input("開会", 0, 10)).ID
		f.must(f.agenda.SetCancelled(t.Context(), f.event, id, true))
		cancelled := f.session(id)
		if cancelled.CancelledAt == nil {
			t.Error("it takes place")
		}
		equal(t, "sequence", cancelled.Sequence, 1)
		equal(t, "version", cancelled.Version, 2)
		f.must(f.agenda.SetCancelled(t.Context(), f.event, id, false))
		restored := f.session(id)
		if restored.CancelledAt != nil {
			t.Error("it does not take place")
		}
		equal(t, "sequence", restored.Sequence, 2)
		equal(t, "activities", f.activities(), []models.ActivityKind{
			models.ActivitySessionChanged, models.ActivitySessionCancelled, models.ActivitySessionRestored,
		})
	})
}

func TestEditingACancelledSessionKeepsItCancelled(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		id := f.add(f.input("開会", 0, 10)).ID
		f.must(f.agenda.SetCancelled(t.Context(), f.event, id, true))
		if s := f.save(f.session(id), f.input("開会式", 0, 10)); s.CancelledAt == nil {
			t.Error("it takes place")
		}
	})
}

func TestADeletedSessionTakesItsRoomTrackAndSpeakersAlong(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		in := f.input("開会", 0, 10)
		in.Room, in.Track, in.NamesJa = "大会議室", "対話", []string{"市長"}
		s := f.add(in)
		f.must(f.agenda.Delete(t.Context(), f.event, s.ID))
		wantCode(t, f.agenda.Delete(t.Context(), f.event, s.ID), models.CodeNotFound)
		f.publish()
		page := f.staffPage()
		equal(t, "sessions", len(page.Sessions), 0)
		equal(t, "rooms", namesOf(page.Rooms), nil)
		equal(t, "tracks", namesOf(page.Tracks), nil)
		again := f.add(in)
		if again.Speakers[0].SpeakerID == s.Speakers[0].SpeakerID {
			t.Error("the speaker is still there")
		}
	})
}

func TestARoomGoesWithItsLastSessionOnly(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		first, second := f.input("一", 0, 10), f.input("二", 10, 20)
		first.Room, second.Room = "大会議室", "大会議室"
		s := f.add(first)
		f.add(second)
		first.Room = "小会議室"
		s = f.save(s, first)
		equal(t, "rooms", namesOf(f.staffPage().Rooms), []string{"大会議室/", "小会議室/"})
		f.must(f.agenda.Delete(t.Context(), f.event, s.ID))
		f.publish()
		equal(t, "rooms", namesOf(f.staffPage().Rooms), []string{"大会議室/"})
	})
}

func TestCleaningUpLeavesOtherEventsAlone(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		other := modelstest.Summit(t, f.db, "other")
		modelstest.Session(t, f.db, other, models.Session{
			TitleJa: "よそ", StartsAt: other.StartsAt, EndsAt: other.EndsAt, Room: &models.Room{NameJa: "大会議室"},
			Speakers: []models.SessionSpeaker{{Speaker: models.Speaker{NameJa: "市長"}}},
		})
		in := f.input("開会", 0, 10)
		in.Room = "大会議室"
		f.must(f.agenda.Delete(t.Context(), f.event, f.add(in).ID))
		f.publish()
		equal(t, "rooms here", namesOf(f.staffPage().Rooms), nil)
		page, err := f.agenda.StaffPage(t.Context(), other)
		f.must(err)
		equal(t, "rooms there", namesOf(page.Rooms), []string{"大会議室/"})
		equal(t, "speakers there", len(page.Sessions[0].Speakers), 1)
	})
}
