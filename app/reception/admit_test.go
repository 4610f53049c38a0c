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
	"meguri/models"
	"meguri/models/modelstest"
)

// eachAnswer runs sub-tests on each engine, each at the reception of an event of its own.
func eachAnswer(t *testing.T, tests map[string]func(t *testing.T, d *door)) {
	t.Helper()
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		number := 0
		for name, test := range tests {
			number++
			slug := fmt.Sprint("summit-", number)
			t.Run(name, func(t *testing.T) { test(t, newDoorAt(t, db, slug)) })
		}
	})
}

func TestEveryAnswerToAScan(t *testing.T) {
	eachAnswer(t, map[string]func(t *testing.T, d *door){
		"admitted, already, left": func(_ *testing.T, d *door) {
			hanako := d.person("hanako", "venue")
			ticket := d.ticket(d.event, hanako)
			d.expect(d.in(ticket), "admitted")
			d.pass(2 * time.Minute)
			d.expect(d.in(strings.ToLower(hanako.Code)), "already")
			d.expect(d.out(ticket), "left")
			d.expect(d.inside(), "1 came, 0 inside")
			d.expect(d.in(hanako.Code), "admitted")
			d.expect(d.inside(), "1 came, 1 inside")
		},
		"already since when": func(t *testing.T, d *door) {
			ticket := d.ticket(d.event, d.person("hanako", "venue"))
			d.pass(0) // the clock stands
			at := d.db.Now()
			d.expect(d.in(ticket), "admitted")
			d.pass(5 * time.Minute)
			expectSince(t, d.admit(d.scan(ticket, models.DirectionIn))[0], at)
		},
		"chosen from a list": func(_ *testing.T, d *door) {
			hanako := d.person("hanako", "venue")
			scan := d.scan("", models.DirectionIn)
			scan.RegistrationID = hanako.ID
			d.expect(told(d.admit(scan)[0]), "admitted")
			scan = d.scan("", models.DirectionOut)
			scan.RegistrationID = hanako.ID
			d.expect(told(d.admit(scan)[0]), "left")
		},
		"left without having come": func(_ *testing.T, d *door) {
			d.expect(d.out(d.person("taro", "online").Code), "left not_inside")
			d.expect(d.inside(), "0 came, 0 inside")
		},
		"waitlisted": func(_ *testing.T, d *door) {
			d.person("first", "venue")
			d.person("second", "venue")
			d.expect(d.in(d.person("third", "venue").Code), "waitlisted")
		},
		"revoked by a newer ticket": func(t *testing.T, d *door) {
			hanako, taro := d.person("hanako", "venue"), d.person("taro", "online")
			before, other := d.ticket(d.event, hanako), d.ticket(d.event, taro)
			if err := d.registrations.ChangeType(d.ctx, d.event, hanako.ID, &registration.ChangeInput{TicketType: "online"}); err != nil {
				t.Fatal(err)
			}
			d.expect(d.in(before), "revoked")
			d.expect(d.in(d.ticket(d.event, hanako)), "admitted")
			d.expect(d.in(other), "admitted")
		},
		"cancelled": func(t *testing.T, d *door) {
			gone := d.person("gone", "online")
			text := d.ticket(d.event, gone)
			if err := d.registrations.Cancel(d.ctx, d.event, gone.ID); err != nil {
				t.Fatal(err)
			}
			d.expect(d.in(text), "cancelled")
			d.expect(d.in(gone.Code), "cancelled")
		},
		"unknown": func(_ *testing.T, d *door) {
			ticket := d.ticket(d.event, d.person("hanako", "venue"))
			forged := ticket[:len(ticket)-5] + "AAAAA"
			for _, text := range []string{"", "hello", "ZZZZ-ZZZZ", forged, "MG", strings.Repeat("長", 500)} {
				d.expect(d.in(text), "unknown")
			}
			for _, id := range []string{"x", models.NewID()} {
				scan := d.scan("", models.DirectionIn)
				scan.RegistrationID = id
				d.expect(told(d.admit(scan)[0]), "unknown")
			}
		},
		"wrong event": func(t *testing.T, d *door) {
			other := modelstest.Summit(t, d.db, "other")
			visitor := d.personAt(other, "visitor", "online")
			d.expect(d.in(d.ticket(other, visitor)), "wrong_event")
			d.expect(d.in(visitor.Code), "unknown")
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
	each(t, func(t *testing.T, d *door) {
		text := d.ticket(d.event, d.person("hanako", "venue"))
		d.event.State = models.EventCancelled
		d.expect(d.in(text), "cancelled")
	})
}

func TestATicketEndsLongAfterTheEvent(t *testing.T) {
	each(t, func(t *testing.T, d *door) {
		text := d.ticket(d.event, d.person("hanako", "venue"))
		d.pass(d.event.EndsAt.Sub(d.db.Now()) + 61*24*time.Hour)
		d.expect(d.in(text), "revoked")
	})
}

func TestARepeatedScanGetsItsFirstAnswer(t *testing.T) {
	eachAnswer(t, map[string]func(t *testing.T, d *door){
		"though the person has moved since": func(t *testing.T, d *door) {
			hanako := d.person("hanako", "venue")
			first, second := d.scan(hanako.Code, models.DirectionIn), d.scan(hanako.Code, models.DirectionIn)
			d.expect(told(d.admit(first)[0]), "admitted")
			d.pass(time.Minute)
			already := d.admit(second)[0]
			d.expect(d.out(hanako.Code), "left")
			d.expect(told(d.admit(first)[0]), "admitted")
			again := d.admit(second)[0]
			d.expect(told(again), "already")
			expectSince(t, again, *already.Since)
			d.expect(d.inside(), "1 came, 0 inside")
		},
		"though the registration is cancelled since": func(t *testing.T, d *door) {
			hanako := d.person("hanako", "venue")
			first := d.scan(hanako.Code, models.DirectionIn)
			d.expect(told(d.admit(first)[0]), "admitted")
			if err := d.registrations.Cancel(d.ctx, d.event, hanako.ID); err != nil {
				t.Fatal(err)
			}
			d.expect(told(d.admit(first)[0]), "admitted")
		},
		"and other content is pointed out and does nothing": func(t *testing.T, d *door) {
			hanako, taro := d.person("hanako", "venue"), d.person("taro", "venue")
			first := d.scan(hanako.Code, models.DirectionIn)
			d.expect(told(d.admit(first)[0]), "admitted")
			changed := first
			changed.Ticket = taro.Code
			outcome := d.admit(changed)[0]
			d.expect(told(outcome), "admitted other_content")
			if outcome.Registration.ID != hanako.ID {
				t.Errorf("the answer is about %s", outcome.Registration.Family)
			}
			changed = first
			changed.Direction = models.DirectionOut
			d.expect(told(d.admit(changed)[0]), "admitted other_content")
			d.expect(d.in(taro.Code), "admitted")
		},
		"also within one call": func(_ *testing.T, d *door) {
			taro := d.person("taro", "venue")
			d.expect(d.in(taro.Code), "admitted")
			scan := d.scan(taro.Code, models.DirectionOut)
			outcomes := d.admit(scan, scan)
			d.expect(told(outcomes[0])+", "+told(outcomes[1]), "left, left")
		},
		"at its own event": func(t *testing.T, d *door) {
			first := d.scan(d.person("hanako", "venue").Code, models.DirectionIn)
			d.expect(told(d.admit(first)[0]), "admitted")
			other := modelstest.Summit(t, d.db, "other")
			first.Ticket = d.personAt(other, "visitor", "online").Code
			outcomes, err := d.service.Admit(d.ctx, other, "", []reception.Scan{first})
			if err != nil {
				t.Fatal(err)
			}
			d.expect(told(outcomes[0]), "admitted")
		},
	})
}

func TestWhenAScanWasMade(t *testing.T) {
	each(t, func(t *testing.T, d *door) {
		now := d.db.Now()
		d.db.SetClock(func() time.Time { return now })
		for name, c := range map[string]struct{ at, want time.Time }{
			"by a clock that runs ahead": {now.Add(time.Hour), now},
			"not told":                   {time.Time{}, now},
			"hours ago, without network": {now.Add(-3 * time.Hour).In(d.event.Zone()), now.Add(-3 * time.Hour)},
		} {
			t.Run(name, func(t *testing.T) {
				scan := d.scan(d.person(fmt.Sprint("p", d.scans), "online").Code, models.DirectionIn)
				scan.ScannedAt = c.at
				d.admit(scan)
				kept, err := d.db.Query(d.ctx).CheckIns().ByID(d.event, scan.ID)
				if err != nil {
					t.Fatal(err)
				}
				if !kept.ScannedAt.Equal(c.want) {
					t.Errorf("scanned at %v, want %v", kept.ScannedAt, c.want)
				}
				if kept.Door != "main" {
					t.Errorf("at the door %q", kept.Door)
				}
				if kept.ByName != "受付" {
					t.Errorf("by %q", kept.ByName)
				}
			})
		}
	})
}

func TestFiftyDoorsScanOneTicket(t *testing.T) {
	each(t, func(t *testing.T, d *door) {
		text := d.ticket(d.event, d.person("hanako", "venue"))
		scans := make([]reception.Scan, 50)
		for i := range scans {
			scans[i] = d.scan(text, models.DirectionIn)
		}
		var admitted, already atomic.Int64
		var doors sync.WaitGroup
		for _, scan := range scans {
			for range 2 { // and each door's network repeats it
				doors.Go(func() {
					outcomes, err := d.service.Admit(d.ctx, d.event, "", []reception.Scan{scan})
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
		if admitted.Load() != 2 || already.Load() != 98 { // the one who was first, and its repetition
			t.Errorf("%d admitted, %d already", admitted.Load(), already.Load())
		}
		d.expect(d.inside(), "1 came, 1 inside")
	})
}

// Two devices come back on the network and send the same people in opposite orders, and each sends all of it twice.
func TestDevicesThatWereOffline(t *testing.T) {
	each(t, func(t *testing.T, d *door) {
		const people = 40
		var there, back []reception.Scan
		for i := range people {
			code := d.person(fmt.Sprint("p", i), "online").Code
			there = append(there, d.scan(code, models.DirectionIn))
			back = append([]reception.Scan{d.scan(code, models.DirectionIn)}, back...)
		}
		admitted := map[string]int{}
		var lock sync.Mutex
		var devices sync.WaitGroup
		for _, scans := range [][]reception.Scan{there, back, there, back} {
			devices.Go(func() {
				outcomes, err := d.service.Admit(d.ctx, d.event, "", scans)
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
		d.expect(d.inside(), fmt.Sprintf("%d came, %d inside", people, people))
	})
}

// Two servers take what two devices send of the same two people, in opposite orders: none waits for the other for ever.
func TestDevicesAtTwoServers(t *testing.T) {
	each(t, func(t *testing.T, d *door) {
		hanako, taro := d.person("hanako", "online").Code, d.person("taro", "online").Code
		var sending sync.WaitGroup
		for _, codes := range [][2]string{{hanako, taro}, {taro, hanako}} {
			var scans []reception.Scan
			for range 15 { // each once more in a transaction is a statement of its own
				scans = append(scans, d.scan(codes[0], models.DirectionIn), d.scan(codes[0], models.DirectionOut))
			}
			scans = append(scans, d.scan(codes[1], models.DirectionIn), d.scan(codes[0], models.DirectionIn))
			server := reception.New(d.db)
			sending.Go(func() {
				if _, err := server.Admit(d.ctx, d.event, "", scans); err != nil {
					t.Error(err)
				}
			})
		}
		sending.Wait()
		d.expect(d.inside(), "2 came, 2 inside")
	})
}

func TestHowMuchOneCallMayBring(t *testing.T) {
	each(t, func(t *testing.T, d *door) {
		scans := make([]reception.Scan, reception.MaxScans+1)
		for i := range scans {
			scans[i] = d.scan("hello", models.DirectionIn)
		}
		_, err := d.service.Admit(d.ctx, d.event, "", scans)
		expectCode(t, err, models.CodeInvalid)
		_, err = d.service.Admit(d.ctx, d.event, "", nil)
		expectCode(t, err, models.CodeInvalid)
		outcomes := d.admit(scans[:reception.MaxScans]...)
		if len(outcomes) != reception.MaxScans || outcomes[999].CheckIn.ID != scans[999].ID {
			t.Errorf("%d answers", len(outcomes))
		}
		for name, change := range map[string]func(*reception.Scan){
			"no id":            func(s *reception.Scan) { s.ID = "" },
			"a long id":        func(s *reception.Scan) { s.ID = strings.Repeat("長", 101) },
			"another way":      func(s *reception.Scan) { s.Direction = "sideways" },
			"a long door name": func(s *reception.Scan) { s.Door = strings.Repeat("長", 61) },
		} {
			t.Run(name, func(t *testing.T) {
				good, bad := d.scan("hello", models.DirectionIn), d.scan("hello", models.DirectionIn)
				change(&bad)
				_, err := d.service.Admit(d.ctx, d.event, "", []reception.Scan{good, bad})
				expectCode(t, err, models.CodeInvalid)
				if _, err := d.db.Query(d.ctx).CheckIns().ByID(d.event, good.ID); models.CodeOf(err) != models.CodeNotFound {
					t.Errorf("half of the call was done: %v", err)
				}
			})
		}
	})
}

// The same scan is stored by another program, with other content, between our look for it and our own answer.
func TestAScanIsStoredElsewhereMeanwhile(t *testing.T) {
	each(t, func(t *testing.T, d *door) {
		d.db.Rehearse(false) // this transaction tells when it is under way
		hanako, taro := d.person("hanako", "venue"), d.person("taro", "venue")
		scan := d.scan(taro.Code, models.DirectionIn)
		stored := make(chan struct{})
		var elsewhere sync.WaitGroup
		elsewhere.Go(func() {
			err := d.db.InTx(d.ctx, func(tx *models.Tx) error {
				defer time.Sleep(300 * time.Millisecond) // while the other looks and waits
				defer close(stored)
				move := models.Passage{RegistrationID: hanako.ID, EventID: d.event.ID, CheckInID: scan.ID, At: tx.Now}
				if _, err := tx.Admissions().Enter([]models.Passage{move}); err != nil {
					return err
				}
				_, err := tx.CheckIns().Insert([]models.CheckIn{{ID: scan.ID, EventID: d.event.ID, RegistrationID: &hanako.ID, Door: "main",
					Direction: models.DirectionIn, Result: models.CheckInAdmitted, ScannedAt: tx.Now}})
				return err
			})
			if err != nil {
				t.Error(err)
			}
		})
		<-stored
		d.expect(told(d.admit(scan)[0]), "admitted other_content")
		elsewhere.Wait()
		d.expect(d.inside(), "1 came, 1 inside")
	})
}
