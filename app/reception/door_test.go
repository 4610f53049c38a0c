package reception_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"meguri/app/reception"
	"meguri/models"
	"meguri/models/modelstest"
)

func number(n int) *int { return &n }

func (f *fixture) addRoom(name string) string {
	f.t.Helper()
	var room *models.Room
	err := f.db.InTx(f.ctx, func(tx *models.Tx) (err error) {
		room, err = tx.Rooms().FindOrCreate(f.event, name)
		return err
	})
	if err != nil {
		f.t.Fatal(err)
	}
	return room.ID
}

func TestWhoMayPassADoor(t *testing.T) {
	eachCase(t, map[string]func(t *testing.T, f *fixture){
		"by ticket type": func(t *testing.T, f *fixture) {
			f.addDoor(models.Door{Slug: "hall", TicketTypes: "venue"})
			venue, online := f.register("sato", "venue"), f.register("abe", "online")
			f.expect(f.passes("hall", f.ticket(f.event, venue), models.DirectionIn), "admitted")
			f.expect(f.passes("hall", f.ticket(f.event, online), models.DirectionIn), "not_here")
			f.expect(f.passes("hall", f.ticket(f.event, online), models.DirectionOut), "left not_inside")
			scan := f.scan(f.ticket(f.event, online), models.DirectionIn)
			scan.Door, scan.Admitted = "hall", true // whom a device has let in is inside
			f.expect(describe(f.admit(scan)[0]), "admitted not_here")
		},
		"by who signed up for it": func(t *testing.T, f *fixture) {
			f.addDoor(models.Door{Slug: "hall", Tag: "手話体験"})
			signed, other := f.register("sato", "venue"), f.register("abe", "venue")
			err := f.db.InTx(f.ctx, func(tx *models.Tx) error {
				tag, err := tx.Tags().Make(f.event, "手話体験")
				if err != nil {
					return err
				}
				_, err = tx.Tags().Put(tag, []string{signed.ID})
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			f.expect(f.passes("hall", f.ticket(f.event, signed), models.DirectionIn), "admitted")
			f.expect(f.passes("hall", f.ticket(f.event, other), models.DirectionIn), "not_here")
		},
		"by who has a place in its session": func(t *testing.T, f *fixture) {
			f.duringEvent()
			session := modelstest.Session(t, f.db, f.event, models.Session{
				TitleJa: "手話体験", StartsAt: f.event.StartsAt, EndsAt: f.event.EndsAt, Room: &models.Room{NameJa: "第1会議室"},
			})
			f.addDoor(models.Door{Slug: "workshop", Scope: models.DoorOfSession, SessionID: session.ID})
			with, waits, without := f.register("sato", "venue"), f.register("abe", "venue"), f.register("kato", "online")
			err := f.db.InTx(f.ctx, func(tx *models.Tx) error {
				places := &models.SessionPlaces{SessionID: session.ID, EventID: f.event.ID, Capacity: 1}
				if err := tx.SessionPlaces().Save(places); err != nil {
					return err
				}
				for r, state := range map[*models.Registration]models.SignUpState{
					with: models.SignUpTaken, waits: models.SignUpWaiting,
				} {
					up := &models.SessionSignUp{SessionID: session.ID, RegistrationID: r.ID, State: state}
					if err := tx.SessionPlaces().Put(up); err != nil {
						return err
					}
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
			f.expect(f.passes("workshop", f.ticket(f.event, with), models.DirectionIn), "admitted")
			f.expect(f.passes("workshop", f.ticket(f.event, waits), models.DirectionIn), "not_here")
			f.expect(f.passes("workshop", f.ticket(f.event, without), models.DirectionIn), "not_here")
			roster, err := f.service.Roster(f.ctx, f.event, "")
			if err != nil {
				t.Fatal(err)
			}
			f.expect(fmt.Sprint(roster.Rules.Tagged["signed-up:"+session.ID]), fmt.Sprint([]string{with.Code}))
		},
		"by time": func(t *testing.T, f *fixture) {
			f.duringEvent()
			opens, closes := f.db.Now().Add(time.Minute), f.db.Now().Add(2*time.Minute)
			f.addDoor(models.Door{Slug: "hall", OpensAt: &opens, ClosesAt: &closes})
			r := f.register("sato", "venue")
			f.expect(f.passes("hall", f.ticket(f.event, r), models.DirectionIn), "closed")
			f.advance(time.Minute)
			f.expect(f.passes("hall", f.ticket(f.event, r), models.DirectionIn), "admitted")
			f.advance(time.Minute)
			f.expect(f.passes("hall", f.ticket(f.event, r), models.DirectionIn), "closed")
			f.expect(f.passes("hall", f.ticket(f.event, r), models.DirectionOut), "left")
		},
		"on its day": func(t *testing.T, f *fixture) {
			f.duringEvent()
			f.addDoor(models.Door{Slug: "today", Scope: models.DoorOfDay, Day: f.event.Local(f.db.Now()).Format(time.DateOnly)})
			f.addDoor(models.Door{Slug: "tomorrow", Scope: models.DoorOfDay, Day: "2999-01-01"})
			r := f.register("sato", "venue")
			f.expect(f.passes("tomorrow", f.ticket(f.event, r), models.DirectionIn), "closed")
			f.expect(f.passes("today", f.ticket(f.event, r), models.DirectionIn), "admitted")
		},
		"as long as there is room": func(t *testing.T, f *fixture) {
			f.addDoor(models.Door{Slug: "hall", Capacity: number(2), Stops: true})
			a, b, c := f.register("sato", "venue"), f.register("abe", "online"), f.register("kato", "online")
			for _, r := range []*models.Registration{a, b} {
				f.expect(f.passes("hall", f.ticket(f.event, r), models.DirectionIn), "admitted")
			}
			f.expect(f.passes("hall", f.ticket(f.event, c), models.DirectionIn), "full")
			f.expect(f.passes("hall", f.ticket(f.event, a), models.DirectionIn), "already")
			f.advance(time.Minute)
			f.expect(f.passes("hall", f.ticket(f.event, a), models.DirectionOut), "left")
			f.expect(f.passes("hall", f.ticket(f.event, c), models.DirectionIn), "admitted")
		},
		"from room to room": func(t *testing.T, f *fixture) {
			f.duringEvent()
			one, two := f.addRoom("大ホール"), f.addRoom("第1会議室")
			f.addDoor(models.Door{Slug: "main", NameJa: "正門"})
			f.addDoor(models.Door{Slug: "hall", Scope: models.DoorOfRoom, RoomID: one})
			f.addDoor(models.Door{Slug: "room", Scope: models.DoorOfRoom, RoomID: two})
			r := f.register("sato", "venue")
			for _, step := range []struct {
				door      string
				direction models.Direction
				want      string
			}{
				{"main", models.DirectionIn, "admitted map[正門:[sato]]"},
				{"hall", models.DirectionIn, "admitted map[大ホール:[sato]]"},
				{"hall", models.DirectionIn, "already map[大ホール:[sato]]"},
				{"room", models.DirectionIn, "admitted map[第1会議室:[sato]]"},
				{"room", models.DirectionOut, "left map[正門:[sato]]"},
				{"hall", models.DirectionOut, "left not_inside map[正門:[sato]]"},
				{"main", models.DirectionOut, "left map[]"},
			} {
				f.advance(time.Second)
				got := f.passes(step.door, f.ticket(f.event, r), step.direction)
				f.expect(fmt.Sprint(got, " ", f.places()), step.want)
			}
			f.expect(f.inside(), "1 came, 0 inside")
		},
	})
}

// At the doors of an event many come at once: no more come in than there is room for.
func TestManyComeToADoorThatStops(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		f.addDoor(models.Door{Slug: "hall", Capacity: number(5), Stops: true})
		var tickets []string
		for i := range 20 {
			tickets = append(tickets, f.ticket(f.event, f.register(fmt.Sprint("guest", i), "online")))
		}
		results := make(chan string, len(tickets))
		var group sync.WaitGroup
		for i, ticket := range tickets {
			scan := f.scan(ticket, models.DirectionIn)
			scan.Door, scan.ID = "hall", fmt.Sprint("rush-", i)
			group.Go(func() {
				outcomes, err := f.service.Admit(f.ctx, f.event, "受付", []reception.ScanInput{scan})
				if err != nil {
					results <- err.Error()
					return
				}
				results <- describe(outcomes[0])
			})
		}
		group.Wait()
		close(results)
		counts := map[string]int{}
		for result := range results {
			counts[result]++
		}
		f.expect(fmt.Sprint(counts), "map[admitted:5 full:15]")
	})
}
