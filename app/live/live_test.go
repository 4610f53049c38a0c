package live_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"meguri/app/live"
	"meguri/app/testkit/apptest"
	"meguri/models"
	"meguri/models/modelstest"
)

var noon = time.Date(2026, 9, 20, 12, 0, 0, 0, time.UTC)

// at is a time after noon.
func at(minutes, seconds int) time.Time {
	return noon.Add(time.Duration(minutes)*time.Minute + time.Duration(seconds)*time.Second)
}

func interval(from, until time.Time) models.Interval {
	return models.Interval{From: from, Until: until}
}

// heartbeat is a request of a tab: a heartbeat, or that the tab is closed.
type heartbeat struct {
	tab   string
	at    time.Time
	leave bool
}

// open are the heartbeats of a tab between two times.
func open(tab string, from, until time.Time) (heartbeats []heartbeat) {
	for now := from; !now.After(until); now = now.Add(live.HeartbeatInterval) {
		heartbeats = append(heartbeats, heartbeat{tab, now, false})
	}
	return heartbeats
}

func join(lists ...[]heartbeat) (all []heartbeat) {
	for _, list := range lists {
		all = append(all, list...)
	}
	return all
}

// send sends heartbeats at their times.
func send(t *testing.T, db *models.DB, event *models.Event, r *models.Registration, heartbeats []heartbeat) {
	t.Helper()
	service, now := live.New(db), noon
	db.SetClock(func() time.Time { return now })
	for _, b := range heartbeats {
		now = b.at
		var err error
		if in := (live.TabInput{Tab: b.tab}); b.leave {
			err = service.Leave(t.Context(), r, in)
		} else {
			err = service.Heartbeat(t.Context(), event, r, in)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

// openRoom is an event with an open live room, and somebody who may be in it.
func openRoom(t *testing.T, db *models.DB) (*models.Event, *models.Registration) {
	t.Helper()
	event := modelstest.Summit(t, db, "s"+models.NewID())
	event.LiveRoomState = models.LiveRoomOpen
	return event, modelstest.Registration(t, db, event, "online")
}

func TestIntervalsFollowWhatTabsDo(t *testing.T) {
	cases := map[string]struct {
		heartbeats []heartbeat
		want       []models.Interval
	}{
		"a tab that is closed": {
			join(open("a", at(0, 0), at(10, 0)), []heartbeat{{"a", at(10, 5), true}}),
			[]models.Interval{interval(at(0, 0), at(10, 5))},
		},
		"a tab that dies without word": {
			open("a", at(0, 0), at(10, 0)),
			[]models.Interval{interval(at(0, 0), at(10, 0))},
		},
		"a machine that sleeps between": {
			join(open("a", at(0, 0), at(5, 0)), open("a", at(30, 0), at(35, 0))),
			[]models.Interval{interval(at(0, 0), at(5, 0)), interval(at(30, 0), at(35, 0))},
		},
		"a short loss of network": {
			join(open("a", at(0, 0), at(5, 0)), open("a", at(6, 0), at(8, 0))),
			[]models.Interval{interval(at(0, 0), at(8, 0))},
		},
		"a tab that is closed, and opened again": {
			join(open("a", at(0, 0), at(5, 0)), []heartbeat{{"a", at(5, 0), true}}, open("a", at(5, 30), at(8, 0))),
			[]models.Interval{interval(at(0, 0), at(5, 0)), interval(at(5, 30), at(7, 50))},
		},
		"two tabs at once": {
			join(open("a", at(0, 0), at(10, 0)), open("b", at(5, 0), at(15, 0))),
			[]models.Interval{interval(at(0, 0), at(15, 0))},
		},
		"closing one of two": {
			join(open("a", at(0, 0), at(4, 0)), []heartbeat{{"a", at(4, 0), true}}, open("b", at(2, 0), at(9, 0))),
			[]models.Interval{interval(at(0, 0), at(9, 0))},
		},
		"closing a tab that never was open": {[]heartbeat{{"a", at(0, 0), true}}, nil},
	}
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		for name, c := range cases {
			t.Run(name, func(t *testing.T) {
				event, r := openRoom(t, db)
				send(t, db, event, r, c.heartbeats)
				list, err := db.Query(context.Background()).Presences().OfRegistration(r)
				if err != nil {
					t.Fatal(err)
				}
				apptest.Equal(t, "intervals", inUTC(models.PresentIntervals(list)), c.want)
			})
		}
	})
}

func inUTC(list []models.Interval) []models.Interval {
	for i := range list {
		list[i] = interval(list[i].From.UTC(), list[i].Until.UTC())
	}
	return list
}

func TestOnlyConfirmedPeopleEnterAnOpenRoom(t *testing.T) {
	event := &models.Event{
		State: models.EventPublished, StartsAt: noon, EndsAt: noon.Add(time.Hour), LiveRoomState: models.LiveRoomAuto,
	}
	for name, c := range map[string]struct {
		state models.RegistrationState
		now   time.Time
		want  models.Code
	}{
		"during":                  {models.RegistrationConfirmed, noon, ""},
		"shortly before":          {models.RegistrationConfirmed, noon.Add(-10 * time.Minute), ""},
		"too early":               {models.RegistrationConfirmed, noon.Add(-time.Hour), models.CodeConflict},
		"long after":              {models.RegistrationConfirmed, noon.Add(3 * time.Hour), models.CodeConflict},
		"who waits":               {models.RegistrationWaitlisted, noon, models.CodeForbidden},
		"who waits, too early":    {models.RegistrationWaitlisted, noon.Add(-time.Hour), models.CodeForbidden},
		"who cancelled meanwhile": {models.RegistrationCancelled, noon, models.CodeForbidden},
	} {
		t.Run(name, func(t *testing.T) {
			err := live.MayEnter(event, &models.Registration{State: c.state}, c.now)
			apptest.Equal(t, "code", models.CodeOf(err), c.want)
		})
	}
}

func TestWhatIsNoHeartbeat(t *testing.T) {
	closed := func(e *models.Event, _ *models.Registration) { e.LiveRoomState = models.LiveRoomClosed }
	waits := func(_ *models.Event, r *models.Registration) { r.State = models.RegistrationWaitlisted }
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		for name, c := range map[string]struct {
			tab    string
			change func(event *models.Event, r *models.Registration)
			want   models.Code
		}{
			"no tab":           {"", nil, models.CodeInvalid},
			"a long name":      {strings.Repeat("長", 65), nil, models.CodeInvalid},
			"in a closed room": {"a", closed, models.CodeConflict},
			"of who waits":     {"a", waits, models.CodeForbidden},
		} {
			t.Run(name, func(t *testing.T) {
				event, r := openRoom(t, db)
				if c.change != nil {
					c.change(event, r)
				}
				err := live.New(db).Heartbeat(t.Context(), event, r, live.TabInput{Tab: c.tab})
				apptest.Equal(t, "code", models.CodeOf(err), c.want)
				list, err := db.Query(t.Context()).Presences().OfRegistration(r)
				if err != nil {
					t.Fatal(err)
				}
				apptest.Equal(t, "intervals", len(list), 0)
			})
		}
	})
}
