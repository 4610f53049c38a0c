package live_test

import (
	"context"
	"testing"
	"time"

	"meguri/app/live"
	"meguri/models"
	"meguri/models/modelstest"
)

var noon = time.Date(2026, 9, 20, 12, 0, 0, 0, time.UTC)

func at(minutes, seconds int) time.Time {
	return noon.Add(time.Duration(minutes)*time.Minute + time.Duration(seconds)*time.Second)
}

func stay(from, until time.Time) models.Interval { return models.Interval{From: from, Until: until} }

func TestIntervalsFollowWhatTabsDo(t *testing.T) {
	type beat struct {
		tab   string
		at    time.Time
		leave bool
	}
	every := func(tab string, from, until time.Time) (beats []beat) {
		for now := from; !now.After(until); now = now.Add(live.Beat) {
			beats = append(beats, beat{tab, now, false})
		}
		return beats
	}
	join := func(lists ...[]beat) (all []beat) {
		for _, list := range lists {
			all = append(all, list...)
		}
		return all
	}
	cases := map[string]struct {
		beats []beat
		want  []models.Interval
	}{
		"a tab that is closed":         {join(every("a", at(0, 0), at(10, 0)), []beat{{"a", at(10, 5), true}}), []models.Interval{stay(at(0, 0), at(10, 5))}},
		"a tab that dies without word": {every("a", at(0, 0), at(10, 0)), []models.Interval{stay(at(0, 0), at(10, 0))}},
		"sleeping between":             {join(every("a", at(0, 0), at(5, 0)), every("a", at(30, 0), at(35, 0))), []models.Interval{stay(at(0, 0), at(5, 0)), stay(at(30, 0), at(35, 0))}},
		"a short loss of network":      {join(every("a", at(0, 0), at(5, 0)), every("a", at(6, 0), at(8, 0))), []models.Interval{stay(at(0, 0), at(8, 0))}},
		"two tabs at once":             {join(every("a", at(0, 0), at(10, 0)), every("b", at(5, 0), at(15, 0))), []models.Interval{stay(at(0, 0), at(15, 0))}},
		"closing one of two":           {join(every("a", at(0, 0), at(4, 0)), []beat{{"a", at(4, 0), true}}, every("b", at(2, 0), at(9, 0))), []models.Interval{stay(at(0, 0), at(9, 0))}},
	}
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		for name, c := range cases {
			t.Run(name, func(t *testing.T) {
				event := modelstest.Summit(t, db, "s"+models.NewID())
				event.LiveRoomState = models.LiveRoomOpen
				r := modelstest.Registration(t, db, event, "online")
				service, now := live.New(db), noon
				db.SetClock(func() time.Time { return now })
				for _, b := range c.beats {
					now = b.at
					var err error
					if b.leave {
						err = service.Leave(context.Background(), r, b.tab)
					} else {
						err = service.Heartbeat(context.Background(), event, r, b.tab)
					}
					if err != nil {
						t.Fatal(err)
					}
				}
				list, err := db.Query(context.Background()).Presences().OfRegistration(r)
				if err != nil {
					t.Fatal(err)
				}
				got := models.PresentIntervals(list)
				if len(got) != len(c.want) {
					t.Fatalf("%v, want %v", got, c.want)
				}
				for i := range got {
					if !got[i].From.Equal(c.want[i].From) || !got[i].Until.Equal(c.want[i].Until) {
						t.Errorf("%v, want %v", got[i], c.want[i])
					}
				}
			})
		}
	})
}

func TestOnlyConfirmedPeopleEnterAnOpenRoom(t *testing.T) {
	event := &models.Event{State: models.EventPublished, StartsAt: noon, EndsAt: noon.Add(time.Hour), LiveRoomState: models.LiveRoomAuto}
	confirmed, waiting := &models.Registration{State: models.RegistrationConfirmed}, &models.Registration{State: models.RegistrationWaitlisted}
	for name, c := range map[string]struct {
		r   *models.Registration
		now time.Time
		ok  bool
	}{
		"shortly before": {confirmed, noon.Add(-10 * time.Minute), true}, "too early": {confirmed, noon.Add(-time.Hour), false},
		"during": {confirmed, noon, true}, "long after": {confirmed, noon.Add(3 * time.Hour), false}, "who waits": {waiting, noon, false},
	} {
		if err := live.MayEnter(event, c.r, c.now); (err == nil) != c.ok {
			t.Errorf("%s: %v", name, err)
		}
	}
}
