package registration_test

import (
	"testing"
	"time"

	"meguri/app/registration"
	"meguri/models"
)

func TestCancelling(t *testing.T) {
	eachCase(t, map[string]func(t *testing.T, f *fixture){
		"lets in who has waited longest": func(t *testing.T, f *fixture) {
			a, _ := f.signUp("a", "venue"), f.signUp("b", "venue")
			c, e := f.signUp("c", "venue"), f.signUp("e", "venue")
			f.cancel(a)
			f.expect(a, "cancelled venue")
			f.expect(c, "confirmed venue")
			f.expect(e, "waitlisted venue 1")
			f.expectMails(a, registration.MailConfirmed+" "+registration.MailCancelled)
			f.expectMails(c, registration.MailWaitlisted+" "+registration.MailPromoted)
			f.expectExact()
		},
		"again changes nothing": func(t *testing.T, f *fixture) {
			a, _ := f.signUp("a", "venue"), f.signUp("b", "venue")
			_, e := f.signUp("c", "venue"), f.signUp("e", "venue")
			f.cancel(a)
			f.cancel(a)
			f.expect(e, "waitlisted venue 1")
			f.expectMails(a, registration.MailConfirmed+" "+registration.MailCancelled)
			f.expectExact()
		},
		"of who waits lets nobody in": func(t *testing.T, f *fixture) {
			_, b := f.signUp("a", "venue"), f.signUp("b", "venue")
			c, e := f.signUp("c", "venue"), f.signUp("e", "venue")
			f.cancel(c)
			f.expect(e, "waitlisted venue 1")
			f.expect(b, "confirmed venue")
			f.expectExact()
		},
		"frees the place where nobody waits": func(t *testing.T, f *fixture) {
			a, _ := f.signUp("a", "venue"), f.signUp("b", "venue")
			f.cancel(a)
			f.expect(f.signUp("c", "venue"), "confirmed venue")
			f.expectExact()
		},
		"makes the ticket useless": func(t *testing.T, f *fixture) {
			a := f.signUp("a", "venue")
			f.cancel(a)
			expectEqual(t, "ticket", f.current(a).TicketSerial, a.TicketSerial+1)
		},
		"reaches registrations of the event only": func(t *testing.T, f *fixture) {
			a := f.signUp("a", "venue")
			for event, id := range map[*models.Event]string{{ID: models.NewID()}: a.ID, f.event: models.NewID()} {
				expectCode(t, f.service.Cancel(f.ctx, event, id, registration.ByAttendee), models.CodeNotFound)
			}
			f.expect(a, "confirmed venue")
		},
		"is too late after the event": func(t *testing.T, f *fixture) {
			a := f.signUp("a", "venue")
			f.advance(f.event.EndsAt.Sub(f.db.Now()) + time.Minute)
			expectCode(t, f.service.Cancel(f.ctx, f.event, a.ID, registration.ByAttendee), models.CodeConflict)
			f.expect(a, "confirmed venue")
		},
	})
}

// Staff may give a ticket type that nobody could choose now: a speaker's, or one whose registration is over.
func TestStaffGiveClosedAndHiddenTicketTypes(t *testing.T) {
	close := func(t *models.TicketType) {
		at := time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)
		t.ClosesAt = &at
	}
	hide := func(t *models.TicketType) { t.Hidden = true }
	eachCase(t, map[string]func(t *testing.T, f *fixture){
		"a closed one": func(_ *testing.T, f *fixture) {
			a := f.signUp("a", "online")
			f.editType("venue", close)
			expectCode(t, f.service.ChangeType(f.ctx, f.event, a.ID, changeTo("venue", false)), models.CodeInvalid)
			f.must(f.service.AssignType(f.ctx, f.event, a.ID, changeTo("venue", false)))
			f.expect(a, "confirmed venue")
			f.expectExact()
		},
		"a hidden one, and not more of it than there are": func(_ *testing.T, f *fixture) {
			a, b, c := f.signUp("a", "online"), f.signUp("b", "online"), f.signUp("c", "online")
			f.editType("venue", hide)
			expectCode(t, f.service.ChangeType(f.ctx, f.event, a.ID, changeTo("venue", false)), models.CodeInvalid)
			f.must(f.service.AssignType(f.ctx, f.event, a.ID, changeTo("venue", false)))
			f.must(f.service.AssignType(f.ctx, f.event, b.ID, changeTo("venue", false)))
			expectCode(t, f.service.AssignType(f.ctx, f.event, c.ID, changeTo("venue", false)), models.CodeFull)
			f.expect(a, "confirmed venue")
			f.expectExact()
		},
		"not to who cancelled, nor after the event": func(_ *testing.T, f *fixture) {
			a, b := f.signUp("a", "online"), f.signUp("b", "online")
			f.cancel(a)
			expectCode(t, f.service.AssignType(f.ctx, f.event, a.ID, changeTo("venue", false)), models.CodeConflict)
			f.advance(f.event.EndsAt.Sub(f.db.Now()) + time.Minute)
			expectCode(t, f.service.AssignType(f.ctx, f.event, b.ID, changeTo("venue", false)), models.CodeConflict)
		},
	})
}

func TestChangingTheTicketType(t *testing.T) {
	change := func(f *fixture, r *models.Registration, in *registration.ChangeInput) error {
		f.t.Helper()
		defer f.expectExact()
		return f.service.ChangeType(f.ctx, f.event, r.ID, in)
	}
	eachCase(t, map[string]func(t *testing.T, f *fixture){
		"to a full one changes nothing": func(t *testing.T, f *fixture) {
			f.signUp("a", "venue")
			f.signUp("b", "venue")
			online := f.signUp("c", "online")
			expectCode(t, change(f, online, changeTo("venue", false)), models.CodeFull)
			f.expect(online, "confirmed online")
			f.expectMails(online, registration.MailConfirmed)
		},
		"to the same one changes nothing": func(t *testing.T, f *fixture) {
			a := f.signUp("a", "venue")
			f.must(change(f, a, changeTo("venue", false)))
			expectEqual(t, "ticket", f.current(a).TicketSerial, a.TicketSerial)
			f.expectMails(a, registration.MailConfirmed)
		},
		"gives the old place to who waits": func(t *testing.T, f *fixture) {
			a, _ := f.signUp("a", "venue"), f.signUp("b", "venue")
			waiting := f.signUp("c", "venue")
			f.must(change(f, a, changeTo("online", false)))
			f.expect(a, "confirmed online")
			f.expect(waiting, "confirmed venue")
			f.expectMails(a, registration.MailConfirmed+" "+registration.MailChanged)
			expectEqual(t, "ticket", f.current(a).TicketSerial, a.TicketSerial+1)
		},
		"to a full one may mean waiting, without the old place": func(t *testing.T, f *fixture) {
			_, b := f.signUp("a", "venue"), f.signUp("b", "venue")
			online := f.signUp("c", "online")
			f.must(change(f, online, changeTo("venue", true)))
			f.expect(online, "waitlisted venue 1")
			f.expectMails(online, registration.MailConfirmed+" "+registration.MailWaitlisted)
			f.cancel(b)
			f.expect(online, "confirmed venue")
		},
		"out of a waiting list lets the others move up": func(t *testing.T, f *fixture) {
			f.signUp("a", "venue")
			f.signUp("b", "venue")
			c, e := f.signUp("c", "venue"), f.signUp("e", "venue")
			f.must(change(f, c, changeTo("online", false)))
			f.expect(c, "confirmed online")
			f.expect(e, "waitlisted venue 1")
		},
		"to one that the event does not have is a fault": func(t *testing.T, f *fixture) {
			err := change(f, f.signUp("a", "venue"), changeTo("balcony", true))
			expectEqual(t, "faults", faults(t, err), map[string]string{"ticket_type": "field.choice"})
		},
		"to one that is closed is a fault": func(t *testing.T, f *fixture) {
			past := f.db.Now().Add(-time.Hour)
			f.editType("online", func(t *models.TicketType) { t.ClosesAt = &past })
			err := change(f, f.signUp("a", "venue"), changeTo("online", true))
			expectEqual(t, "faults", faults(t, err), map[string]string{"ticket_type": "registration.type_closed"})
		},
		"to one that is hidden is a fault": func(t *testing.T, f *fixture) {
			f.editType("online", func(t *models.TicketType) { t.Hidden = true })
			err := change(f, f.signUp("a", "venue"), changeTo("online", true))
			expectEqual(t, "faults", faults(t, err), map[string]string{"ticket_type": "registration.type_closed"})
		},
		"comes too late after cancelling": func(t *testing.T, f *fixture) {
			a := f.signUp("a", "venue")
			f.cancel(a)
			expectCode(t, change(f, a, changeTo("online", true)), models.CodeConflict)
		},
		"comes too late after the event": func(t *testing.T, f *fixture) {
			a := f.signUp("a", "venue")
			f.advance(f.event.EndsAt.Sub(f.db.Now()) + time.Minute)
			expectCode(t, change(f, a, changeTo("online", true)), models.CodeConflict)
		},
	})
}

func TestCorrecting(t *testing.T) {
	eachCase(t, map[string]func(t *testing.T, f *fixture){
		"cleans what was typed": func(t *testing.T, f *fixture) {
			r := f.signUp("a", "venue")
			f.must(f.service.Correct(f.ctx, f.event, r.ID, &registration.CorrectInput{
				NameInput:     registration.NameInput{Family: "𠮷田", Given: "🌻", FamilyKana: "よしだ"},
				Organization:  "  川崎市\u200b ",
				Accessibility: "車いす\r\n席",
				Locale:        "en",
			}, registration.ByAttendee))
			got := f.current(r)
			expectEqual(t, "family name", got.Family, "𠮷田")
			expectEqual(t, "its reading", got.FamilyKana, "ヨシダ")
			expectEqual(t, "organization", got.Organization, "川崎市")
			expectEqual(t, "accessibility", got.Accessibility, "車いす\n席")
			expectEqual(t, "language", got.Locale, "en")
		},
		"leaves place, ticket and language as they are": func(t *testing.T, f *fixture) {
			r := f.signUp("a", "venue")
			f.must(f.service.Correct(f.ctx, f.event, r.ID, correctName("佐藤"), registration.ByAttendee))
			f.expect(r, "confirmed venue")
			expectEqual(t, "ticket", f.current(r).TicketSerial, r.TicketSerial)
			expectEqual(t, "language", f.current(r).Locale, "ja")
		},
		"lets the person be found by the new name": func(t *testing.T, f *fixture) {
			r := f.signUp("a", "venue")
			f.must(f.service.Correct(f.ctx, f.event, r.ID, correctName("𠮷田"), registration.ByAttendee))
			list, err := f.service.List(f.ctx, f.event, &registration.FilterInput{Search: "吉田"}, 10)
			f.must(err)
			expectEqual(t, "found", ids(list.Registrations), []string{r.ID})
		},
		"needs a name": func(t *testing.T, f *fixture) {
			r := f.signUp("a", "venue")
			err := f.service.Correct(f.ctx, f.event, r.ID, &registration.CorrectInput{}, registration.ByAttendee)
			expectEqual(t, "faults", faults(t, err), map[string]string{"family_name": "name.missing"})
		},
		"comes too late after cancelling": func(t *testing.T, f *fixture) {
			r := f.signUp("a", "venue")
			f.cancel(r)
			err := f.service.Correct(f.ctx, f.event, r.ID, correctName("佐藤"), registration.ByAttendee)
			expectCode(t, err, models.CodeConflict)
		},
		"reaches registrations of the event only": func(t *testing.T, f *fixture) {
			r := f.signUp("a", "venue")
			other := &models.Event{ID: models.NewID()}
			expectCode(t, f.service.Correct(f.ctx, other, r.ID, correctName("佐藤"), registration.ByAttendee), models.CodeNotFound)
		},
	})
}
