package registration_test

import (
	"testing"
	"time"

	"meguri/app/registration"
	"meguri/models"
)

func TestCancelling(t *testing.T) {
	cases(t, map[string]func(t *testing.T, d *driver){
		"lets in who has waited longest": func(t *testing.T, d *driver) {
			a, _ := d.signUp("a", "venue"), d.signUp("b", "venue")
			c, e := d.signUp("c", "venue"), d.signUp("e", "venue")
			d.cancel(a)
			d.expect(a, "cancelled venue")
			d.expect(c, "confirmed venue")
			d.expect(e, "waitlisted venue 1")
			d.expectMails(a, registration.MailConfirmed+" "+registration.MailCancelled)
			d.expectMails(c, registration.MailWaitlisted+" "+registration.MailPromoted)
			d.expectExact()
		},
		"again changes nothing": func(t *testing.T, d *driver) {
			a, _ := d.signUp("a", "venue"), d.signUp("b", "venue")
			_, e := d.signUp("c", "venue"), d.signUp("e", "venue")
			d.cancel(a)
			d.cancel(a)
			d.expect(e, "waitlisted venue 1")
			d.expectMails(a, registration.MailConfirmed+" "+registration.MailCancelled)
			d.expectExact()
		},
		"of who waits lets nobody in": func(t *testing.T, d *driver) {
			_, b := d.signUp("a", "venue"), d.signUp("b", "venue")
			c, e := d.signUp("c", "venue"), d.signUp("e", "venue")
			d.cancel(c)
			d.expect(e, "waitlisted venue 1")
			d.expect(b, "confirmed venue")
			d.expectExact()
		},
		"frees the place where nobody waits": func(t *testing.T, d *driver) {
			a, _ := d.signUp("a", "venue"), d.signUp("b", "venue")
			d.cancel(a)
			d.expect(d.signUp("c", "venue"), "confirmed venue")
			d.expectExact()
		},
		"makes the ticket useless": func(t *testing.T, d *driver) {
			a := d.signUp("a", "venue")
			d.cancel(a)
			expectEqual(t, "ticket", d.now(a).TicketSerial, a.TicketSerial+1)
		},
		"reaches registrations of the event only": func(t *testing.T, d *driver) {
			a := d.signUp("a", "venue")
			expectCode(t, d.service.Cancel(d.ctx, &models.Event{ID: models.NewID()}, a.ID), models.CodeNotFound)
			expectCode(t, d.service.Cancel(d.ctx, d.event, models.NewID()), models.CodeNotFound)
			d.expect(a, "confirmed venue")
		},
		"is too late after the event": func(t *testing.T, d *driver) {
			a := d.signUp("a", "venue")
			d.pass(d.event.EndsAt.Sub(d.db.Now()) + time.Minute)
			expectCode(t, d.service.Cancel(d.ctx, d.event, a.ID), models.CodeConflict)
			d.expect(a, "confirmed venue")
		},
	})
}

func TestChangingTheTicketType(t *testing.T) {
	change := func(d *driver, r *models.Registration, in *registration.ChangeInput) error {
		d.t.Helper()
		defer d.expectExact()
		return d.service.ChangeType(d.ctx, d.event, r.ID, in)
	}
	cases(t, map[string]func(t *testing.T, d *driver){
		"to a full one changes nothing": func(t *testing.T, d *driver) {
			d.signUp("a", "venue")
			d.signUp("b", "venue")
			online := d.signUp("c", "online")
			expectCode(t, change(d, online, changeTo("venue", false)), models.CodeFull)
			d.expect(online, "confirmed online")
			d.expectMails(online, registration.MailConfirmed)
		},
		"to the same one changes nothing": func(t *testing.T, d *driver) {
			a := d.signUp("a", "venue")
			d.must(change(d, a, changeTo("venue", false)))
			expectEqual(t, "ticket", d.now(a).TicketSerial, a.TicketSerial)
			d.expectMails(a, registration.MailConfirmed)
		},
		"gives the old place to who waits": func(t *testing.T, d *driver) {
			a, _ := d.signUp("a", "venue"), d.signUp("b", "venue")
			waiting := d.signUp("c", "venue")
			d.must(change(d, a, changeTo("online", false)))
			d.expect(a, "confirmed online")
			d.expect(waiting, "confirmed venue")
			d.expectMails(a, registration.MailConfirmed+" "+registration.MailChanged)
			expectEqual(t, "ticket", d.now(a).TicketSerial, a.TicketSerial+1)
		},
		"to a full one may mean waiting, without the old place": func(t *testing.T, d *driver) {
			_, b := d.signUp("a", "venue"), d.signUp("b", "venue")
			online := d.signUp("c", "online")
			d.must(change(d, online, changeTo("venue", true)))
			d.expect(online, "waitlisted venue 1")
			d.expectMails(online, registration.MailConfirmed+" "+registration.MailWaitlisted)
			d.cancel(b)
			d.expect(online, "confirmed venue")
		},
		"out of a waiting list lets the others move up": func(t *testing.T, d *driver) {
			d.signUp("a", "venue")
			d.signUp("b", "venue")
			c, e := d.signUp("c", "venue"), d.signUp("e", "venue")
			d.must(change(d, c, changeTo("online", false)))
			d.expect(c, "confirmed online")
			d.expect(e, "waitlisted venue 1")
		},
		"to one that the event does not have is a fault": func(t *testing.T, d *driver) {
			err := change(d, d.signUp("a", "venue"), changeTo("balcony", true))
			expectEqual(t, "faults", faults(t, err), map[string]string{"ticket_type": "field.choice"})
		},
		"to one that is closed is a fault": func(t *testing.T, d *driver) {
			past := d.db.Now().Add(-time.Hour)
			d.editType("online", func(t *models.TicketType) { t.ClosesAt = &past })
			err := change(d, d.signUp("a", "venue"), changeTo("online", true))
			expectEqual(t, "faults", faults(t, err), map[string]string{"ticket_type": "registration.type_closed"})
		},
		"to one that is hidden is a fault": func(t *testing.T, d *driver) {
			d.editType("online", func(t *models.TicketType) { t.Hidden = true })
			err := change(d, d.signUp("a", "venue"), changeTo("online", true))
			expectEqual(t, "faults", faults(t, err), map[string]string{"ticket_type": "registration.type_closed"})
		},
		"comes too late after cancelling": func(t *testing.T, d *driver) {
			a := d.signUp("a", "venue")
			d.cancel(a)
			expectCode(t, change(d, a, changeTo("online", true)), models.CodeConflict)
		},
		"comes too late after the event": func(t *testing.T, d *driver) {
			a := d.signUp("a", "venue")
			d.pass(d.event.EndsAt.Sub(d.db.Now()) + time.Minute)
			expectCode(t, change(d, a, changeTo("online", true)), models.CodeConflict)
		},
	})
}

func TestCorrecting(t *testing.T) {
	cases(t, map[string]func(t *testing.T, d *driver){
		"cleans what was typed": func(t *testing.T, d *driver) {
			r := d.signUp("a", "venue")
			d.must(d.service.Correct(d.ctx, d.event, r.ID, &registration.CorrectInput{
				NameInput:     registration.NameInput{Family: "𠮷田", Given: "🌻", FamilyKana: "よしだ"},
				Organization:  "  川崎市\u200b ",
				Accessibility: "車いす\r\n席",
				Locale:        "en",
			}))
			got := d.now(r)
			expectEqual(t, "family name", got.Family, "𠮷田")
			expectEqual(t, "its reading", got.FamilyKana, "ヨシダ")
			expectEqual(t, "organization", got.Organization, "川崎市")
			expectEqual(t, "accessibility", got.Accessibility, "車いす\n席")
			expectEqual(t, "language", got.Locale, "en")
		},
		"leaves place, ticket and language as they are": func(t *testing.T, d *driver) {
			r := d.signUp("a", "venue")
			d.must(d.service.Correct(d.ctx, d.event, r.ID, named("佐藤")))
			d.expect(r, "confirmed venue")
			expectEqual(t, "ticket", d.now(r).TicketSerial, r.TicketSerial)
			expectEqual(t, "language", d.now(r).Locale, "ja")
		},
		"lets the person be found by the new name": func(t *testing.T, d *driver) {
			r := d.signUp("a", "venue")
			d.must(d.service.Correct(d.ctx, d.event, r.ID, named("𠮷田")))
			list, err := d.service.List(d.ctx, d.event, &registration.FilterInput{Search: "吉田"}, 10)
			d.must(err)
			expectEqual(t, "found", ids(list.Registrations), []string{r.ID})
		},
		"needs a name": func(t *testing.T, d *driver) {
			err := d.service.Correct(d.ctx, d.event, d.signUp("a", "venue").ID, &registration.CorrectInput{})
			expectEqual(t, "faults", faults(t, err), map[string]string{"family_name": "field.required"})
		},
		"comes too late after cancelling": func(t *testing.T, d *driver) {
			r := d.signUp("a", "venue")
			d.cancel(r)
			expectCode(t, d.service.Correct(d.ctx, d.event, r.ID, named("佐藤")), models.CodeConflict)
		},
		"reaches registrations of the event only": func(t *testing.T, d *driver) {
			r := d.signUp("a", "venue")
			other := &models.Event{ID: models.NewID()}
			expectCode(t, d.service.Correct(d.ctx, other, r.ID, named("佐藤")), models.CodeNotFound)
		},
	})
}
