package registration_test

import (
	"fmt"
	"testing"
	"time"

	"meguri/app/registration"
	"meguri/models"
)

// askToConfirm switches the event's confirmation on.
func (f *fixture) askToConfirm(hours int) {
	f.t.Helper()
	f.write(func(tx *models.Tx) error {
		e, err := tx.Events().ByID(f.event.ID)
		if err != nil {
			return err
		}
		e.ConfirmHours = hours
		*f.event = *e
		return tx.Events().Update(f.event, e.Version)
	})
}

// Somebody takes all places with addresses that do not exist.
func TestPlacesOfInventedAddressesGoToWhoWaits(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		f.askToConfirm(24)
		f.must(f.setCapacity("venue", 13))
		var invented []*models.Registration
		for i := range 13 {
			invented = append(invented, f.signUp(fmt.Sprint("invented-", i), "venue"))
		}
		first, second := f.signUp("first", "venue"), f.signUp("second", "venue")
		f.must(f.open(f.service.Link(first)))
		f.expect(first, "waitlisted venue 1")

		f.advance(23 * time.Hour)
		f.sendLinks()
		f.expect(first, "waitlisted venue 1")
		f.advance(time.Hour)
		f.sendLinks()
		for _, r := range invented {
			f.expect(r, "lapsed venue")
		}
		f.expectMails(invented[0], registration.MailConfirmed+" "+registration.MailLapseSoon+" "+registration.MailLapsed)
		f.expect(first, "confirmed venue")
		f.expect(second, "confirmed venue")
		f.expectMails(first, registration.MailWaitlisted+" "+registration.MailPromoted)
		f.expectExact()

		f.advance(25 * time.Hour)
		f.sendLinks()
		f.expect(first, "confirmed venue")
		f.expect(second, "lapsed venue") // they never opened their mail
		f.expectExact()
		f.expect(f.signUp("invented-1", "venue"), "confirmed venue") // who was on holiday registers again
	})
}

// The invented addresses also stand first in the waiting list.
func TestWhoConfirmedComesBeforeWhoDidNot(t *testing.T) {
	eachCase(t, map[string]func(t *testing.T, f *fixture){
		"where the event asks": func(t *testing.T, f *fixture) {
			f.askToConfirm(24)
			first := f.signUp("first", "venue")
			f.signUp("second", "venue")
			invented, honest := f.signUp("invented", "venue"), f.signUp("honest", "venue")
			f.must(f.open(f.service.Link(honest)))
			f.cancel(first)
			f.expect(honest, "confirmed venue")
			f.expect(invented, "waitlisted venue 1")
			f.expectExact()
		},
		"and not where it does not": func(t *testing.T, f *fixture) {
			first := f.signUp("first", "venue")
			f.signUp("second", "venue")
			next, later := f.signUp("next", "venue"), f.signUp("later", "venue")
			f.must(f.open(f.service.Link(later)))
			f.cancel(first)
			f.expect(next, "confirmed venue")
			f.expect(later, "waitlisted venue 1")
		},
	})
}

func TestAPlaceIsKept(t *testing.T) {
	eachCase(t, map[string]func(t *testing.T, f *fixture){
		"once the mailed link was opened": func(t *testing.T, f *fixture) {
			f.askToConfirm(24)
			r := f.signUp("a", "venue")
			expectEqual(t, "it is to be confirmed", f.current(r).ConfirmBy != nil, true)
			f.must(f.open(f.service.ProvisionalLink(r)))
			expectEqual(t, "it is to be confirmed", f.current(r).ConfirmBy != nil, true)
			f.must(f.open(f.service.Link(r)))
			expectEqual(t, "it is to be confirmed", f.current(r).ConfirmBy != nil, false)
			f.advance(25 * time.Hour)
			f.sendLinks()
			f.expect(r, "confirmed venue")
		},
		"where the event does not ask": func(t *testing.T, f *fixture) {
			r := f.signUp("a", "venue")
			f.askToConfirm(24)
			f.advance(25 * time.Hour)
			f.sendLinks()
			f.expect(r, "confirmed venue")
		},
		"where the event does not ask any more": func(t *testing.T, f *fixture) {
			f.askToConfirm(24)
			r := f.signUp("a", "venue")
			f.askToConfirm(0)
			f.advance(25 * time.Hour)
			f.sendLinks()
			f.expect(r, "confirmed venue")
		},
		"where the event begins before": func(t *testing.T, f *fixture) {
			f.askToConfirm(24)
			f.advance(f.event.StartsAt.Sub(f.db.Now()) - 23*time.Hour)
			r := f.signUp("a", "venue")
			expectEqual(t, "it is to be confirmed", f.current(r).ConfirmBy != nil, false)
		},
		"where the job comes late and the event has begun": func(t *testing.T, f *fixture) {
			f.askToConfirm(24)
			r := f.signUp("a", "venue")
			f.advance(f.event.StartsAt.Sub(f.db.Now()) + time.Minute)
			f.sendLinks()
			f.expect(r, "confirmed venue")
		},
		"by who was admitted": func(t *testing.T, f *fixture) {
			f.askToConfirm(24)
			r := f.signUp("a", "venue")
			f.write(func(tx *models.Tx) error {
				passage := models.Passage{RegistrationID: r.ID, EventID: f.event.ID, CheckInID: "scan", At: tx.Now}
				_, err := tx.Admissions().Record(f.event, []models.Passage{passage})
				return err
			})
			f.advance(25 * time.Hour)
			f.sendLinks()
			f.expect(r, "confirmed venue")
		},
		"by who cancelled no longer": func(t *testing.T, f *fixture) {
			f.askToConfirm(24)
			r := f.signUp("a", "venue")
			f.cancel(r)
			f.advance(25 * time.Hour)
			f.sendLinks()
			f.expect(r, "cancelled venue")
			f.expectExact()
		},
	})
}
