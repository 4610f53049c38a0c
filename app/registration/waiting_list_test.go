package registration_test

import (
	"fmt"
	"testing"
	"time"

	"meguri/app/registration"
	"meguri/models"
)

// fill takes both places at the venue.
func (d *driver) fill() {
	d.t.Helper()
	d.signUp("first", "venue")
	d.signUp("second", "venue")
}

// stop lets no time go by.
func (d *driver) stop() {
	at := d.db.Now()
	d.db.SetClock(func() time.Time { return at })
}

func TestTheWaitingList(t *testing.T) {
	cases(t, map[string]func(t *testing.T, d *driver){
		"is joined where all places are taken": func(t *testing.T, d *driver) {
			d.fill()
			r := d.signUp("a", "venue")
			d.expect(r, "waitlisted venue 1")
			d.expectMails(r, registration.MailWaitlisted)
			d.expectExact()
		},
		"keeps the order of people who come in one microsecond": func(t *testing.T, d *driver) {
			d.fill()
			d.stop()
			for i := range 3 {
				d.expect(d.signUp(fmt.Sprint("p", i), "venue"), fmt.Sprint("waitlisted venue ", i+1))
			}
		},
		"keeps the order where a clock is behind": func(t *testing.T, d *driver) {
			d.fill()
			first := d.signUp("a", "venue")
			d.pass(-time.Hour)
			d.expect(d.signUp("b", "venue"), "waitlisted venue 2")
			d.expect(first, "waitlisted venue 1")
		},
		"is told by mail with the position": func(t *testing.T, d *driver) {
			d.fill()
			d.signUp("a", "venue")
			list, err := d.db.Query(d.ctx).Mails().OfRegistration(d.signUp("b", "venue"))
			d.must(err)
			expectEqual(t, "position", list[0].Data["position"], "2")
		},
		"gives no ticket": func(t *testing.T, d *driver) {
			d.fill()
			_, err := d.service.Ticket(d.ctx, d.event, d.now(d.signUp("a", "venue")))
			expectCode(t, err, models.CodeConflict)
		},
		"is of one ticket type": func(t *testing.T, d *driver) {
			d.fill()
			d.signUp("a", "venue")
			d.expect(d.signUp("b", "online"), "confirmed online")
		},
	})
}

func TestMorePlacesGoToWhoWaits(t *testing.T) {
	cases(t, map[string]func(t *testing.T, d *driver){
		"as many as there are": func(t *testing.T, d *driver) {
			d.fill()
			a, b, c := d.signUp("a", "venue"), d.signUp("b", "venue"), d.signUp("c", "venue")
			d.must(d.setCapacity("venue", 4))
			d.expect(a, "confirmed venue")
			d.expect(b, "confirmed venue")
			d.expect(c, "waitlisted venue 1")
			d.expectMails(a, registration.MailWaitlisted+" "+registration.MailPromoted)
			d.expectMails(c, registration.MailWaitlisted)
			d.expectExact()
		},
		"and the rest to who comes next": func(t *testing.T, d *driver) {
			d.fill()
			waiting := d.signUp("a", "venue")
			d.must(d.setCapacity("venue", 10))
			d.expect(waiting, "confirmed venue")
			d.expect(d.signUp("b", "venue"), "confirmed venue")
			d.expectExact()
		},
		"but no place is taken away": func(t *testing.T, d *driver) {
			d.fill()
			expectCode(t, d.setCapacity("venue", 1), models.CodeConflict)
			d.expectExact()
		},
	})
}
