package models_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"meguri/models"
	"meguri/models/modelstest"
)

// sessionsOf lists an event's agenda.
func sessionsOf(t *testing.T, db *models.DB, event *models.Event) []models.Session {
	t.Helper()
	list, err := db.Query(t.Context()).Sessions().OfEvent(event)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func talk(event *models.Event, title string, minutes int) models.Session {
	from := event.StartsAt.Add(time.Duration(minutes) * time.Minute)
	return models.Session{TitleJa: title, StartsAt: from, EndsAt: from.Add(10 * time.Minute)}
}

func TestAShiftOfTheAgendaIsNoticed(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		event, other := modelstest.Summit(t, db, "here"), modelstest.Summit(t, db, "elsewhere")
		first := modelstest.Session(t, db, event, talk(event, "一", 0))
		second := modelstest.Session(t, db, event, talk(event, "二", 10))
		modelstest.Session(t, db, other, talk(other, "よそ", 0))
		modelstest.Write(t, db, func(tx *models.Tx) error {
			return tx.Sessions().Shift(event, func(t time.Time) time.Time { return t.Add(time.Hour) })
		})
		for i, before := range []*models.Session{first, second} {
			after := sessionsOf(t, db, event)[i]
			if !after.StartsAt.Equal(before.StartsAt.Add(time.Hour)) {
				t.Errorf("%s starts at %v", after.TitleJa, after.StartsAt)
			}
			if !after.EndsAt.Equal(before.EndsAt.Add(time.Hour)) {
				t.Errorf("%s ends at %v", after.TitleJa, after.EndsAt)
			}
			if after.Sequence != 1 {
				t.Errorf("%s has sequence %d", after.TitleJa, after.Sequence)
			}
			if after.Version != 2 {
				t.Errorf("%s has version %d", after.TitleJa, after.Version)
			}
		}
		if there := sessionsOf(t, db, other)[0]; there.Sequence != 0 {
			t.Error("another event's session moved too")
		}
		activities := modelstest.Activities(t, db, event)
		if len(activities) != 2 {
			t.Fatalf("%d activities", len(activities))
		}
		for i, want := range []string{second.ID, first.ID} {
			if a := activities[i]; a.Kind != models.ActivitySessionChanged || a.SubjectID != want {
				t.Errorf("%s of %s, want one of %s", a.Kind, a.SubjectID, want)
			}
		}
	})
}

func TestTheAgendaIsCopied(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		from, to := modelstest.Summit(t, db, "from"), modelstest.Summit(t, db, "to")
		original := talk(from, "開会", 0)
		original.Room, original.Track = &models.Room{NameJa: "大会議室"}, &models.Track{NameJa: "対話"}
		original.Speakers = []models.SessionSpeaker{
			{Speaker: models.Speaker{NameJa: "乙"}}, {Speaker: models.Speaker{NameJa: "甲"}},
		}
		cancelled := modelstest.Session(t, db, from, original)
		modelstest.Session(t, db, from, talk(from, "休憩", 10))
		modelstest.Write(t, db, func(tx *models.Tx) error {
			if err := tx.Sessions().SetCancelled(from, cancelled.ID, true); err != nil {
				return err
			}
			return tx.Sessions().CopyAll(from, to, stay)
		})
		copies := sessionsOf(t, db, to)
		if len(copies) != 2 {
			t.Fatalf("%d copies", len(copies))
		}
		opening, pause := copies[0], copies[1]
		if opening.ID == cancelled.ID {
			t.Error("the copy has the id of the original")
		}
		want := original
		want.ID, want.EventID, want.Version, want.Kind, want.Language = opening.ID, to.ID, 1, models.SessionTalk, "ja"
		want.Room = &models.Room{EventID: to.ID, NameJa: "大会議室"}
		want.Track = &models.Track{EventID: to.ID, NameJa: "対話"}
		ignored := cmp.Options{
			cmpopts.IgnoreFields(models.Session{}, "RoomID", "TrackID", "Speakers", "CreatedAt", "UpdatedAt"),
			cmpopts.IgnoreFields(models.Room{}, "ID"),
			cmpopts.IgnoreFields(models.Track{}, "ID"),
		}
		if diff := cmp.Diff(want, opening, ignored); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		if pause.RoomID != nil {
			t.Error("a session without a room has one")
		}
		if pause.TrackID != nil {
			t.Error("a session without a track has one")
		}
		if len(pause.Speakers) != 0 {
			t.Error("a session without speakers has some")
		}
		var names string
		for _, link := range opening.Speakers {
			if link.Speaker.EventID != to.ID {
				t.Errorf("%s belongs to the first event", link.Speaker.NameJa)
			}
			names += link.Speaker.NameJa
		}
		if names != "乙甲" {
			t.Errorf("speakers %s", names)
		}
		left := sessionsOf(t, db, from)
		if len(left) != 2 {
			t.Fatalf("the first event has %d sessions", len(left))
		}
		if left[0].CancelledAt == nil {
			t.Error("the first event's session takes place again")
		}
	})
}

func TestAnEmptyAgendaIsCopied(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		from, to := modelstest.Summit(t, db, "from"), modelstest.Summit(t, db, "to")
		modelstest.Write(t, db, func(tx *models.Tx) error { return tx.Sessions().CopyAll(from, to, stay) })
		if n := len(sessionsOf(t, db, to)); n != 0 {
			t.Errorf("%d sessions", n)
		}
	})
}

func stay(at time.Time) time.Time { return at }
