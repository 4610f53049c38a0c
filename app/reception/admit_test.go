package reception_test

import (
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"meguri/app/reception"
	"meguri/models"
	"meguri/models/modelstest"
)

func TestEveryAnswerToAScan(t *testing.T) {
	each(t, func(t *testing.T, d *door) {
		hanako := d.person("hanako", "venue")
		ticket := d.ticket(d.event, hanako)
		t.Run("admitted, already, left", func(t *testing.T) {
			d.expect(d.in(ticket), "admitted")
			d.pass(2 * time.Minute)
			d.expect(d.in(strings.ToLower(hanako.Code)), "already")
			d.expect(d.out(ticket), "left")
			d.expect(d.inside(), "1 came, 0 inside")
			d.expect(d.in(hanako.Code), "admitted")
			d.expect(d.inside(), "1 came, 1 inside")
		})
		t.Run("already since when", func(t *testing.T) {
			at := d.db.Now()
			d.pass(5 * time.Minute)
			outcome := d.admit(d.scan(ticket, models.DirectionIn))[0]
			if outcome.Since == nil || !outcome.Since.Equal(at) {
				t.Errorf("since %v, want %v", outcome.Since, at)
			}
		})
		t.Run("chosen from a list", func(t *testing.T) {
			scan := d.scan("", models.DirectionOut)
			scan.RegistrationID = hanako.ID
			d.expect(told(d.admit(scan)[0]), "left")
		})
		t.Run("left without having come", func(t *testing.T) {
			taro := d.person("taro", "online")
			d.expect(d.out(taro.Code), "left not_inside")
			d.expect(d.inside(), "1 came, 0 inside")
		})
		t.Run("waitlisted", func(t *testing.T) {
			d.person("second", "venue")
			d.expect(d.in(d.person("third", "venue").Code), "waitlisted")
		})
		t.Run("revoked by a newer ticket", func(t *testing.T) {
			mover := d.person("mover", "online")
			old := d.ticket(d.event, mover)
			if err := d.registrations.ChangeType(d.ctx, d.event, hanako.ID, "online", false); err != nil {
				t.Fatal(err)
			}
			d.expect(d.in(ticket), "revoked")
			d.expect(d.in(d.ticket(d.event, hanako)), "admitted")
			d.expect(d.in(old), "admitted")
		})
		t.Run("cancelled", func(t *testing.T) {
			gone := d.person("gone", "online")
			text := d.ticket(d.event, gone)
			if err := d.registrations.Cancel(d.ctx, d.event, gone.ID); err != nil {
				t.Fatal(err)
			}
			d.expect(d.in(text), "cancelled")
			d.expect(d.in(gone.Code), "cancelled")
		})
		t.Run("unknown", func(t *testing.T) {
			forged := ticket[:len(ticket)-5] + "AAAAA"
			for _, text := range []string{"", "hello", "ZZZZ-ZZZZ", forged, "MG", strings.Repeat("長", 500)} {
				d.expect(d.in(text), "unknown")
			}
			for _, id := range []string{"x", models.NewID()} {
				scan := d.scan("", models.DirectionIn)
				scan.RegistrationID = id
				d.expect(told(d.admit(scan)[0]), "unknown")
			}
		})
		t.Run("wrong event", func(t *testing.T) {
			other := modelstest.Summit(t, d.db, "other")
			visitor := d.personAt(other, "visitor", "online")
			d.expect(d.in(d.ticket(other, visitor)), "wrong_event")
			d.expect(d.in(visitor.Code), "unknown")
		})
	})
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
	each(t, func(t *testing.T, d *door) {
		hanako, taro := d.person("hanako", "venue"), d.person("taro", "venue")
		first := d.scan(hanako.Code, models.DirectionIn)
		second := d.scan(hanako.Code, models.DirectionIn)
		d.expect(told(d.admit(first)[0]), "admitted")
		d.pass(time.Minute)
		already := d.admit(second)[0]
		t.Run("though the person has moved since", func(t *testing.T) {
			d.expect(d.out(hanako.Code), "left")
			d.expect(told(d.admit(first)[0]), "admitted")
			again := d.admit(second)[0]
			d.expect(told(again), "already")
			if again.Since == nil || !again.Since.Equal(*already.Since) {
				t.Errorf("since %v, was %v", again.Since, already.Since)
			}
			d.expect(d.inside(), "1 came, 0 inside")
		})
		t.Run("though the registration is cancelled since", func(t *testing.T) {
			if err := d.registrations.Cancel(d.ctx, d.event, hanako.ID); err != nil {
				t.Fatal(err)
			}
			d.expect(told(d.admit(first)[0]), "admitted")
		})
		t.Run("and other content is pointed out and does nothing", func(t *testing.T) {
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
		})
		t.Run("also within one call", func(t *testing.T) {
			scan := d.scan(taro.Code, models.DirectionOut)
			outcomes := d.admit(scan, scan)
			d.expect(told(outcomes[0])+", "+told(outcomes[1]), "left, left")
		})
		t.Run("at its own event", func(t *testing.T) {
			other := modelstest.Summit(t, d.db, "other")
			scan := first
			scan.Ticket = d.personAt(other, "visitor", "online").Code
			outcomes, err := d.service.Admit(d.ctx, other, "", []reception.Scan{scan})
			if err != nil || told(outcomes[0]) != "admitted" {
				t.Errorf("%+v, %v", outcomes, err)
			}
		})
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
				if err != nil || !kept.ScannedAt.Equal(c.want) || kept.Door != "main" || kept.ByName != "受付" {
					t.Errorf("%+v, %v", kept, err)
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
