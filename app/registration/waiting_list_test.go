package registration_test

import (
	"fmt"
	"testing"
	"time"

	"meguri/app/registration"
	"meguri/models"
)

// fillVenue takes both places at the venue.
func (f *fixture) fillVenue() {
	f.t.Helper()
	f.signUp("first", "venue")
	f.signUp("second", "venue")
}

// stopClock lets no time go by.
func (f *fixture) stopClock() {
	at := f.db.Now()
	f.db.SetClock(func() time.Time { return at })
}

func TestTheWaitingList(t *testing.T) {
	eachCase(t, map[string]func(t *testing.T, f *fixture){
		"is joined where all places are taken": func(t *testing.T, f *fixture) {
			f.fillVenue()
			r := f.signUp("a", "venue")
			f.expect(r, "waitlisted venue 1")
			f.expectMails(r, registration.MailWaitlisted)
			f.expectExact()
		},
		"keeps the order of people who come in one microsecond": func(t *testing.T, f *fixture) {
			f.fillVenue()
			f.stopClock()
			for i := range 3 {
				f.expect(f.signUp(fmt.Sprint("p", i), "venue"), fmt.Sprint("waitlisted venue ", i+1))
			}
		},
		"keeps the order where a clock is behind": func(t *testing.T, f *fixture) {
			f.fillVenue()
			first := f.signUp("a", "venue")
			f.advance(-time.Hour)
			f.expect(f.signUp("b", "venue"), "waitlisted venue 2")
			f.expect(first, "waitlisted venue 1")
		},
		"is told by mail with the position": func(t *testing.T, f *fixture) {
			f.fillVenue()
			f.signUp("a", "venue")
			list, err := f.db.Query(f.ctx).Mails().OfRegistration(f.signUp("b", "venue"))
			f.must(err)
			expectEqual(t, "position", list[0].Data["position"], "2")
		},
		"gives no ticket": func(t *testing.T, f *fixture) {
			f.fillVenue()
			_, err := f.service.Ticket(f.ctx, f.event, f.current(f.signUp("a", "venue")))
			expectCode(t, err, models.CodeConflict)
		},
		"is of one ticket type": func(t *testing.T, f *fixture) {
			f.fillVenue()
			f.signUp("a", "venue")
			f.expect(f.signUp("b", "online"), "confirmed online")
		},
	})
}

func TestMorePlacesGoToWhoWaits(t *testing.T) {
	eachCase(t, map[string]func(t *testing.T, f *fixture){
		"as many as there are": func(t *testing.T, f *fixture) {
			f.fillVenue()
			a, b, c := f.signUp("a", "venue"), f.signUp("b", "venue"), f.signUp("c", "venue")
			f.must(f.setCapacity("venue", 4))
			f.expect(a, "confirmed venue")
			f.expect(b, "confirmed venue")
			f.expect(c, "waitlisted venue 1")
			f.expectMails(a, registration.MailWaitlisted+" "+registration.MailPromoted)
			f.expectMails(c, registration.MailWaitlisted)
			f.expectExact()
		},
		"and the rest to who comes next": func(t *testing.T, f *fixture) {
			f.fillVenue()
			waiting := f.signUp("a", "venue")
			f.must(f.setCapacity("venue", 10))
			f.expect(waiting, "confirmed venue")
			f.expect(f.signUp("b", "venue"), "confirmed venue")
			f.expectExact()
		},
		"but no place is taken away": func(t *testing.T, f *fixture) {
			f.fillVenue()
			waiting := f.signUp("a", "venue")
			f.must(f.setCapacity("venue", 1))
			f.expect(waiting, "waitlisted venue 1")
			f.expectExact()
		},
	})
}
