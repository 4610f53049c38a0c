package registration_test

import (
	"testing"
	"time"

	"meguri/app/registration"
	"meguri/models"
)

// opens reports whether the secret opens the own page.
func (d *driver) opens(r *models.Registration, secret string) bool {
	d.t.Helper()
	found, _, err := d.service.ByLink(d.ctx, secret)
	if err != nil && models.CodeOf(err) != models.CodeNotFound {
		d.t.Fatal(err)
	}
	return err == nil && found.ID == r.ID
}

// request asks for a new link.
func (d *driver) request(email string) {
	d.t.Helper()
	d.must(d.service.RequestLink(d.ctx, d.event, &registration.LinkInput{Email: email}))
}

func TestANewLink(t *testing.T) {
	const confirmed, again = registration.MailConfirmed, registration.MailLink
	cases(t, map[string]func(t *testing.T, d *driver){
		"changes nothing before the answer, which would take longer then": func(t *testing.T, d *driver) {
			r := d.signUp("a", "venue")
			d.request("a@mail.example")
			expectEqual(t, "the old link opens", d.opens(r, d.service.Link(r)), true)
		},
		"replaces the old one": func(t *testing.T, d *driver) {
			r := d.signUp("a", "venue")
			d.request("a@mail.example")
			d.sendLinks()
			expectEqual(t, "the old link opens", d.opens(r, d.service.Link(r)), false)
			expectEqual(t, "the new link opens", d.opens(r, d.service.Link(d.now(r))), true)
			d.expectMails(r, confirmed+" "+again)
		},
		"is sent by staff as well": func(t *testing.T, d *driver) {
			r := d.signUp("a", "venue")
			d.must(d.service.ResendLink(d.ctx, d.event, r.ID))
			d.sendLinks()
			d.expectMails(r, confirmed+" "+again)
			expectCode(t, d.service.ResendLink(d.ctx, &models.Event{ID: models.NewID()}, r.ID), models.CodeNotFound)
		},
		"is left alone where it was mailed a moment ago": func(t *testing.T, d *driver) {
			r := d.signUp("a", "venue")
			d.request("a@mail.example")
			d.sendLinks()
			mailed := d.service.Link(d.now(r))
			d.request("a@mail.example")
			d.sendLinks()
			expectEqual(t, "the mailed link opens", d.opens(r, mailed), true)
			d.expectMails(r, confirmed+" "+again)
		},
		"is replaced later": func(t *testing.T, d *driver) {
			r := d.signUp("a", "venue")
			d.request("a@mail.example")
			d.sendLinks()
			mailed := d.service.Link(d.now(r))
			d.pass(2*time.Minute + time.Second)
			d.request("a@mail.example")
			d.sendLinks()
			expectEqual(t, "the mailed link opens", d.opens(r, mailed), false)
			d.expectMails(r, confirmed+" "+again+" "+again)
		},
		"to an unknown address is answered alike": func(t *testing.T, d *driver) {
			d.request("nobody@mail.example")
			d.sendLinks()
		},
		"is not sent to who cancelled": func(t *testing.T, d *driver) {
			r := d.signUp("a", "venue")
			d.cancel(r)
			d.request("a@mail.example")
			d.sendLinks()
			d.expectMails(r, confirmed+" "+registration.MailCancelled)
		},
		"needs an address": func(t *testing.T, d *driver) {
			for typed, fault := range map[string]string{"": "field.required", " ": "field.required", "nobody": "field.email"} {
				err := d.service.RequestLink(d.ctx, d.event, &registration.LinkInput{Email: typed})
				expectEqual(t, typed, faults(t, err), map[string]string{"email": fault})
			}
		},
	})
}

func TestForeignAndAlteredLinksOpenNothing(t *testing.T) {
	each(t, func(t *testing.T, d *driver) {
		r := d.signUp("a", "venue")
		good := d.service.Link(r)
		for name, secret := range map[string]string{
			"nothing":               "",
			"a letter too few":      good[1:],
			"a letter too many":     good + "A",
			"another first letter":  "*" + good[1:],
			"a password's":          d.links.PasswordReset(r.ID),
			"one of the future":     d.links.Registration(r.ID, 99),
			"what the database has": models.HashSecret(good),
		} {
			t.Run(name, func(t *testing.T) {
				if d.opens(r, secret) {
					t.Errorf("%q opens", secret)
				}
			})
		}
	})
}
