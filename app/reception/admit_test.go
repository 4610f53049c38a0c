package reception_test

import (
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"meguri/app/reception"
	"meguri/app/registration"
	"meguri/app/testkit/apptest"
	"meguri/models"
	"meguri/models/modelstest"
)

func TestEveryAnswerToAScan(t *testing.T) {
	eachCase(t, map[string]func(t *testing.T, f *fixture){
		"admitted, already, left": func(_ *testing.T, f *fixture) {
			hanako := f.register("hanako", "venue")
			ticket := f.ticket(f.event, hanako)
			f.expect(f.in(ticket), "admitted")
			f.advance(2 * time.Minute)
			f.expect(f.in(strings.ToLower(hanako.Code)), "already")
			f.expect(f.out(ticket), "left")
			f.expect(f.inside(), "1 came, 0 inside")
			f.expect(f.in(hanako.Code), "admitted")
			f.expect(f.inside(), "1 came, 1 inside")
		},
		"already since when": func(t *testing.T, f *fixture) {
			ticket := f.ticket(f.event, f.register("hanako", "venue"))
			f.advance(0) // the clock stands
			at := f.db.Now()
			f.expect(f.in(ticket), "admitted")
			f.advance(5 * time.Minute)
			expectSince(t, f.admit(f.scan(ticket, models.DirectionIn))[0], at)
		},
		"chosen from a list": func(_ *testing.T, f *fixture) {
			hanako := f.register("hanako", "venue")
			scan := f.scan("", models.DirectionIn)
			scan.RegistrationID = hanako.ID
			f.expect(describe(f.admit(scan)[0]), "admitted")
			scan = f.scan("", models.DirectionOut)
			scan.RegistrationID = hanako.ID
			f.expect(describe(f.admit(scan)[0]), "left")
		},
		"left without having come": func(_ *testing.T, f *fixture) {
			f.expect(f.out(f.register("taro", "online").Code), "left not_inside")
			f.expect(f.inside(), "0 came, 0 inside")
		},
		"waitlisted": func(_ *testing.T, f *fixture) {
			f.register("first", "venue")
			f.register("second", "venue")
			f.expect(f.in(f.register("third", "venue").Code), "waitlisted")
		},
		"revoked by a newer ticket": func(t *testing.T, f *fixture) {
			hanako, taro := f.register("hanako", "venue"), f.register("taro", "online")
			before, other := f.ticket(f.event, hanako), f.ticket(f.event, taro)
			online := &registration.ChangeInput{TicketType: "online"}
			if err := f.registrations.ChangeType(f.ctx, f.event, hanako.ID, online); err != nil {
				t.Fatal(err)
			}
			f.expect(f.in(before), "revoked")
			f.expect(f.in(f.ticket(f.event, hanako)), "admitted")
			f.expect(f.in(other), "admitted")
		},
		"cancelled": func(t *testing.T, f *fixture) {
			gone := f.register("gone", "online")
			text := f.ticket(f.event, gone)
			if err := f.registrations.Cancel(f.ctx, f.event, gone.ID, registration.ByAttendee); err != nil {
				t.Fatal(err)
			}
			f.expect(f.in(text), "cancelled")
			f.expect(f.in(gone.Code), "cancelled")
		},
		"unknown": func(_ *testing.T, f *fixture) {
			ticket := f.ticket(f.event, f.register("hanako", "venue"))
			forged := ticket[:len(ticket)-5] + "AAAAA"
			for _, text := range []string{"", "hello", "ZZZZ-ZZZZ", forged, "MG", strings.Repeat("長", 500)} {
				f.expect(f.in(text), "unknown")
			}
			for _, id := range []string{"x", models.NewID()} {
				scan := f.scan("", models.DirectionIn)
				scan.RegistrationID = id
				f.expect(describe(f.admit(scan)[0]), "unknown")
			}
		},
		"wrong event": func(t *testing.T, f *fixture) {
			other := modelstest.Summit(t, f.db, "other")
			attendee := f.registerAt(other, "taro", "online")
			f.expect(f.in(f.ticket(other, attendee)), "wrong_event")
			f.expect(f.in(attendee.Code), "unknown")
		},
	})
}

func expectSince(t *testing.T, o reception.Outcome, want time.Time) {
	t.Helper()
	if o.Since == nil {
		t.Fatal("the answer does not say since when")
	}
	if !o.Since.Equal(want) {
		t.Errorf("since %v, want %v", o.Since, want)
	}
}

func TestNobodyComesInToACancelledEvent(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		text := f.ticket(f.event, f.register("hanako", "venue"))
		f.event.State = models.EventCancelled
		f.expect(f.in(text), "cancelled")
	})
}

// Tickets say until when they are valid. Printed ones stay good where the event is put off.
func TestATicketStaysGoodWhenTheEventIsPutOff(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		text := f.ticket(f.event, f.register("hanako", "venue"))
		f.event.StartsAt, f.event.EndsAt = f.event.StartsAt.AddDate(0, 6, 0), f.event.EndsAt.AddDate(0, 6, 0)
		f.duringEvent()
		f.expect(f.in(text), "admitted")
		f.advance(61 * 24 * time.Hour)
		f.expect(f.in(text), "revoked")
	})
}

func TestATicketEndsLongAfterTheEvent(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		text := f.ticket(f.event, f.register("hanako", "venue"))
		f.advance(f.event.EndsAt.Sub(f.db.Now()) + 61*24*time.Hour)
		f.expect(f.in(text), "revoked")
	})
}

func TestARepeatedScanGetsItsFirstAnswer(t *testing.T) {
	eachCase(t, map[string]func(t *testing.T, f *fixture){
		"though the person has moved since": func(t *testing.T, f *fixture) {
			hanako := f.register("hanako", "venue")
			first, second := f.scan(hanako.Code, models.DirectionIn), f.scan(hanako.Code, models.DirectionIn)
			f.expect(describe(f.admit(first)[0]), "admitted")
			f.advance(time.Minute)
			already := f.admit(second)[0]
			f.expect(f.out(hanako.Code), "left")
			f.expect(describe(f.admit(first)[0]), "admitted")
			again := f.admit(second)[0]
			f.expect(describe(again), "already")
			expectSince(t, again, *already.Since)
			f.expect(f.inside(), "1 came, 0 inside")
		},
		"though the registration is cancelled since": func(t *testing.T, f *fixture) {
			hanako := f.register("hanako", "venue")
			first := f.scan(hanako.Code, models.DirectionIn)
			f.expect(describe(f.admit(first)[0]), "admitted")
			f.expect(f.out(hanako.Code), "left")
			if err := f.registrations.Cancel(f.ctx, f.event, hanako.ID, registration.ByAttendee); err != nil {
				t.Fatal(err)
			}
			f.expect(describe(f.admit(first)[0]), "admitted")
		},
		"and other content is pointed out and does nothing": func(t *testing.T, f *fixture) {
			hanako, taro := f.register("hanako", "venue"), f.register("taro", "venue")
			first := f.scan(hanako.Code, models.DirectionIn)
			f.expect(describe(f.admit(first)[0]), "admitted")
			changed := first
			changed.Ticket = taro.Code
			outcome := f.admit(changed)[0]
			f.expect(describe(outcome), "admitted other_content")
			if outcome.Registration.ID != hanako.ID {
				t.Errorf("the answer is about %s", outcome.Registration.Family)
			}
			changed = first
			changed.Direction = models.DirectionOut
			f.expect(describe(f.admit(changed)[0]), "admitted other_content")
			f.expect(f.in(taro.Code), "admitted")
		},
		"also within one call": func(_ *testing.T, f *fixture) {
			taro := f.register("taro", "venue")
			f.expect(f.in(taro.Code), "admitted")
			scan := f.scan(taro.Code, models.DirectionOut)
			outcomes := f.admit(scan, scan)
			f.expect(describe(outcomes[0])+", "+describe(outcomes[1]), "left, left")
		},
		"at its own event": func(t *testing.T, f *fixture) {
			first := f.scan(f.register("hanako", "venue").Code, models.DirectionIn)
			f.expect(describe(f.admit(first)[0]), "admitted")
			other := modelstest.Summit(t, f.db, "other")
			first.Ticket = f.registerAt(other, "taro", "online").Code
			outcomes, err := f.service.Admit(f.ctx, other, "", []reception.ScanInput{first})
			if err != nil {
				t.Fatal(err)
			}
			f.expect(describe(outcomes[0]), "admitted")
		},
	})
}

func TestWhenAScanWasMade(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		f.duringEvent()
		now, told := f.db.Now(), func(at time.Time) *time.Time { return &at }
		never := time.Date(1970, 1, 1, 0, 0, 5, 0, time.UTC)
		doorsOpen := f.event.StartsAt.Add(-24 * time.Hour).UTC()
		for name, c := range map[string]struct {
			at, want time.Time
			device   *time.Time
		}{
			"by a clock that runs ahead":  {now.Add(time.Hour), now, told(now.Add(time.Hour))},
			"by a clock that was not set": {never, now, &never},
			"two days before the event":   {now.Add(-48 * time.Hour), now, told(now.Add(-48 * time.Hour))},
			"when doors open":             {doorsOpen, doorsOpen, nil},
			"not told":                    {time.Time{}, now, nil},
			"in a year of five digits":    {now.AddDate(10_000, 0, 0), now, nil},
			"hours ago, without network":  {now.Add(-3 * time.Hour).In(f.event.Zone()), now.Add(-3 * time.Hour), nil},
		} {
			t.Run(name, func(t *testing.T) {
				scan := f.scan(f.register(fmt.Sprint("p", f.scans), "online").Code, models.DirectionIn)
				scan.ScannedAt = c.at
				f.admit(scan)
				stored, err := f.db.Query(f.ctx).CheckIns().ByID(f.event, scan.ID)
				if err != nil {
					t.Fatal(err)
				}
				apptest.Equal(t, "time of the scan", stored.ScannedAt, c.want.UTC())
				apptest.Equal(t, "what the device said", stored.DeviceAt, c.device)
				apptest.Equal(t, "door", stored.Door, "main")
				apptest.Equal(t, "who scanned", stored.ByName, "受付")
			})
		}
	})
}

func TestFiftyDoorsScanOneTicket(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		text := f.ticket(f.event, f.register("hanako", "venue"))
		scans := make([]reception.ScanInput, 50)
		for i := range scans {
			scans[i] = f.scan(text, models.DirectionIn)
		}
		var admitted, already atomic.Int64
		var doors sync.WaitGroup
		for _, scan := range scans {
			for range 2 { // and each door's network repeats it
				doors.Go(func() {
					outcomes, err := f.service.Admit(f.ctx, f.event, "", []reception.ScanInput{scan})
					switch {
					case err != nil:
						t.Error(err)
					case outcomes[0].CheckIn.Result == models.CheckInAdmitted:
						admitted.Add(1)
					case outcomes[0].CheckIn.Result == models.CheckInAlready:
						already.Add(1)
					}
				})
			}
		}
		doors.Wait()
		apptest.Equal(t, "scans that admitted", admitted.Load(), 2) // the first, and its repetition
		apptest.Equal(t, "scans of who was inside already", already.Load(), 98)
		f.expect(f.inside(), "1 came, 1 inside")
	})
}

// Two devices are online again. They send scans of the same people in opposite orders, and each sends all of them
// twice.
func TestDevicesThatWereOffline(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		const people = 40
		var there, back []reception.ScanInput
		for i := range people {
			code := f.register(fmt.Sprint("p", i), "online").Code
			there = append(there, f.scan(code, models.DirectionIn))
			back = append([]reception.ScanInput{f.scan(code, models.DirectionIn)}, back...)
		}
		admitted := map[string]int{}
		var lock sync.Mutex
		var devices sync.WaitGroup
		for _, scans := range [][]reception.ScanInput{there, back, there, back} {
			devices.Go(func() {
				outcomes, err := f.service.Admit(f.ctx, f.event, "", scans)
				if err != nil {
					t.Error(err)
				}
				lock.Lock()
				defer lock.Unlock()
				for _, outcome := range outcomes {
					if outcome.CheckIn.Result == models.CheckInAdmitted {
						admitted[outcome.Registration.ID+outcome.CheckIn.ID]++
					}
				}
			})
		}
		devices.Wait()
		if len(admitted) != people {
			t.Errorf("%d scans admitted %d people", len(admitted), people)
		}
		f.expect(f.inside(), fmt.Sprintf("%d came, %d inside", people, people))
	})
}

// Two servers get scans of the same two people in opposite orders from two devices. There is no deadlock.
func TestDevicesAtTwoServers(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		hanako, taro := f.register("hanako", "online").Code, f.register("taro", "online").Code
		var sending sync.WaitGroup
		for _, codes := range [][2]string{{hanako, taro}, {taro, hanako}} {
			var scans []reception.ScanInput
			for range 15 { // every repetition of a person needs another round
				scans = append(scans, f.scan(codes[0], models.DirectionIn), f.scan(codes[0], models.DirectionOut))
			}
			scans = append(scans, f.scan(codes[1], models.DirectionIn), f.scan(codes[0], models.DirectionIn))
			server := reception.New(f.db)
			sending.Go(func() {
				if _, err := server.Admit(f.ctx, f.event, "", scans); err != nil {
					t.Error(err)
				}
			})
		}
		sending.Wait()
		f.expect(f.inside(), "2 came, 2 inside")
	})
}

func TestHowMuchOneCallMayBring(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		scans := make([]reception.ScanInput, reception.MaxScans+1)
		for i := range scans {
			scans[i] = f.scan("hello", models.DirectionIn)
		}
		_, err := f.service.Admit(f.ctx, f.event, "", scans)
		expectCode(t, err, models.CodeInvalid)
		_, err = f.service.Admit(f.ctx, f.event, "", nil)
		expectCode(t, err, models.CodeInvalid)
		outcomes := f.admit(scans[:reception.MaxScans]...)
		apptest.Equal(t, "number of answers", len(outcomes), reception.MaxScans)
		apptest.Equal(t, "id of the last answer", outcomes[999].CheckIn.ID, scans[999].ID)
		for name, change := range map[string]func(*reception.ScanInput){
			"no id":            func(s *reception.ScanInput) { s.ID = "" },
			"a long id":        func(s *reception.ScanInput) { s.ID = strings.Repeat("長", 101) },
			"another way":      func(s *reception.ScanInput) { s.Direction = "sideways" },
			"a long door name": func(s *reception.ScanInput) { s.Door = strings.Repeat("長", 61) },
		} {
			t.Run(name, func(t *testing.T) {
				good, bad := f.scan("hello", models.DirectionIn), f.scan("hello", models.DirectionIn)
				change(&bad)
				_, err := f.service.Admit(f.ctx, f.event, "", []reception.ScanInput{good, bad})
				expectCode(t, err, models.CodeInvalid)
				if _, err := f.db.Query(f.ctx).CheckIns().ByID(f.event, good.ID); models.CodeOf(err) != models.CodeNotFound {
					t.Errorf("half of the call was done: %v", err)
				}
			})
		}
	})
}

// Another process stores a scan with the same id and other content, after our look-up and before we store ours.
func TestAScanIsStoredElsewhereMeanwhile(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		f.db.Rehearse(false) // the transaction closes a channel, so it must run once
		hanako, taro := f.register("hanako", "venue"), f.register("taro", "venue")
		scan := f.scan(taro.Code, models.DirectionIn)
		stored := make(chan struct{})
		var elsewhere sync.WaitGroup
		elsewhere.Go(func() {
			err := f.db.InTx(f.ctx, func(tx *models.Tx) error {
				defer time.Sleep(300 * time.Millisecond) // nothing tells when the other waits for a lock
				defer close(stored)
				move := models.Passage{
					RegistrationID: hanako.ID, EventID: f.event.ID, TicketTypeID: hanako.TicketTypeID, CheckInID: scan.ID, At: tx.Now,
				}
				if _, err := tx.Admissions().Record(f.event, []models.Passage{move}); err != nil {
					return err
				}
				_, err := tx.CheckIns().Insert([]models.CheckIn{{
					ID:             scan.ID,
					EventID:        f.event.ID,
					RegistrationID: &hanako.ID,
					Door:           "main",
					Direction:      models.DirectionIn,
					Result:         models.CheckInAdmitted,
					ScannedAt:      tx.Now,
				}})
				return err
			})
			if err != nil {
				t.Error(err)
			}
		})
		<-stored
		f.expect(describe(f.admit(scan)[0]), "admitted other_content")
		elsewhere.Wait()
		f.expect(f.inside(), "1 came, 1 inside")
	})
}
