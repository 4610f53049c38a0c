package live_test

import (
	"testing"
	"time"

	"meguri/app/live"
	"meguri/app/testkit/apptest"
	"meguri/models"
	"meguri/models/modelstest"
)

// addSession adds a session of an hour that begins so many minutes after noon, and returns its id.
func addSession(t *testing.T, db *models.DB, event *models.Event, minutes int, cancelled bool) string {
	t.Helper()
	session := models.Session{
		TitleJa:  "対話",
		Kind:     models.SessionTalk,
		Language: "ja",
		StartsAt: at(minutes, 0),
		EndsAt:   at(minutes+60, 0),
	}
	if cancelled {
		session.CancelledAt = &noon
	}
	return modelstest.Session(t, db, event, session).ID
}

// roomPage reads the page at a time.
func roomPage(t *testing.T, db *models.DB, event *models.Event, r *models.Registration, now time.Time) *live.RoomPage {
	t.Helper()
	db.SetClock(func() time.Time { return now })
	page, err := live.New(db).RoomPage(t.Context(), event, r)
	if err != nil {
		t.Fatal(err)
	}
	return page
}

func TestTheRoomsPageShowsTheSessionThatIsOn(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		event, r := openRoom(t, db)
		first := addSession(t, db, event, 0, false)
		second := addSession(t, db, event, 60, false)
		beside := addSession(t, db, event, 90, false)
		addSession(t, db, event, 180, true)
		for name, c := range map[string]struct {
			now  time.Time
			want string
		}{
			"before all":                     {at(-1, 0), ""},
			"from its start":                 {at(0, 0), first},
			"until its end, when next comes": {at(60, 0), second},
			"of two the one that began last": {at(100, 0), beside},
			"between sessions":               {at(160, 0), ""},
			"but not a cancelled one":        {at(200, 0), ""},
		} {
			t.Run(name, func(t *testing.T) {
				got := ""
				if session := roomPage(t, db, event, r, c.now).Now; session != nil {
					got = session.ID
				}
				apptest.Equal(t, "session", got, c.want)
			})
		}
	})
}

func TestTheRoomsPageSaysWhenTheStreamShouldBeThere(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		event, r := openRoom(t, db)
		toCome := *event
		toCome.StartsAt = at(30, 0)
		apptest.Equal(t, "without sessions", roomPage(t, db, &toCome, r, noon).StreamAt.Equal(at(30, 0)), true)
		addSession(t, db, event, 0, false)
		addSession(t, db, event, 90, false)
		for name, c := range map[string]struct{ now, want time.Time }{
			"before all":       {at(-1, 0), at(0, 0)},
			"in a session":     {at(10, 0), at(0, 0)},
			"between sessions": {at(70, 0), at(90, 0)},
		} {
			apptest.Equal(t, name, roomPage(t, db, event, r, c.now).StreamAt.Equal(c.want), true)
		}
		apptest.Equal(t, "after all", roomPage(t, db, &toCome, r, at(200, 0)).StreamAt, nil)
	})
}

func TestTheRoomsPageSaysWhyItIsClosed(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		event, r := openRoom(t, db)
		t.Run("open", func(t *testing.T) {
			page := roomPage(t, db, event, r, noon)
			apptest.Equal(t, "refusal", page.Refusal, "")
			apptest.Equal(t, "sessions", len(page.Sessions), 0)
			apptest.Equal(t, "seconds between heartbeats", page.HeartbeatSeconds, 20)
		})
		t.Run("closed", func(t *testing.T) {
			closed := *event
			closed.LiveRoomState = models.LiveRoomClosed
			apptest.Equal(t, "refusal", roomPage(t, db, &closed, r, noon).Refusal, "live.closed")
		})
		t.Run("for who waits", func(t *testing.T) {
			waits := *r
			waits.State = models.RegistrationWaitlisted
			apptest.Equal(t, "refusal", roomPage(t, db, event, &waits, noon).Refusal, "live.not_confirmed")
		})
	})
}

func TestStaffSeeWhoIsInTheRoom(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		service := live.New(db)
		// present reads the page so long after the last heartbeat of three people, of whom one has two tabs and one
		// has left.
		present := func(t *testing.T, after time.Duration) *live.StaffPage {
			t.Helper()
			event, first := openRoom(t, db)
			second, third := modelstest.Registration(t, db, event, "online"), modelstest.Registration(t, db, event, "online")
			send(t, db, event, first, []heartbeat{{"a", at(0, 0), false}, {"b", at(0, 0), false}})
			send(t, db, event, second, []heartbeat{{"c", at(0, 0), false}})
			send(t, db, event, third, []heartbeat{{"d", at(0, 0), false}, {"d", at(0, 0), true}})
			db.SetClock(func() time.Time { return noon.Add(after) })
			page, err := service.StaffPage(t.Context(), event)
			if err != nil {
				t.Fatal(err)
			}
			return page
		}
		t.Run("people, not tabs", func(t *testing.T) {
			page := present(t, live.HeartbeatInterval)
			apptest.Equal(t, "present", page.Present, 2)
			apptest.Equal(t, "open", page.Open, true)
		})
		t.Run("until they are silent", func(t *testing.T) {
			apptest.Equal(t, "present", present(t, live.HeartbeatTimeout+time.Second).Present, 0)
		})
	})
}

func TestStaffOpenAndCloseTheRoom(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		service := live.New(db)
		for _, state := range models.LiveRoomStates {
			t.Run(string(state), func(t *testing.T) {
				event := modelstest.Summit(t, db, "s"+models.NewID())
				if err := service.SetRoom(t.Context(), event, live.RoomInput{State: state}); err != nil {
					t.Fatal(err)
				}
				stored, err := db.Query(t.Context()).Events().ByID(event.ID)
				if err != nil {
					t.Fatal(err)
				}
				apptest.Equal(t, "state", stored.LiveRoomState, state)
			})
		}
		t.Run("but not ajar", func(t *testing.T) {
			event := modelstest.Summit(t, db, "s"+models.NewID())
			err := service.SetRoom(t.Context(), event, live.RoomInput{State: "ajar"})
			apptest.Equal(t, "code", models.CodeOf(err), models.CodeInvalid)
		})
	})
}
