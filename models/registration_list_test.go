package models_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"meguri/models"
	"meguri/models/modelstest"
)

func TestRegistrationsAreCountedByDay(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	at := func(month time.Month, day, hour, minute int) time.Time {
		return time.Date(2030, month, day, hour, minute, 0, 0, berlin)
	}
	for name, c := range map[string]struct {
		begins, times []time.Time
		want          []int
	}{
		"no registration": {
			[]time.Time{at(5, 1, 0, 0), at(5, 2, 0, 0), at(5, 3, 0, 0)}, nil, []int{0, 0},
		},
		"both ends of a day": {
			[]time.Time{at(5, 1, 0, 0), at(5, 2, 0, 0), at(5, 3, 0, 0)},
			[]time.Time{at(4, 30, 23, 59), at(5, 1, 0, 0), at(5, 1, 23, 59), at(5, 3, 0, 0)}, []int{2, 0},
		},
		"both ends of a day of 23 hours": {
			[]time.Time{at(3, 31, 0, 0), at(4, 1, 0, 0), at(4, 2, 0, 0)},
			[]time.Time{at(3, 31, 0, 0), at(3, 31, 23, 59), at(4, 1, 0, 0)}, []int{2, 1},
		},
		"both ends of a day of 25 hours": {
			[]time.Time{at(10, 27, 0, 0), at(10, 28, 0, 0), at(10, 29, 0, 0)},
			[]time.Time{at(10, 27, 0, 0), at(10, 27, 23, 59), at(10, 28, 0, 0)}, []int{2, 1},
		},
		"no day": {nil, nil, nil},
	} {
		t.Run(name, func(t *testing.T) {
			modelstest.Each(t, func(t *testing.T, db *models.DB) {
				event := modelstest.Summit(t, db, "summit-"+models.NewID())
				for _, at := range c.times {
					r := modelstest.Registration(t, db, event, "online")
					_ = exec(t, db, "UPDATE registrations SET created_at = ? WHERE id = ?", at.UTC(), r.ID)
				}
				q := db.Query(t.Context())
				ticketType, err := q.TicketTypes().BySlug(event, "online")
				if err != nil {
					t.Fatal(err)
				}
				got, err := q.Registrations().CountBetween(ticketType, c.begins)
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(c.want, got); diff != "" {
					t.Error(diff)
				}
			})
		})
	}
}
