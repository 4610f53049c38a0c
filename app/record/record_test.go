package record_test

import (
	"testing"
	"time"

	"meguri/app/record"
	"meguri/app/testkit/apptest"
	"meguri/models"
	"meguri/models/modelstest"
)

func TestStaffOpenTheRecordOnceTheEventIsOver(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		event := modelstest.Summit(t, db, "summit")
		records := record.New(db)
		modelstest.Write(t, db, func(tx *models.Tx) error {
			return tx.Materials().Replace(event, []models.Material{
				{Kind: models.MaterialRecording, TitleJa: "録画", URL: "https://youtu.be/dQw4w9WgXcQ"},
			})
		})
		in := &record.Input{Parts: []string{"recordings"}, Do: record.DoOpen}
		db.SetClock(func() time.Time { return event.EndsAt.Add(-time.Minute) })
		_, err := records.Save(t.Context(), event, in)
		apptest.Equal(t, "before its end", models.CodeOf(err), models.CodeConflict)

		db.SetClock(func() time.Time { return event.EndsAt.Add(time.Hour) })
		_, err = records.Save(t.Context(), event, &record.Input{Do: record.DoOpen})
		apptest.Equal(t, "without a part", models.CodeOf(err), models.CodeInvalid)
		_, err = records.Page(t.Context(), event, "")
		apptest.Equal(t, "before it is opened", models.CodeOf(err), models.CodeNotFound)
		if _, err = records.Save(t.Context(), event, in); err != nil {
			t.Fatal(err)
		}
		page, err := records.Page(t.Context(), event, "")
		if err != nil || len(page.Parts) != 1 || page.Playing != nil {
			t.Fatalf("%+v, %v", page, err)
		}
		film := page.Parts[0].Data.([]record.Recording)[0]
		page, err = records.Page(t.Context(), event, film.ID)
		if err != nil || page.Playing == nil || page.Playing.Player.Origin != "https://www.youtube-nocookie.com" {
			t.Errorf("%+v, %v", page, err)
		}
		in.Do = record.DoClose
		if _, err = records.Save(t.Context(), event, in); err != nil {
			t.Fatal(err)
		}
		open, err := records.IsOpen(t.Context(), event)
		apptest.Equal(t, "once it is closed", open, false)
		apptest.Equal(t, "error", err, nil)
	})
}

// Nobody sees recordings that staff did not look through since the last person said that they do not want to be in
// them.
func TestRecordingsWaitForThoseWhoDoNotWantToBeInThem(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		event := modelstest.Summit(t, db, "summit")
		first, second := modelstest.Registration(t, db, event, "online"), modelstest.Registration(t, db, event, "online")
		records := record.New(db)
		now := event.EndsAt.Add(time.Hour)
		db.SetClock(func() time.Time { return now })
		refuses := func(r *models.Registration) {
			now = now.Add(time.Minute)
			modelstest.Write(t, db, func(tx *models.Tx) error { return tx.Registrations().SetRecording(r, models.PhotoNo) })
			now = now.Add(time.Minute)
		}
		shown := func() int {
			t.Helper()
			page, err := records.Page(t.Context(), event, "")
			if err != nil {
				t.Fatal(err)
			}
			n := page.Count(models.RecordRecordings)
			apptest.Equal(t, "as material of the event", len(materials(t, db, event)), n)
			return n
		}
		modelstest.Write(t, db, func(tx *models.Tx) error {
			return tx.Materials().Replace(event, []models.Material{
				{Kind: models.MaterialRecording, TitleJa: "録画", URL: "https://youtu.be/dQw4w9WgXcQ"},
			})
		})
		apptest.Equal(t, "as material while nobody says no", len(materials(t, db, event)), 1)
		refuses(first)
		apptest.Equal(t, "as material after a no", len(materials(t, db, event)), 0)
		in := &record.Input{Parts: []string{"recordings"}, Do: record.DoOpen}
		_, err := records.Save(t.Context(), event, in)
		apptest.Equal(t, "not looked through", models.CodeOf(err), models.CodeInvalid)
		in.Checked = true
		if _, err = records.Save(t.Context(), event, in); err != nil {
			t.Fatal(err)
		}
		apptest.Equal(t, "looked through", shown(), 1)
		refuses(second)
		apptest.Equal(t, "after another person's no", shown(), 0)
		page, _, err := records.StaffPage(t.Context(), event)
		if err != nil || !page.Withheld || len(page.Refusing) != 2 || page.Refusing[0].ID != second.ID {
			t.Errorf("%+v, %v", page, err)
		}
		in.Do = record.DoSave
		if _, err = records.Save(t.Context(), event, in); err != nil {
			t.Fatal(err)
		}
		apptest.Equal(t, "looked through again", shown(), 1)
	})
}

// materials are those of an event that people are shown: the same on its page, on those of sessions and people.
func materials(t *testing.T, db *models.DB, event *models.Event) []models.Material {
	t.Helper()
	q := db.Query(t.Context())
	list, err := q.Materials().Shown(event)
	if err != nil {
		t.Fatal(err)
	}
	of, err := q.Materials().ShownOf([]*models.Event{event})
	if err != nil {
		t.Fatal(err)
	}
	apptest.Equal(t, "of the event alone", len(of[event.ID]), len(list))
	withheld, err := q.Materials().Withheld(event)
	if err != nil || withheld != 1-len(list) {
		t.Errorf("%d withheld, %d shown, %v", withheld, len(list), err)
	}
	return list
}

func TestWhatPeopleWatchLaterIsCountedApart(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		event := modelstest.Summit(t, db, "summit")
		r := modelstest.Registration(t, db, event, "online")
		records := record.New(db)
		now := event.EndsAt.Add(24 * time.Hour)
		db.SetClock(func() time.Time { return now })
		do := func(what string, err error) {
			t.Helper()
			if err != nil {
				t.Fatal(what, err)
			}
		}
		do("watch", records.Watch(t.Context(), event, r))
		for range 9 {
			now = now.Add(record.BeatInterval)
			do("beat", records.Beat(t.Context(), event, r))
		}
		now = now.Add(5 * time.Minute) // the page was away
		do("beat", records.Beat(t.Context(), event, r))
		do("the page again", records.Watch(t.Context(), event, r))
		now = now.Add(time.Hour)
		do("another time", records.Watch(t.Context(), event, r))

		q := db.Query(t.Context())
		seen, err := q.ArchiveViews().OfRegistration(r)
		do("read", err)
		apptest.Equal(t, "opened", seen.Views, 2)
		apptest.Equal(t, "seconds", seen.Seconds, 180)
		counts, err := q.ArchiveViews().Counts(event)
		do("count", err)
		if len(counts) != 1 || counts[0].People != 1 || counts[0].Only != 1 {
			t.Errorf("counts: %+v", counts)
		}
		by, err := q.Registrations().AttendedBy(r)
		do("attended", err)
		apptest.Equal(t, "attendance on the day", by, models.Mode(""))
	})
}
