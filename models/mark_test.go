package models_test

import (
	"testing"
	"time"

	"meguri/models"
	"meguri/models/modelstest"
)

func TestMarksAndProgressCountTheEventOnly(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		event := modelstest.Summit(t, db, "summit-"+models.NewID())
		r := modelstest.Registration(t, db, event, "online")
		modelstest.Write(t, db, func(tx *models.Tx) error {
			tx.Emit(models.ActivityRegistered, r)
			if err := tx.Presences().Beat(r, "tab", time.Minute); err != nil {
				return err
			}
			return tx.Surveys().Create(&models.Survey{EventID: event.ID, TitleJa: "アンケート"})
		})
		another := modelstest.Summit(t, db, "a-"+models.NewID())
		for name, e := range map[string]*models.Event{"event": event, "another": another} {
			q, want := db.Query(t.Context()), 0
			if e == event {
				want = 1
			}
			marks, err := q.Events().Marks(e)
			if err != nil {
				t.Fatal(err)
			}
			progress, err := q.Events().Progress(e)
			if err != nil {
				t.Fatal(err)
			}
			today, err := q.Activities().Tallies(e, q.Now.Add(-time.Hour))
			if err != nil {
				t.Fatal(err)
			}
			if marks.Surveys != want || marks.EmptySurveys != want || marks.TicketTypes != 2 || progress.Online != want ||
				len(today) != want {
				t.Errorf("%s: %+v %+v %+v", name, marks, progress, today)
			}
		}
	})
}

func TestPeopleAreChosenByHowTheyAttended(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		event := modelstest.Summit(t, db, "summit-"+models.NewID())
		online, _ := modelstest.Registration(t, db, event, "online"), modelstest.Registration(t, db, event, "venue")
		modelstest.Write(t, db, func(tx *models.Tx) error { return tx.Presences().Beat(online, "tab", time.Minute) })
		for _, c := range []struct {
			filter models.RegistrationFilter
			want   int
		}{
			{models.RegistrationFilter{Attended: models.AttendedYes}, 1},
			{models.RegistrationFilter{Attended: models.AttendedOnline}, 1},
			{models.RegistrationFilter{Attended: models.AttendedVenue}, 0},
			{models.RegistrationFilter{Attended: models.AttendedNot}, 1},
			{models.RegistrationFilter{Mode: models.ModeVenue}, 1},
			{models.RegistrationFilter{NeedsOnly: true}, 0},
			{models.RegistrationFilter{}, 2},
		} {
			n, err := db.Query(t.Context()).Registrations().Count(event, c.filter, 10)
			if err != nil || n != c.want {
				t.Errorf("%+v: %d, want %d (%v)", c.filter, n, c.want, err)
			}
		}
	})
}
