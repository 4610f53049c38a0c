package registration_test

import (
	"testing"
	"time"

	"meguri/app/registration"
	"meguri/models"
)

func TestCancellingLetsTheFirstInLineIn(t *testing.T) {
	each(t, func(t *testing.T, d *driver) {
		a, b := d.signUp("a", "venue"), d.signUp("b", "venue")
		c, e := d.signUp("c", "venue"), d.signUp("e", "venue")
		cancel := func(r *models.Registration) {
			t.Helper()
			if err := d.service.Cancel(d.ctx, d.event, r.ID); err != nil {
				t.Fatal(err)
			}
			d.expectExact()
		}
		cancel(a)
		d.expect(a, "cancelled venue")
		d.expect(c, "confirmed venue")
		d.expect(e, "waitlisted venue 1")
		d.expectMails(a, registration.MailConfirmed+" "+registration.MailCancelled)
		d.expectMails(c, registration.MailWaitlisted+" "+registration.MailPromoted)
		t.Run("once", func(t *testing.T) {
			cancel(a)
			d.expect(e, "waitlisted venue 1")
			d.expectMails(a, registration.MailConfirmed+" "+registration.MailCancelled)
		})
		t.Run("and who waited and gives up moves nobody", func(t *testing.T) {
			f := d.signUp("f", "venue")
			cancel(e)
			d.expect(f, "waitlisted venue 1")
			d.expect(b, "confirmed venue")
			cancel(f)
		})
		t.Run("and with nobody waiting the place is free again", func(t *testing.T) {
			cancel(b)
			d.expect(d.signUp("g", "venue"), "confirmed venue")
		})
		t.Run("at one's own event only", func(t *testing.T) {
			other := &models.Event{ID: models.NewID()}
			expectCode(t, d.service.Cancel(d.ctx, other, c.ID), models.CodeNotFound)
			expectCode(t, d.service.Cancel(d.ctx, d.event, models.NewID()), models.CodeNotFound)
		})
	})
}

func TestChangingTheTicketType(t *testing.T) {
	each(t, func(t *testing.T, d *driver) {
		a, b := d.signUp("a", "venue"), d.signUp("b", "venue")
		waiting, online := d.signUp("c", "venue"), d.signUp("e", "online")
		change := func(r *models.Registration, kind string, mayWait bool) error {
			t.Helper()
			defer d.expectExact()
			return d.service.ChangeType(d.ctx, d.event, r.ID, changeTo(kind, mayWait))
		}
		t.Run("to a full one changes nothing", func(t *testing.T) {
			expectCode(t, change(online, "venue", false), models.CodeFull)
			d.expect(online, "confirmed online")
			d.expectMails(online, registration.MailConfirmed)
		})
		t.Run("to the same one changes nothing", func(t *testing.T) {
			serial := d.now(a).TicketSerial
			if err := change(a, "venue", false); err != nil || d.now(a).TicketSerial != serial {
				t.Errorf("%v; ticket %d", err, d.now(a).TicketSerial)
			}
		})
		t.Run("gives the old place to who waits", func(t *testing.T) {
			before := d.now(a).TicketSerial
			if err := change(a, "online", false); err != nil {
				t.Fatal(err)
			}
			d.expect(a, "confirmed online")
			d.expect(waiting, "confirmed venue")
			d.expectMails(a, registration.MailConfirmed+" "+registration.MailChanged)
			if d.now(a).TicketSerial == before {
				t.Error("the old ticket still works")
			}
		})
		t.Run("to a full one may mean waiting, without the old place", func(t *testing.T) {
			if err := change(online, "venue", true); err != nil {
				t.Fatal(err)
			}
			d.expect(online, "waitlisted venue 1")
			d.expectMails(online, registration.MailConfirmed+" "+registration.MailWaitlisted)
			if err := d.service.Cancel(d.ctx, d.event, b.ID); err != nil {
				t.Fatal(err)
			}
			d.expect(online, "confirmed venue")
		})
		t.Run("out of a waiting list", func(t *testing.T) {
			f, g := d.signUp("f", "venue"), d.signUp("g", "venue")
			if err := change(f, "online", false); err != nil {
				t.Fatal(err)
			}
			d.expect(f, "confirmed online")
			d.expect(g, "waitlisted venue 1")
		})
	})
}

func TestWhoMayNotChange(t *testing.T) {
	each(t, func(t *testing.T, d *driver) {
		r := d.signUp("a", "venue")
		change := func(kind string) error { return d.service.ChangeType(d.ctx, d.event, r.ID, changeTo(kind, true)) }
		expectCode(t, change("balcony"), models.CodeInvalid)
		past := d.db.Now().Add(-time.Hour)
		d.editType("online", func(t *models.TicketType) { t.ClosesAt = &past })
		expectCode(t, change("online"), models.CodeInvalid)
		d.editType("online", func(t *models.TicketType) { t.ClosesAt, t.Hidden = nil, true })
		expectCode(t, change("online"), models.CodeInvalid)
		d.editType("online", func(t *models.TicketType) { t.Hidden = false })
		if err := d.service.Cancel(d.ctx, d.event, r.ID); err != nil {
			t.Fatal(err)
		}
		expectCode(t, change("online"), models.CodeConflict)
		expectCode(t, d.service.Correct(d.ctx, d.event, r.ID, &registration.CorrectInput{NameInput: registration.NameInput{Family: "髙橋"}}), models.CodeConflict)
		r = d.signUp("b", "venue")
		d.pass(d.event.EndsAt.Sub(d.db.Now()) + time.Minute)
		expectCode(t, change("online"), models.CodeConflict)
	})
}

func TestMorePlacesGoToWhoWaits(t *testing.T) {
	each(t, func(t *testing.T, d *driver) {
		people := make([]*models.Registration, 6)
		for i := range people {
			people[i] = d.signUp(string(rune('a'+i)), "venue")
		}
		if err := d.setCapacity("venue", 4); err != nil {
			t.Fatal(err)
		}
		for i, want := range []string{"confirmed venue", "confirmed venue", "confirmed venue", "confirmed venue", "waitlisted venue 1", "waitlisted venue 2"} {
			d.expect(people[i], want)
		}
		d.expectMails(people[2], registration.MailWaitlisted+" "+registration.MailPromoted)
		d.expectExact()
		expectCode(t, d.setCapacity("venue", 3), models.CodeConflict)
		if err := d.setCapacity("venue", 10); err != nil {
			t.Fatal(err)
		}
		d.expect(people[5], "confirmed venue")
		d.expectExact()
		d.expect(d.signUp("g", "venue"), "confirmed venue")
	})
}

func TestCorrecting(t *testing.T) {
	each(t, func(t *testing.T, d *driver) {
		r := d.signUp("a", "venue")
		in := &registration.CorrectInput{NameInput: registration.NameInput{Family: "𠮷田", Given: "🌻", FamilyKana: "よしだ"}, Organization: "  川崎市\u200b ", Accessibility: "車いす\r\n席", Locale: "en"}
		if err := d.service.Correct(d.ctx, d.event, r.ID, in); err != nil {
			t.Fatal(err)
		}
		got := d.now(r)
		if got.Family != "𠮷田" || got.FamilyKana != "ヨシダ" || got.Organization != "川崎市" || got.Accessibility != "車いす\n席" || got.Locale != "en" || got.TicketSerial != r.TicketSerial {
			t.Errorf("%+v", got)
		}
		if list, err := d.service.List(d.ctx, d.event, &registration.FilterInput{Search: "吉田"}, 10); err != nil || len(list.Registrations) != 1 {
			t.Errorf("found by the new name: %+v, %v", list, err)
		}
		expectCode(t, d.service.Correct(d.ctx, d.event, r.ID, &registration.CorrectInput{}), models.CodeInvalid)
		d.expect(r, "confirmed venue")
	})
}

func TestANewLinkReplacesTheOld(t *testing.T) {
	each(t, func(t *testing.T, d *driver) {
		r := d.signUp("a", "venue")
		opens := func(secret string) bool {
			t.Helper()
			found, err := d.db.Query(d.ctx).Registrations().ByLink(secret)
			if err != nil && models.CodeOf(err) != models.CodeNotFound {
				t.Fatal(err)
			}
			return err == nil && found.ID == r.ID
		}
		send := func(email string) {
			t.Helper()
			if err := d.service.RequestLink(d.ctx, d.event, &registration.LinkInput{Email: email}); err != nil {
				t.Fatal(err)
			}
			d.sendLinks()
		}
		first := d.service.Link(r)
		if err := d.service.RequestLink(d.ctx, d.event, &registration.LinkInput{Email: "a@mail.example"}); err != nil || !opens(first) {
			t.Error("something was done before the answer, which takes longer then", err)
		}
		d.sendLinks()
		second := d.service.Link(d.now(r))
		if opens(first) || !opens(second) {
			t.Errorf("old link opens: %v, new link: %v", opens(first), opens(second))
		}
		d.expectMails(r, registration.MailConfirmed+" "+registration.MailLink)
		t.Run("asking again at once leaves the one that was mailed", func(t *testing.T) {
			send("a@mail.example")
			if !opens(second) {
				t.Error("the mailed link is dead, and no other was mailed")
			}
			d.expectMails(r, registration.MailConfirmed+" "+registration.MailLink)
		})
		t.Run("asking again later replaces it", func(t *testing.T) {
			d.pass(2*time.Minute + time.Second)
			send("a@mail.example")
			if opens(second) || !opens(d.service.Link(d.now(r))) {
				t.Error("not replaced")
			}
			d.expectMails(r, registration.MailConfirmed+" "+registration.MailLink+" "+registration.MailLink)
		})
		t.Run("an unknown address is answered alike", func(t *testing.T) {
			send("nobody@mail.example")
			expectCode(t, d.service.RequestLink(d.ctx, d.event, &registration.LinkInput{Email: "nobody"}), models.CodeInvalid)
		})
		t.Run("foreign and altered links open nothing", func(t *testing.T) {
			good := d.service.Link(d.now(r))
			for _, secret := range []string{"", good[1:], good + "A", "A" + good[1:], d.links.PasswordReset(r.ID), d.links.Registration(r.ID, 99), models.HashSecret(good)} {
				if secret != good && opens(secret) {
					t.Errorf("%q opens", secret)
				}
			}
		})
	})
}
