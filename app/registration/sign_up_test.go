package registration_test

import (
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"meguri/app/registration"
	"meguri/models"
)

func TestSignUpGivesAPlace(t *testing.T) {
	each(t, func(t *testing.T, d *driver) {
		r := d.signUp("hanako", "venue")
		d.expect(r, "confirmed venue")
		d.expectMails(r, registration.MailConfirmed)
		kept := d.now(r)
		if kept.FamilyKana != "タカハシ" || kept.GivenKana != "ハナコ" || kept.ConfirmedAt == nil || kept.QueuedAt != nil {
			t.Errorf("%+v", kept)
		}
		if n := d.wakes.Load(); n != 1 {
			t.Errorf("the sender of mails was woken %d times", n)
		}
		found, err := d.db.Query(d.ctx).Registrations().ByLink(d.service.Link(r))
		if err != nil || found.ID != r.ID {
			t.Errorf("the link leads to %v, %v", found, err)
		}
		if _, err := d.service.Ticket(d.ctx, d.event, kept); err != nil {
			t.Error(err)
		}
		d.expectExact()
	})
}

func TestTheSameRequestIsAnsweredAlike(t *testing.T) {
	each(t, func(t *testing.T, d *driver) {
		in := signUpInput("hanako@mail.example", "venue")
		in.RequestID = models.NewID()
		first := d.submit(in)
		t.Run("again", func(t *testing.T) {
			again := d.submit(in)
			if !again.Replay || again.Registration.ID != first.Registration.ID || again.Registration.Code != first.Registration.Code {
				t.Errorf("%+v", again)
			}
			d.expectMails(first.Registration, registration.MailConfirmed)
		})
		t.Run("before any rule is looked at", func(t *testing.T) {
			other := &registration.SignUpInput{RequestID: in.RequestID, Email: in.Email} // nothing else of it would be taken
			if again := d.submit(other); again.Registration.ID != first.Registration.ID {
				t.Errorf("%+v", again)
			}
		})
		t.Run("for an hour, as long as a network may take; then the link is mailed", func(t *testing.T) {
			defer d.db.SetClock(time.Now)
			d.pass(59 * time.Minute)
			if again := d.submit(in); !again.Replay {
				t.Errorf("%+v", again)
			}
			d.pass(2 * time.Minute)
			if again := d.submit(in); again.Replay || !again.Known || again.Registration != nil {
				t.Errorf("%+v", again)
			}
			d.expectMails(first.Registration, registration.MailConfirmed+" "+registration.MailLink)
		})
		t.Run("but not to another address, which may know the id from a ticket", func(t *testing.T) {
			other := signUpInput("taro@mail.example", "venue")
			other.RequestID = in.RequestID
			result := d.submit(other)
			if result.Replay || result.Registration.ID == first.Registration.ID {
				t.Errorf("was told of somebody else: %+v", result)
			}
			if again := d.submit(other); !again.Known {
				t.Errorf("registered twice: %+v", again)
			}
		})
		t.Run("nor to the id of a registration that was made without one", func(t *testing.T) {
			made := d.signUp("jiro", "online")
			guess := signUpInput("jiro@mail.example", "online")
			guess.RequestID = made.ID
			if result := d.submit(guess); !result.Known {
				t.Errorf("%+v", result)
			}
		})
		d.expectExact()
	})
}

func TestAKnownAddressGetsItsLinkAgain(t *testing.T) {
	each(t, func(t *testing.T, d *driver) {
		at := d.db.Now().Truncate(10 * time.Minute)
		d.db.SetClock(func() time.Time { return at })
		r := d.signUp("hanako", "venue")
		for _, email := range []string{"hanako@mail.example", "Hanako@MAIL.example", " ｈａｎａｋｏ@mail.example "} {
			result := d.submit(signUpInput(email, "online"))
			if !result.Known || result.Registration != nil {
				t.Errorf("%q is told %+v", email, result)
			}
		}
		d.expect(r, "confirmed venue")
		d.expectMails(r, registration.MailConfirmed+" "+registration.MailLink) // one mail for a burst of requests
		d.pass(3 * time.Minute)
		d.submit(signUpInput("hanako@mail.example", "venue"))
		d.expectMails(r, strings.Join([]string{registration.MailConfirmed, registration.MailLink, registration.MailLink}, " "))
		t.Run("and who cancelled may come again", func(t *testing.T) {
			if err := d.service.Cancel(d.ctx, d.event, r.ID); err != nil {
				t.Fatal(err)
			}
			d.expect(d.signUp("hanako", "online"), "confirmed online")
		})
		d.expectExact()
	})
}

func TestAllPlacesTakenMeansTheWaitingList(t *testing.T) {
	each(t, func(t *testing.T, d *driver) {
		d.signUp("a", "venue")
		d.signUp("b", "venue")
		d.db.SetClock(stopped(d.db)) // three people in one microsecond keep their order
		c, e, f := d.signUp("c", "venue"), d.signUp("e", "venue"), d.signUp("f", "venue")
		for i, r := range []*models.Registration{c, e, f} {
			d.expect(r, "waitlisted venue "+string(rune('1'+i)))
			d.expectMails(r, registration.MailWaitlisted)
		}
		list, _ := d.db.Query(d.ctx).Mails().OfRegistration(f)
		if list[0].Data["position"] != "3" {
			t.Errorf("the mail says %v", list[0].Data)
		}
		if _, err := d.service.Ticket(d.ctx, d.event, d.now(c)); models.CodeOf(err) != models.CodeConflict {
			t.Errorf("who waits has a ticket: %v", err)
		}
		d.expect(d.signUp("g", "online"), "confirmed online")
		d.expectExact()
	})
}

func stopped(db *models.DB) func() time.Time {
	at := db.Now()
	return func() time.Time { return at }
}

func TestTheWaitingListOutlivesAClockThatIsBehind(t *testing.T) {
	each(t, func(t *testing.T, d *driver) {
		d.signUp("a", "venue")
		d.signUp("b", "venue")
		first := d.signUp("c", "venue")
		d.pass(-time.Hour)
		d.expect(d.signUp("e", "venue"), "waitlisted venue 2")
		d.expect(first, "waitlisted venue 1")
	})
}

func TestSignUpNamesEveryFieldAtFault(t *testing.T) {
	each(t, func(t *testing.T, d *driver) {
		for name, c := range map[string]struct {
			in     *registration.SignUpInput
			fields string
		}{
			"nothing filled in": {&registration.SignUpInput{}, "email family_name sector ticket_type"},
			"everything wrong": {&registration.SignUpInput{
				RequestID: strings.Repeat("x", 101), TicketType: "balcony", Email: "hanako", Sector: "army", Organization: strings.Repeat("長", 201), Accessibility: strings.Repeat("長", 1001),
				NameInput: registration.NameInput{Family: "髙橋", FamilyKana: "髙橋", Given: strings.Repeat("長", 101)},
				Answers:   map[string]any{"a": strings.Repeat("x", 4001)},
			}, "answers email family_name_kana given_name id needs organization sector ticket_type"},
			"an address without a domain": {signUpInput("hanako@", "venue"), "email"},
		} {
			t.Run(name, func(t *testing.T) {
				_, err := d.service.SignUp(d.ctx, d.event, c.in)
				var fault *models.Error
				if !errors.As(err, &fault) || fault.Code != models.CodeInvalid {
					t.Fatal(err)
				}
				if got := strings.Join(slices.Sorted(maps.Keys(fault.Fields)), " "); got != c.fields {
					t.Errorf("at fault: %s, want %s", got, c.fields)
				}
			})
		}
	})
}

func TestSignUpOnlyWhileItIsOpen(t *testing.T) {
	each(t, func(t *testing.T, d *driver) {
		try := func() error {
			_, err := d.service.SignUp(d.ctx, d.event, signUpInput("hanako@mail.example", "venue"))
			return err
		}
		soon, past := d.db.Now().Add(time.Hour), d.db.Now().Add(-time.Hour)
		d.editType("venue", func(t *models.TicketType) { t.OpensAt = &soon })
		expectCode(t, try(), models.CodeInvalid)
		d.editType("venue", func(t *models.TicketType) { t.OpensAt, t.ClosesAt = nil, &past })
		expectCode(t, try(), models.CodeInvalid)
		d.editType("venue", func(t *models.TicketType) { t.ClosesAt = nil })
		for _, state := range []models.EventState{models.EventDraft, models.EventCancelled, models.EventArchived} {
			d.event.State = state
			expectCode(t, try(), models.CodeConflict)
		}
		d.event.State = models.EventPublished
		d.pass(d.event.EndsAt.Sub(d.db.Now()) + time.Minute)
		expectCode(t, try(), models.CodeConflict)
	})
}

func TestConsentsAreKeptInTheVersionThatWasRead(t *testing.T) {
	each(t, func(t *testing.T, d *driver) {
		reword := func(slug, text string, required bool) {
			d.write(func(tx *models.Tx) error {
				return tx.ConsentTexts().Add(&models.ConsentText{EventID: d.event.ID, Slug: slug, TextJa: text, Required: required})
			})
		}
		reword("privacy", "初版", true)
		reword("photos", "写真", false)
		in := signUpInput("a@mail.example", "online")
		_, err := d.service.SignUp(d.ctx, d.event, in)
		expectCode(t, err, models.CodeInvalid)
		in.Consents = []string{"photos"}
		_, err = d.service.SignUp(d.ctx, d.event, in)
		expectCode(t, err, models.CodeInvalid)
		in.Consents = []string{"privacy", "unheard-of"}
		early := d.submit(in).Registration
		reword("privacy", "第二版", true)
		late := signUpInput("b@mail.example", "online")
		late.Consents = []string{"photos", "privacy"}
		for r, want := range map[*models.Registration]string{early: "初版", d.submit(late).Registration: "写真 第二版"} {
			texts, err := d.db.Query(d.ctx).Consents().OfRegistration(r)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, text := range texts {
				got = append(got, text.TextJa)
			}
			if strings.Join(got, " ") != want {
				t.Errorf("agreed to %v, want %s", got, want)
			}
		}
	})
}
