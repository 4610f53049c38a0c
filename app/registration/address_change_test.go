package registration_test

import (
	"strings"
	"testing"
	"time"

	"meguri/app/registration"
	"meguri/app/service/i18n"
	"meguri/models"
	"meguri/models/modelstest"
)

func (f *fixture) changes() registration.AddressChanges {
	return registration.AddressChangesOf(f.service)
}

// waiting is the address that a registration's person has to confirm, nil for none.
func (f *fixture) waiting(r *models.Registration) *models.AddressChange {
	f.t.Helper()
	change, err := f.db.Query(f.ctx).AddressChanges().OfRegistration(r)
	f.must(err)
	return change
}

// askFor has the person ask for another address, and returns the secret that is mailed there.
func (f *fixture) askFor(r *models.Registration, email string) string {
	f.t.Helper()
	f.must(f.service.Correct(f.ctx, f.event, r.ID, moveTo(email), registration.ByAttendee))
	return f.links.AddressChange(f.waiting(r).ID)
}

// confirmFails expects that a secret changes no address.
func (f *fixture) confirmFails(r *models.Registration, secret string, code models.Code, address string) {
	f.t.Helper()
	expectCode(f.t, f.changes().Confirm(f.ctx, secret), code)
	expectEqual(f.t, "the address", f.current(r).Email, address)
}

func TestANewAddressIsConfirmedFirst(t *testing.T) {
	const confirmed, moved, again = registration.MailConfirmed, registration.MailMoved, registration.MailLink
	const asked, ask = registration.MailAddressAsked, registration.MailConfirmAddress
	eachCase(t, map[string]func(t *testing.T, f *fixture){
		"until then the old one stays, and both are told": func(t *testing.T, f *fixture) {
			r := f.signUp("old", "venue")
			f.askFor(r, "New@mail.example")
			expectEqual(t, "the address", f.current(r).Email, "old@mail.example")
			f.expectMails(r, confirmed+" "+asked+" "+ask)
			list, err := f.db.Query(f.ctx).Mails().OfRegistration(r)
			f.must(err)
			expectEqual(t, "the link goes to", list[0].ToAddress, "New@mail.example")
			expectEqual(t, "whom the link's mail names", list[0].ToName, "")
			expectEqual(t, "the note goes to", list[1].ToAddress, "old@mail.example")
		},
		"by the link, with place and ticket": func(t *testing.T, f *fixture) {
			r := f.signUp("old", "venue")
			f.must(f.changes().Confirm(f.ctx, f.askFor(r, "New@mail.example")))
			f.expect(r, "confirmed venue")
			expectEqual(t, "the address", f.current(r).Email, "New@mail.example")
			expectEqual(t, "ticket", f.current(r).TicketSerial, r.TicketSerial)
			f.expectMails(r, confirmed+" "+asked+" "+ask+" "+moved+" "+again)
		},
		"once": func(t *testing.T, f *fixture) {
			r := f.signUp("old", "venue")
			secret := f.askFor(r, "new@mail.example")
			f.must(f.changes().Confirm(f.ctx, secret))
			f.confirmFails(r, secret, models.CodeNotFound, "new@mail.example")
		},
		"within three days": func(t *testing.T, f *fixture) {
			r := f.signUp("old", "venue")
			secret := f.askFor(r, "new@mail.example")
			later := f.db.Now().Add(3*24*time.Hour + time.Minute)
			f.db.SetClock(func() time.Time { return later })
			f.confirmFails(r, secret, models.CodeNotFound, "old@mail.example")
			modelstest.Write(t, f.db, (*models.Tx).DeleteExpired)
			kept := modelstest.Texts(t, f.db, "SELECT email FROM address_changes")
			expectEqual(t, "what is kept of it", len(kept), 0)
		},
		"by the last link alone": func(t *testing.T, f *fixture) {
			r := f.signUp("old", "venue")
			first := f.askFor(r, "first@mail.example")
			second := f.askFor(r, "second@mail.example")
			f.confirmFails(r, first, models.CodeNotFound, "old@mail.example")
			f.must(f.changes().Confirm(f.ctx, second))
			expectEqual(t, "the address", f.current(r).Email, "second@mail.example")
		},
		"by its own link alone": func(t *testing.T, f *fixture) {
			mine, other := f.signUp("mine", "venue"), f.signUp("other", "online")
			f.askFor(mine, "new@mail.example")
			f.must(f.changes().Confirm(f.ctx, f.askFor(other, "else@mail.example")))
			expectEqual(t, "the address", f.current(mine).Email, "mine@mail.example")
			id := f.waiting(mine).ID
			_, sum, _ := strings.Cut(f.links.AddressChange(models.NewID()), ".")
			for _, forged := range []string{id, id + ".", id + "." + sum, f.service.Link(mine)} {
				f.confirmFails(mine, forged, models.CodeNotFound, "mine@mail.example")
			}
		},
		"unless it was withdrawn": func(t *testing.T, f *fixture) {
			r := f.signUp("old", "venue")
			secret := f.askFor(r, "new@mail.example")
			f.must(f.changes().Withdraw(f.ctx, f.event, r.ID))
			f.confirmFails(r, secret, models.CodeNotFound, "old@mail.example")
		},
		"unless staff corrected it since": func(t *testing.T, f *fixture) {
			r := f.signUp("old", "venue")
			secret := f.askFor(r, "new@mail.example")
			f.must(f.service.Correct(f.ctx, f.event, r.ID, moveTo("right@mail.example"), registration.ByStaff))
			f.confirmFails(r, secret, models.CodeNotFound, "right@mail.example")
		},
		"unless the person was registered there since": func(t *testing.T, f *fixture) {
			r := f.signUp("old", "venue")
			secret := f.askFor(r, "taken@mail.example")
			f.signUp("taken", "venue")
			f.confirmFails(r, secret, models.CodeInvalid, "old@mail.example")
		},
		"unless the person cancelled since": func(t *testing.T, f *fixture) {
			r := f.signUp("old", "venue")
			secret := f.askFor(r, "new@mail.example")
			f.must(f.service.Cancel(f.ctx, f.event, r.ID, registration.ByAttendee))
			f.confirmFails(r, secret, models.CodeConflict, "old@mail.example")
		},
		"and gives who was forwarded its link no page": func(t *testing.T, f *fixture) {
			r := f.signUp("old", "venue")
			secret := f.askFor(r, "new@mail.example")
			expectEqual(t, "it opens the page", f.opens(r, secret), false)
			f.must(f.changes().Confirm(f.ctx, secret))
			expectEqual(t, "it opens the page", f.opens(r, secret), false)
		},
		"with whom the person registered with them": func(t *testing.T, f *fixture) {
			in := signUpInput("family@mail.example", "venue")
			in.Companions = []registration.CompanionInput{{
				TicketType: "venue", NameInput: registration.NameInput{Family: "髙橋", Given: "次郎"},
			}}
			result := f.submit(in)
			r, companion := result.Registration, result.Companions[0]
			secret := f.askFor(r, "new@mail.example")
			expectEqual(t, "the companion's", f.current(companion).Email, "family@mail.example")
			f.must(f.changes().Confirm(f.ctx, secret))
			expectEqual(t, "the companion's", f.current(companion).Email, "new@mail.example")
		},
		"and mailed again only after a while, and not for ever": func(t *testing.T, f *fixture) {
			r := f.signUp("old", "venue")
			f.askFor(r, "new@mail.example")
			now := f.db.Now()
			refused := 0
			for i := range 9 {
				f.db.SetClock(func() time.Time { return now.Add(time.Duration(i) * 3 * time.Minute) })
				for range 3 {
					if err := f.changes().Resend(f.ctx, f.event, r.ID); err != nil {
						expectCode(t, err, models.CodeTooMany)
						refused++
					}
				}
			}
			mailed, err := f.db.Query(f.ctx).Mails().ToAddressAbout(f.event.ID, "new@mail.example", now.Add(-time.Hour))
			f.must(err)
			if mailed != 5 || refused == 0 {
				t.Errorf("%d mails, %d refusals", mailed, refused)
			}
		},
	})
}

// A history whose words are missing would show the names of the program.
func TestEveryActivityOfAPersonHasWords(t *testing.T) {
	bundle, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, kind := range []models.ActivityKind{
		models.ActivityRegistered, models.ActivityConfirmed, models.ActivityWaitlisted, models.ActivityPromoted,
		models.ActivityChanged, models.ActivityCancelled, models.ActivityLapsed, models.ActivityRestored,
		models.ActivityLinkRequested, models.ActivityAddressAsked, models.ActivityAddressChanged, models.ActivityMerged,
		models.ActivityUnmerged,
	} {
		for _, lang := range i18n.Languages {
			if !bundle.For(lang).Has("person." + string(kind)) {
				t.Errorf("%s: no words for %s", lang, kind)
			}
		}
	}
}
