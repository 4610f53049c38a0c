package faults_test

import (
	"crypto/ed25519"
	"encoding/base64"
	"fmt"
	"testing"
	"time"

	"meguri/app/reception"
	"meguri/app/service/ticket"
	"meguri/app/testkit/browser"
	"meguri/models"
	"meguri/models/modelstest"
)

// A phone sends what it scanned without a network, and the program dies in the middle of the batch, three times: the
// phone sends it again, nothing is lost or stored twice.
func TestKilledInABatchOfScans(t *testing.T) {
	t.Parallel()
	eachEngine(t, func(t *testing.T, address string) {
		const people = 20
		var event *models.Event
		var tickets []string
		var path string
		prepare(t, address, func(db *models.DB, e *models.Event) {
			event = e
			tickets = ticketsOf(t, db, e, people)
			pairing, err := reception.New(
				db,
			).NewDevice(
				t.Context(),
				e,
				"主催",
				reception.DeviceInput{Name: "正門", Supervises: true},
			)
			if err != nil {
				t.Fatal(err)
			}
			path = pairing.Path
		})
		s := serve(t, address)
		p := browser.Start(t).Visit(t, s.base, t.Name(), browser.View{Width: 390, Lang: "en"}).CutsNetwork()
		p.Open(path).Sees("device.app_ready").Awaits(`caches.match('/reception/summit/').then((kept) => kept ? 'kept' : '')`)
		s.kill()
		for _, scanned := range tickets {
			p.Says(fmt.Sprintf(`((text) => {
			  for (const key of [...text, 'Enter']) {
			    document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }))
			  }
			  return ''
			})(%q)`, scanned))
			p.Sees("reception.result_admitted").Press("device.app_next").Sees("device.app_ready")
		}
		for range 3 {
			s.start()
			withDatabase(t, address, func(db *models.DB) {
				err := db.InTx(t.Context(), func(tx *models.Tx) error {
					_, err := tx.Registrations().AtDoors(event, nil, nil) // the batch waits for this transaction
					p.Says(`(dispatchEvent(new Event('online')), '')`)
					time.Sleep(time.Second)
					s.kill()
					return err
				})
				if err != nil {
					t.Error(err)
				}
			})
			expectScans(t, address, event, 0)
		}
		s.start()
		p.Says(`(dispatchEvent(new Event('online')), '')`)
		p.Sees("device.app_online")
		eventually(t, timeout, "all scans are known", func() bool { return scansOf(t, address, event) == people })
		expectScans(t, address, event, people)
		p.Forget()
	})
}

// ticketsOf are tickets of new people.
func ticketsOf(t *testing.T, db *models.DB, event *models.Event, people int) []string {
	t.Helper()
	public, private, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	err = db.InTx(t.Context(), func(tx *models.Tx) error {
		return tx.EventKeys().Add(&models.EventKey{
			EventID: event.ID, Number: 1, PublicKey: base64.StdEncoding.EncodeToString(public),
			PrivateKey: base64.StdEncoding.EncodeToString(private),
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	tickets := make([]string, people)
	for i := range tickets {
		r := modelstest.Registration(t, db, event, "venue")
		tickets[i], err = ticket.Sign(ticket.Key{Number: 1, Private: private}, ticket.Claims{
			EventID: event.ID, RegistrationID: r.ID, TicketTypeID: r.TicketTypeID, Serial: 1,
			NotAfter: ticket.NotAfter(event.EndsAt),
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return tickets
}

// scansOf counts the scans of an event that let somebody in.
func scansOf(t *testing.T, address string, event *models.Event) (n int) {
	t.Helper()
	withDatabase(t, address, func(db *models.DB) {
		scans, err := db.Query(t.Context()).CheckIns().Recent(event, 1000)
		if err != nil {
			t.Fatal(err)
		}
		n = len(scans)
	})
	return n
}

// expectScans demands so many scans, and as many people inside.
func expectScans(t *testing.T, address string, event *models.Event, want int) {
	t.Helper()
	if n := scansOf(t, address, event); n != want {
		t.Errorf("%d scans, want %d", n, want)
	}
	withDatabase(t, address, func(db *models.DB) {
		arrivals, err := db.Query(t.Context()).Admissions().Arrivals(event)
		inside := 0
		for _, a := range arrivals {
			inside += a.Inside
		}
		if err != nil || inside != want {
			t.Errorf("%d inside, want %d: %v", inside, want, err)
		}
	})
}
