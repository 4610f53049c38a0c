package registration_test

import (
	"strings"
	"testing"
	"time"

	"meguri/app/registration"
	"meguri/models"
	"meguri/models/modelstest"
)

// mailsTo counts the mails to an address, about all events.
func (f *fixture) mailsTo(r *models.Registration) int {
	f.t.Helper()
	kinds := []string{registration.MailConfirmed, registration.MailCancelled, registration.MailLink}
	tally, err := f.db.Query(f.ctx).Mails().ToAddress(r, time.Time{}, kinds...)
	f.must(err)
	return tally.Total
}

func TestAnAddressGetsSoManyMailsADay(t *testing.T) {
	// me is the same in no other test.
	me := func(f *fixture) string { return "a" + f.event.ID }
	// fill registers the address and cancels until it gets no more mails.
	fill := func(f *fixture) (last *models.Registration) {
		for i := range 20 {
			name := []string{me(f), strings.ToUpper(me(f))}[i%2]
			last = f.signUp(name, "online")
			f.cancel(last)
		}
		return last
	}
	eachCase(t, map[string]func(t *testing.T, f *fixture){
		"however it is written, over all its registrations": func(t *testing.T, f *fixture) {
			expectEqual(t, "mails", f.mailsTo(fill(f)), 30)
		},
		"and registers all the same": func(t *testing.T, f *fixture) {
			fill(f)
			r := f.signUp(me(f), "online")
			f.expect(r, "confirmed online")
			f.expectMails(r, "")
		},
		"and no link, which goes on working": func(t *testing.T, f *fixture) {
			fill(f)
			r := f.signUp(me(f), "online")
			f.request(me(f) + "@mail.example")
			f.sendLinks()
			f.expectMails(r, "")
			expectEqual(t, "the link opens", f.opens(r, f.service.Link(r)), true)
		},
		"also where it has one registration that never changed": func(t *testing.T, f *fixture) {
			r := f.signUp(me(f), "online")
			for range 40 {
				f.advance(3 * time.Minute)
				f.request(me(f) + "@mail.example")
				f.sendLinks()
			}
			expectEqual(t, "mails", f.mailsTo(r), 30)
		},
		"and the new link that staff send": func(t *testing.T, f *fixture) {
			fill(f)
			r := f.signUp(me(f), "online")
			f.must(f.service.ResendLink(f.ctx, f.event, r.ID))
			f.sendLinks()
			f.expectMails(r, registration.MailLink)
		},
		"and more the next day": func(t *testing.T, f *fixture) {
			fill(f)
			f.advance(24*time.Hour + time.Second)
			f.expectMails(f.signUp(me(f), "online"), registration.MailConfirmed)
		},
		"and the first about another event": func(t *testing.T, f *fixture) {
			fill(f)
			other := newFixture(t, f.db)
			r := other.signUp(me(f), "online")
			other.cancel(r)
			other.expectMails(r, registration.MailConfirmed)
		},
		"and others theirs": func(t *testing.T, f *fixture) {
			fill(f)
			f.expectMails(f.signUp("b", "online"), registration.MailConfirmed)
		},
	})
}

// claimAll claims all jobs that are due for a minute, so that their mails are being sent.
func (f *fixture) claimAll() {
	f.t.Helper()
	for claimed := true; claimed; {
		claimed = modelstest.Claim(f.t, f.db, time.Minute) != nil
	}
}

func TestOneMailTellsTheNewestState(t *testing.T) {
	const confirmed, changed = registration.MailConfirmed, registration.MailChanged
	// change moves the person between the ticket types, without a mail being sent in between.
	change := func(f *fixture, r *models.Registration, ticketTypes ...string) {
		f.t.Helper()
		for _, ticketType := range ticketTypes {
			f.must(f.service.ChangeType(f.ctx, f.event, r.ID, changeTo(ticketType, true)))
		}
	}
	eachCase(t, map[string]func(t *testing.T, f *fixture){
		"of two changes": func(t *testing.T, f *fixture) {
			r := f.signUp("a", "venue")
			change(f, r, "online", "venue")
			f.expectMails(r, confirmed+" "+changed)
		},
		"of a change into a waiting list and out of it": func(t *testing.T, f *fixture) {
			f.signUp("a", "venue")
			f.signUp("b", "venue")
			r := f.signUp("c", "online")
			change(f, r, "venue")
			f.expectMails(r, confirmed+" "+registration.MailWaitlisted)
			change(f, r, "online")
			f.expectMails(r, confirmed+" "+changed)
		},
		"of a change and a cancellation": func(t *testing.T, f *fixture) {
			r := f.signUp("a", "venue")
			change(f, r, "online")
			f.cancel(r)
			f.expectMails(r, confirmed+" "+registration.MailCancelled)
		},
		"and a mail that is being sent stays": func(t *testing.T, f *fixture) {
			r := f.signUp("a", "venue")
			change(f, r, "online")
			f.claimAll()
			change(f, r, "venue")
			f.expectMails(r, strings.Join([]string{confirmed, changed, changed}, " "))
		},
		"and a mail whose sender died is replaced": func(t *testing.T, f *fixture) {
			r := f.signUp("a", "venue")
			change(f, r, "online")
			f.claimAll()
			f.advance(2 * time.Minute)
			change(f, r, "venue")
			f.expectMails(r, confirmed+" "+changed)
		},
		"of each person": func(t *testing.T, f *fixture) {
			a, b := f.signUp("a", "venue"), f.signUp("b", "venue")
			change(f, a, "online")
			change(f, b, "online")
			f.expectMails(a, confirmed+" "+changed)
			f.expectMails(b, confirmed+" "+changed)
		},
	})
}
