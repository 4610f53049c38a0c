package summary

import (
	"context"
	"testing"
	"time"

	"meguri/app/service/i18n"
	"meguri/app/service/pdf"
	"meguri/models"
	"meguri/models/modelstest"
)

// a day at a summit of three sessions: 0–30, 30–60 and 60–90 minutes after its start.
type day struct {
	t     *testing.T
	db    *models.DB
	event *models.Event
	r     *models.Registration
}

func newDay(t *testing.T, db *models.DB, kind string) *day {
	t.Helper()
	event := modelstest.Summit(t, db, "summit-"+models.NewID())
	d := &day{t, db, event, modelstest.Registration(t, db, event, kind)}
	for i := range 3 {
		modelstest.Session(t, db, event, models.Session{
			TitleJa: "対話", Kind: models.SessionDiscussion, StartsAt: d.at(30 * i), EndsAt: d.at(30*i + 30),
		})
	}
	return d
}

func (d *day) at(minute int) time.Time {
	return d.event.StartsAt.Add(time.Duration(minute) * time.Minute)
}

func (d *day) write(do func(tx *models.Tx) error) {
	d.t.Helper()
	if err := d.db.InTx(d.t.Context(), do); err != nil {
		d.t.Fatal(err)
	}
}

func (d *day) scan(minute int, result models.CheckInResult, undone bool) {
	d.t.Helper()
	c := models.CheckIn{ID: models.NewID(), EventID: d.event.ID, RegistrationID: &d.r.ID, Door: "main", Direction: models.DirectionIn, Result: result, ScannedAt: d.at(minute)}
	d.write(func(tx *models.Tx) error {
		if _, err := tx.CheckIns().Insert([]models.CheckIn{c}); err != nil || !undone {
			return err
		}
		_, err := tx.CheckIns().MarkUndone(&c)
		return err
	})
}

func (d *day) watch(from, until int) {
	d.t.Helper()
	d.write(func(tx *models.Tx) error {
		return tx.Presences().Add(&models.Presence{EventID: d.event.ID, RegistrationID: d.r.ID, Tab: models.NewID(), StartedAt: d.at(from), SeenAt: d.at(until)})
	})
}

func (d *day) attendance() pdf.Summary {
	d.t.Helper()
	var s pdf.Summary
	if err := attendance(d.db.Query(d.t.Context()), d.event, d.r, &s); err != nil {
		d.t.Fatal(err)
	}
	return s
}

func TestAttendanceAtTheVenue(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		d := newDay(t, db, "venue")
		d.scan(-20, models.CheckInAdmitted, true)
		d.scan(-5, models.CheckInAdmitted, false)
		d.scan(10, models.CheckInAlready, false)
		d.scan(50, models.CheckInLeft, false)
		s := d.attendance()
		if s.VenueFrom == nil || !s.VenueFrom.Equal(d.at(-5)) || s.VenueUntil == nil || !s.VenueUntil.Equal(d.at(50)) || !s.Attended() {
			t.Errorf("from %v until %v", s.VenueFrom, s.VenueUntil)
		}
		for i, want := range []bool{true, true, false} {
			if s.Sessions[i].InPerson != want {
				t.Errorf("session %d: in person %v", i, s.Sessions[i].InPerson)
			}
		}
	})
}

func TestAttendanceOnlineLeavesARehearsalOut(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		d := newDay(t, db, "online")
		d.watch(-24*60, -24*60+45) // a rehearsal the day before
		d.watch(-5, 40)
		d.watch(20, 50) // a second tab
		s := d.attendance()
		if s.OnlineMinutes != 55 || s.VenueFrom != nil {
			t.Errorf("%d minutes, venue from %v", s.OnlineMinutes, s.VenueFrom)
		}
		for i, want := range []int{30, 20, 0} {
			if s.Sessions[i].Minutes != want {
				t.Errorf("session %d: %d minutes, want %d", i, s.Sessions[i].Minutes, want)
			}
		}
	})
}

func TestTheSummaryComesAfterTheEventForConfirmedPeople(t *testing.T) {
	bundle, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	none := func(context.Context, *i18n.Localizer, *models.Event) ([]pdf.Result, error) { return nil, nil }
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		d := newDay(t, db, "online")
		service := New(db, pdf.New(), none)
		if _, err := service.PDF(t.Context(), bundle.For("ja"), d.event, d.r); models.CodeOf(err) != models.CodeConflict {
			t.Errorf("before the end: %v", err)
		}
		later := d.event.EndsAt.Add(time.Minute)
		db.SetClock(func() time.Time { return later })
		if content, err := service.PDF(t.Context(), bundle.For("ja"), d.event, d.r); err != nil || len(content) < 1000 {
			t.Errorf("after the end: %d bytes, %v", len(content), err)
		}
		d.r.State = models.RegistrationWaitlisted
		if _, err := service.PDF(t.Context(), bundle.For("ja"), d.event, d.r); models.CodeOf(err) != models.CodeConflict {
			t.Errorf("who waited: %v", err)
		}
	})
}
