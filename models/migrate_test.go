package models_test

import (
	"errors"
	"strings"
	"testing"

	"meguri/models"
	"meguri/models/modelstest"
)

func TestADatabaseOfAReleaseIsMigratedWithAllInIt(t *testing.T) {
	modelstest.EachRelease(t, func(t *testing.T, r *modelstest.Release) {
		if err := r.DB.CheckSchema(t.Context()); !errors.Is(err, models.ErrSchemaPending) {
			t.Fatalf("before it is migrated the schema is %v", err)
		}
		if _, err := r.DB.Migrate(t.Context()); err != nil {
			t.Fatal(err)
		}
		if err := r.DB.CheckSchema(t.Context()); err != nil {
			t.Error(err)
		}
		q := r.DB.Query(t.Context())
		people := 0
		for _, slug := range []string{"summit-2025", "summit-next", "festival-2024"} {
			event, err := q.Events().BySlug(slug)
			if err != nil {
				t.Fatal(err)
			}
			n, err := q.Registrations().Count(event, models.RegistrationFilter{}, 10_000)
			if err != nil {
				t.Fatal(err)
			}
			people += n
		}
		if want := r.Count("registrations"); people != want {
			t.Errorf("%d registrations, want %d", people, want)
		}
		wrong, err := q.TicketTypes().Miscounts()
		if err != nil {
			t.Error(err)
		}
		if len(wrong) > 0 {
			t.Errorf("places are counted wrong: %v", wrong)
		}
		again, err := r.DB.Migrate(t.Context())
		if err != nil {
			t.Error(err)
		}
		if len(again) > 0 {
			t.Errorf("a second migration ran %v", again)
		}
	})
}

// A migration that fails on a full disk leaves the database as it was, and can be run again.
func TestAMigrationThatDiesHalfWayIsTriedAgain(t *testing.T) {
	modelstest.EachRelease055f3f5(t, func(t *testing.T, r *modelstest.Release) {
		modelstest.OnFullDisk(t, r.DB, func(full *models.DB) {
			if ran, err := full.Migrate(t.Context()); err == nil {
				t.Errorf("%v ran on a full disk", ran)
			}
		})
		if err := r.DB.CheckSchema(t.Context()); !errors.Is(err, models.ErrSchemaPending) {
			t.Errorf("the schema is %v", err)
		}
		ran, err := r.DB.Migrate(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if len(ran) == 0 || !strings.HasPrefix(ran[0], "0002_") {
			t.Errorf("%v ran", ran)
		}
		if _, err := r.DB.Query(t.Context()).Registrations().ByLink(r.Link); err != nil {
			t.Errorf("a link of before: %v", err)
		}
	})
}
