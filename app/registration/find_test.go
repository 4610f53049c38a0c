package registration_test

import (
	"errors"
	"testing"
	"time"

	"meguri/app/registration"
	"meguri/models"
	"meguri/models/modelstest"
)

func TestByLink(t *testing.T) {
	eachCase(t, map[string]func(t *testing.T, f *fixture){
		"a link leads to its registration and event": func(t *testing.T, f *fixture) {
			r := f.signUp("hanako", "venue")
			found, event, err := f.service.ByLink(f.ctx, f.service.Link(r))
			f.must(err)
			expectEqual(t, "registration", found.ID, r.ID)
			expectEqual(t, "ticket type", found.TicketType.Slug, "venue")
			expectEqual(t, "event", event.ID, f.event.ID)
		},
		"who opens another is told to look for a later mail": func(t *testing.T, f *fixture) {
			_, _, err := f.service.ByLink(f.ctx, "secret")
			expectError(t, err, models.CodeNotFound, "registration.link_dead")
		},
	})
}

// open opens the page with a secret, as a browser does.
func (f *fixture) open(secret string) error {
	r, _, err := f.service.ByLink(f.ctx, secret)
	if err != nil {
		return err
	}
	_, err = f.service.Opened(f.ctx, r, secret)
	return err
}

func TestTheProvisionalLink(t *testing.T) {
	eachCase(t, map[string]func(t *testing.T, f *fixture){
		"is none that is mailed": func(t *testing.T, f *fixture) {
			r := f.signUp("a", "venue")
			expectEqual(t, "is provisional", registration.IsProvisional(f.service.ProvisionalLink(r)), true)
			expectEqual(t, "is provisional", registration.IsProvisional(f.service.Link(r)), false)
		},
		"works until the mailed one is opened": func(t *testing.T, f *fixture) {
			r := f.signUp("a", "venue")
			f.must(f.open(f.service.ProvisionalLink(r)))
			f.must(f.open(f.service.ProvisionalLink(r)))
			expectEqual(t, "the address is confirmed", f.current(r).AddressConfirmedAt != nil, false)
			f.must(f.open(f.service.Link(r)))
			expectEqual(t, "the address is confirmed", f.current(r).AddressConfirmedAt != nil, true)
			expectError(t, f.open(f.service.ProvisionalLink(r)), models.CodeNotFound, "registration.link_dead")
			f.must(f.open(f.service.Link(r)))
		},
		"is not made from what others see": func(t *testing.T, f *fixture) {
			r := f.signUp("a", "venue")
			for _, secret := range []string{r.ID + ".", "." + f.service.Link(r), r.ID + "." + f.service.Link(r), "."} {
				expectCode(t, f.open(secret), models.CodeNotFound)
			}
		},
	})
}

// Somebody registers with a foreign address and keeps what the API returns. Then the owner of the address registers.
func TestWhoRegistersAForeignAddressSeesNothingOfItsOwner(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		foreign := f.signUp("victim", "venue")
		kept := f.service.ProvisionalLink(foreign)
		expectEqual(t, "the owner's answer", f.submit(signUpInput("victim@mail.example", "venue")), known)
		f.expectMails(foreign, registration.MailConfirmed+" "+registration.MailKnown)

		f.must(f.open(f.service.Link(f.current(foreign))))
		needs := &registration.CorrectInput{
			NameInput: registration.NameInput{Family: "髙橋", Given: "花子"}, Accessibility: "人工呼吸器",
		}
		f.must(f.service.Correct(f.ctx, f.event, foreign.ID, needs, registration.ByAttendee))
		expectCode(t, f.open(kept), models.CodeNotFound)
		page, err := f.service.NewcomerPage(f.ctx, f.event, kept, "")
		f.must(err)
		expectEqual(t, "a page is shown", page != nil, false)
	})
}

func TestTheNewcomersPage(t *testing.T) {
	eachCase(t, map[string]func(t *testing.T, f *fixture){
		"is shown for an hour": func(t *testing.T, f *fixture) {
			r := f.signUp("a", "venue")
			shown := func(event *models.Event) bool {
				page, err := f.service.NewcomerPage(f.ctx, event, f.service.ProvisionalLink(r), "")
				f.must(err)
				return page != nil
			}
			expectEqual(t, "it is shown", shown(f.event), true)
			expectEqual(t, "it is shown at another event", shown(modelstest.Summit(t, f.db, "x-"+models.NewID())), false)
			f.advance(time.Hour + time.Second)
			expectEqual(t, "it is shown after an hour", shown(f.event), false)
		},
		"is none of the mailed link": func(t *testing.T, f *fixture) {
			r := f.signUp("a", "venue")
			page, err := f.service.NewcomerPage(f.ctx, f.event, f.service.Link(r), "")
			f.must(err)
			expectEqual(t, "it is shown", page != nil, false)
		},
		"tells no address that staff have corrected": func(t *testing.T, f *fixture) {
			r := f.signUp("a", "venue")
			in := correctName("佐藤")
			in.Email = "private@mail.example"
			f.must(f.service.Correct(f.ctx, f.event, r.ID, in, registration.ByStaff))
			page, err := f.service.NewcomerPage(f.ctx, f.event, f.service.ProvisionalLink(r), "")
			f.must(err)
			expectEqual(t, "address", page.Email, "")
		},
	})
}

func TestInRoom(t *testing.T) {
	eachCase(t, map[string]func(t *testing.T, f *fixture){
		"its secret leads into the room of its event": func(t *testing.T, f *fixture) {
			r := f.signUp("hanako", "online")
			found, err := f.service.InRoom(f.ctx, f.event, f.service.RoomSecret(r, f.service.Link(r)))
			f.must(err)
			expectEqual(t, "registration", found.ID, r.ID)
		},
		"but not into another event's": func(t *testing.T, f *fixture) {
			r := f.signUp("hanako", "online")
			other := modelstest.Summit(t, f.db, "other-"+models.NewID())
			_, err := f.service.InRoom(f.ctx, other, f.service.RoomSecret(r, f.service.Link(r)))
			expectError(t, err, models.CodeNotFound, "live.no_ticket")
		},
		"and no other secret does": func(t *testing.T, f *fixture) {
			r := f.signUp("hanako", "online")
			for _, secret := range []string{"secret", f.service.Link(r), f.service.ProvisionalLink(r), r.ID + "."} {
				_, err := f.service.InRoom(f.ctx, f.event, secret)
				expectError(t, err, models.CodeNotFound, "live.no_ticket")
			}
		},
		"a new link throws nobody out": func(t *testing.T, f *fixture) {
			r := f.signUp("hanako", "online")
			f.must(f.open(f.service.Link(r)))
			room := f.service.RoomSecret(r, f.service.Link(r))
			f.must(f.service.RenewLink(f.ctx, f.event, r))
			f.sendLinks()
			f.must(f.open(f.service.Link(f.current(r))))
			_, err := f.service.InRoom(f.ctx, f.event, room)
			f.must(err)
		},
		"who came by the provisional link leaves when the mailed one is opened": func(t *testing.T, f *fixture) {
			r := f.signUp("hanako", "online")
			room := f.service.RoomSecret(r, f.service.ProvisionalLink(r))
			_, err := f.service.InRoom(f.ctx, f.event, room)
			f.must(err)
			f.must(f.open(f.service.Link(r)))
			_, err = f.service.InRoom(f.ctx, f.event, room)
			expectError(t, err, models.CodeNotFound, "live.no_ticket")
		},
	})
}

func expectError(t *testing.T, err error, code models.Code, key string) {
	t.Helper()
	var told *models.Error
	if !errors.As(err, &told) {
		t.Fatalf("error %v, want %s: %s", err, code, key)
	}
	expectEqual(t, "code", told.Code, code)
	expectEqual(t, "key", told.Key, key)
}
