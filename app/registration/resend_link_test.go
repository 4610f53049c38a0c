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

// request asks for a new link.
func (f *fixture) request(email string) {
	f.t.Helper()
	f.must(f.service.RequestLink(f.ctx, f.event, &registration.LinkInput{Email: email}))
}

func TestANewLink(t *testing.T) {
	const confirmed, again = registration.MailConfirmed, registration.MailLink
	eachCase(t, map[string]func(t *testing.T, f *fixture){
		"changes nothing before the answer, which would take longer then": func(t *testing.T, f *fixture) {
			r := f.signUp("a", "venue")
			f.request("a@mail.example")
			expectEqual(t, "the old link opens", f.opens(r, f.service.Link(r)), true)
		},
		"replaces the old one": func(t *testing.T, f *fixture) {
			r := f.signUp("a", "venue")
			f.request("a@mail.example")
			f.sendLinks()
			expectEqual(t, "the old link opens", f.opens(r, f.service.Link(r)), false)
			expectEqual(t, "the new link opens", f.opens(r, f.service.Link(f.current(r))), true)
			f.expectMails(r, confirmed+" "+again)
		},
		"is sent by staff as well": func(t *testing.T, f *fixture) {
			r := f.signUp("a", "venue")
			f.must(f.service.ResendLink(f.ctx, f.event, r.ID))
			f.sendLinks()
			f.expectMails(r, confirmed+" "+again)
			expectCode(t, f.service.ResendLink(f.ctx, &models.Event{ID: models.NewID()}, r.ID), models.CodeNotFound)
		},
		"is left alone where it was mailed a moment ago": func(t *testing.T, f *fixture) {
			r := f.signUp("a", "venue")
			f.request("a@mail.example")
			f.sendLinks()
			mailed := f.service.Link(f.current(r))
			f.request("a@mail.example")
			f.sendLinks()
			expectEqual(t, "the mailed link opens", f.opens(r, mailed), true)
			f.expectMails(r, confirmed+" "+again)
		},
		"is replaced later": func(t *testing.T, f *fixture) {
			r := f.signUp("a", "venue")
			f.request("a@mail.example")
			f.sendLinks()
			mailed := f.service.Link(f.current(r))
			f.advance(2*time.Minute + time.Second)
			f.request("a@mail.example")
			f.sendLinks()
			expectEqual(t, "the mailed link opens", f.opens(r, mailed), false)
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
