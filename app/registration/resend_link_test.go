package registration_test

import (
	"testing"
	"time"

	"meguri/app/registration"
	"meguri/models"
)

// opens reports whether the secret opens the own page.
func (f *fixture) opens(r *models.Registration, secret string) bool {
	f.t.Helper()
	found, _, err := f.service.ByLink(f.ctx, secret)
	if err != nil && models.CodeOf(err) != models.CodeNotFound {
		f.t.Fatal(err)
	}
	return err == nil && found.ID == r.ID
}

// request asks for the link again.
func (f *fixture) request(email string) {
	f.t.Helper()
	f.must(f.service.RequestLink(f.ctx, f.event, &registration.LinkInput{Email: email}))
}

func TestTheLinkAgain(t *testing.T) {
	const confirmed, again = registration.MailConfirmed, registration.MailLink
	eachCase(t, map[string]func(t *testing.T, f *fixture){
		"is not mailed before the answer, which would take longer then": func(t *testing.T, f *fixture) {
			r := f.signUp("a", "venue")
			f.request("a@mail.example")
			f.expectMails(r, confirmed)
		},
		"is the one that works": func(t *testing.T, f *fixture) {
			r := f.signUp("a", "venue")
			before := f.current(r)
			f.request("a@mail.example")
			f.sendLinks()
			f.expectMails(r, confirmed+" "+again)
			expectEqual(t, "the link opens", f.opens(r, f.service.Link(r)), true)
			expectEqual(t, "the registration", f.current(r), before)
		},
		"is the one that works where the address registers again": func(t *testing.T, f *fixture) {
			r := f.signUp("a", "venue")
			before := f.current(r)
			expectEqual(t, "outcome", f.submit(signUpInput("a@mail.example", "venue")).Outcome, registration.OutcomeKnown)
			f.expectMails(r, confirmed+" "+registration.MailKnown)
			expectEqual(t, "the registration", f.current(r), before)
		},
		"is mailed to each person of the address": func(t *testing.T, f *fixture) {
			a := f.signUp("a", "venue")
			in := signUpInput("a@mail.example", "online")
			in.Given = "次郎"
			b := f.submit(in).Registration
			f.request("a@mail.example")
			f.sendLinks()
			f.expectMails(a, confirmed+" "+again)
			f.expectMails(b, confirmed+" "+again)
		},
		"is left alone where it was mailed a moment ago": func(t *testing.T, f *fixture) {
			r := f.signUp("a", "venue")
			f.request("a@mail.example")
			f.sendLinks()
			f.request("a@mail.example")
			f.sendLinks()
			f.expectMails(r, confirmed+" "+again)
		},
		"is mailed once more later": func(t *testing.T, f *fixture) {
			r := f.signUp("a", "venue")
			f.request("a@mail.example")
			f.sendLinks()
			f.advance(2*time.Minute + time.Second)
			f.request("a@mail.example")
			f.sendLinks()
			expectEqual(t, "the link opens", f.opens(r, f.service.Link(r)), true)
			f.expectMails(r, confirmed+" "+again+" "+again)
		},
		"to an unknown address is answered alike": func(t *testing.T, f *fixture) {
			f.request("nobody@mail.example")
			f.sendLinks()
		},
		"is not sent to who cancelled": func(t *testing.T, f *fixture) {
			r := f.signUp("a", "venue")
			f.cancel(r)
			f.request("a@mail.example")
			f.sendLinks()
			f.expectMails(r, confirmed+" "+registration.MailCancelled)
		},
		"needs an address": func(t *testing.T, f *fixture) {
			for typed, fault := range map[string]string{"": "field.required", " ": "field.required", "nobody": "field.email"} {
				err := f.service.RequestLink(f.ctx, f.event, &registration.LinkInput{Email: typed})
				expectEqual(t, typed, faults(t, err), map[string]string{"email": fault})
			}
		},
	})
}

func TestALinkThatStaffSend(t *testing.T) {
	const confirmed, again = registration.MailConfirmed, registration.MailLink
	eachCase(t, map[string]func(t *testing.T, f *fixture){
		"is the one that works, also where it was mailed a moment ago": func(t *testing.T, f *fixture) {
			r := f.signUp("a", "venue")
			f.request("a@mail.example")
			f.sendLinks()
			f.must(f.service.ResendLink(f.ctx, f.event, r.ID))
			expectEqual(t, "the link opens", f.opens(r, f.service.Link(r)), true)
			f.expectMails(r, confirmed+" "+again+" "+again)
		},
		"goes to people of the event only": func(t *testing.T, f *fixture) {
			r := f.signUp("a", "venue")
			expectCode(t, f.service.ResendLink(f.ctx, &models.Event{ID: models.NewID()}, r.ID), models.CodeNotFound)
		},
		"does not go to who cancelled": func(t *testing.T, f *fixture) {
			r := f.signUp("a", "venue")
			f.cancel(r)
			expectCode(t, f.service.ResendLink(f.ctx, f.event, r.ID), models.CodeConflict)
			f.expectMails(r, confirmed+" "+registration.MailCancelled)
		},
	})
}

func TestANewLink(t *testing.T) {
	const confirmed, renewed = registration.MailConfirmed, registration.MailNewLink
	renew := func(f *fixture, r *models.Registration) {
		f.t.Helper()
		f.must(f.service.RenewLink(f.ctx, f.event, r))
		f.sendLinks()
	}
	eachCase(t, map[string]func(t *testing.T, f *fixture){
		"replaces the old one when it is opened": func(t *testing.T, f *fixture) {
			r := f.signUp("a", "venue")
			f.must(f.open(f.service.Link(r)))
			renew(f, r)
			expectEqual(t, "the old link opens", f.opens(r, f.service.Link(r)), true)
			f.must(f.open(f.service.Link(r)))
			f.must(f.open(f.service.Link(f.current(r))))
			expectEqual(t, "the old link opens", f.opens(r, f.service.Link(r)), false)
			expectEqual(t, "the new link opens", f.opens(r, f.service.Link(f.current(r))), true)
			f.expectMails(r, confirmed+" "+renewed)
		},
		"is the same one until it was opened": func(t *testing.T, f *fixture) {
			r := f.signUp("a", "venue")
			renew(f, r)
			f.advance(3 * time.Minute)
			renew(f, r)
			expectEqual(t, "the link's number", f.current(r).LinkNumber, 2)
			expectEqual(t, "the old link opens", f.opens(r, f.service.Link(r)), true)
			f.expectMails(r, confirmed+" "+renewed+" "+renewed)
		},
		"is mailed once where somebody presses twice": func(t *testing.T, f *fixture) {
			r := f.signUp("a", "venue")
			renew(f, r)
			renew(f, r)
			f.expectMails(r, confirmed+" "+renewed)
		},
		"leaves the ticket as it is": func(t *testing.T, f *fixture) {
			r := f.signUp("a", "venue")
			renew(f, r)
			expectEqual(t, "ticket", f.current(r).TicketSerial, r.TicketSerial)
		},
		"is not made for who cancelled": func(t *testing.T, f *fixture) {
			r := f.signUp("a", "venue")
			f.cancel(r)
			renew(f, r)
			f.expectMails(r, confirmed+" "+registration.MailCancelled)
			expectEqual(t, "the link opens", f.opens(r, f.service.Link(r)), true)
		},
	})
}

func TestForeignAndAlteredLinksOpenNothing(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		r := f.signUp("a", "venue")
		good := f.service.Link(r)
		for name, secret := range map[string]string{
			"nothing":               "",
			"a letter too few":      good[1:],
			"a letter too many":     good + "A",
			"another first letter":  "*" + good[1:],
			"a password's":          f.links.PasswordReset(r.ID),
			"one of the future":     f.links.Registration(r.ID, 99),
			"what the database has": models.HashSecret(good),
		} {
			t.Run(name, func(t *testing.T) {
				if f.opens(r, secret) {
					t.Errorf("%q opens", secret)
				}
			})
		}
	})
}
