package forecast_test

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"meguri/app/forecast"
	"meguri/app/testkit/apptest"
	"meguri/models"
	"meguri/models/modelstest"
)

// past makes an event some days after another, at which some of those with a place at the venue came.
func past(t *testing.T, p *apptest.Program, first *models.Event, days, places, came int) *models.Event {
	t.Helper()
	e := *first
	p.Write(func(tx *models.Tx) error {
		e.ID, e.Slug = models.NewID(), fmt.Sprintf("past-%d", days)
		e.StartsAt, e.EndsAt = first.StartsAt.AddDate(0, 0, days), first.EndsAt.AddDate(0, 0, days)
		if err := tx.Events().Create(&e); err != nil {
			return err
		}
		capacity := 500
		return tx.TicketTypes().Create(&models.TicketType{
			ID: models.NewID(), EventID: e.ID, Slug: "venue", NameJa: "会場", Mode: models.ModeVenue, Capacity: &capacity,
		})
	})
	for i := range places {
		r := modelstest.Registration(t, p.DB, &e, "venue")
		if i < came {
			comes(p, &e, r)
		}
	}
	return &e
}

// comes stores that somebody came to the venue at the start.
func comes(p *apptest.Program, e *models.Event, r *models.Registration) {
	came := models.CheckIn{
		ID: models.NewID(), EventID: e.ID, RegistrationID: &r.ID, Door: "main", Direction: models.DirectionIn,
		Result: models.CheckInAdmitted, ScannedAt: e.StartsAt,
	}
	p.Write(func(tx *models.Tx) error {
		if _, err := tx.CheckIns().Insert([]models.CheckIn{came}); err != nil {
			return err
		}
		return tx.InsertRows([]models.Admission{{
			RegistrationID: r.ID, EventID: e.ID, TicketTypeID: r.TicketTypeID, Arrived: true, CheckInID: came.ID,
			ChangedAt: e.StartsAt,
		}})
	})
}

// turnout is how many are expected at the venue.
func turnout(t *testing.T, p *apptest.Program) forecast.Turnout {
	t.Helper()
	list, err := forecast.New(p.DB).Turnouts(t.Context(), p.Event)
	if err != nil || len(list) != 2 || list[0].Mode != models.ModeVenue {
		t.Fatalf("%+v: %v", list, err)
	}
	return list[0]
}

// Two events give a share, three a range. One without a record of who came, and one with few places, say nothing; and
// three of the same series say more than the others.
func TestEarlierEventsSayHowManyCome(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		first, version := *p.Event, p.Event.Version
		p.Event.StartsAt, p.Event.EndsAt = first.StartsAt.AddDate(1, 0, 0), first.EndsAt.AddDate(1, 0, 0)
		p.Write(func(tx *models.Tx) error { return tx.Events().Update(p.Event, version) })
		p.Write(func(tx *models.Tx) error {
			venue, err := tx.TicketTypes().BySlug(p.Event, "venue")
			if err != nil {
				return err
			}
			capacity := 10
			venue.Capacity = &capacity
			return tx.TicketTypes().Update(venue, venue.Version)
		})
		for range 10 {
			modelstest.Registration(t, p.DB, p.Event, "venue")
		}
		back := func() { p.SetClock(first.StartsAt.AddDate(0, 1, 0)) }
		apptest.Equal(t, "without events", turnout(t, p).People, forecast.Range{})
		past(t, p, &first, 1, 10, 8)
		past(t, p, &first, 2, 10, 8)
		past(t, p, &first, 3, 12, 1) // nobody was at the door
		past(t, p, &first, 4, 9, 9)  // few
		back()
		got := turnout(t, p)
		apptest.Equal(t, "events", len(got.Past), 2)
		apptest.Equal(t, "of two events", got.People, forecast.Range{Likely: 8})
		apptest.Equal(t, "percent", got.Percent, 80)

		all := []*models.Event{past(t, p, &first, 5, 12, 6), past(t, p, &first, 6, 12, 6), past(t, p, &first, 7, 12, 6)}
		back()
		got = turnout(t, p)
		apptest.Equal(t, "events", len(got.Past), 5)
		if r := got.People; !r.HasRange || r.Low >= r.Likely || r.High <= r.Likely || r.High > 10 {
			t.Errorf("five events say %+v", r)
		}
		series := &models.Series{ID: models.NewID(), OrganizationID: p.Event.OrganizationID, Slug: "series", TitleJa: "連続"}
		p.Write(func(tx *models.Tx) error {
			if err := tx.Series().Create(series); err != nil {
				return err
			}
			for _, e := range append(all, p.Event) {
				if err := tx.Editions().Set(e.ID, series.ID); err != nil {
					return err
				}
			}
			return nil
		})
		got = turnout(t, p)
		apptest.Equal(t, "events of the series", len(got.Past), 3)
		apptest.Equal(t, "of the series", got.People.Likely, 5)

		staff := p.As(models.RoleOrganizer)
		staff.Wants(staff.Get("/staff/events/here"), http.StatusOK, "のうち、5人（", "人）が来場する見込みです。")
		staff.Wants(staff.Get("/staff/events/here/reception"), http.StatusOK, "のうち、5人（", "人）が来場する見込みです。")
		staff.Wants(staff.Get("/staff/events/here/types"), http.StatusOK, "出席の見込み", "50%", "12人のうち6人が出席", "まで参加確定にしても")
		p.SetClock(p.Event.EndsAt.Add(time.Hour))
		if list, err := forecast.New(p.DB).Turnouts(t.Context(), p.Event); len(list) > 0 || err != nil {
			t.Errorf("after the event: %v, %v", list, err)
		}
	})
}
