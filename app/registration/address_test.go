package registration_test

import (
	"fmt"
	"testing"
	"time"

	"meguri/app/registration"
	"meguri/models"
)

// moveTo is a correction of the address alone.
func moveTo(email string) *registration.CorrectInput {
	in := correctName("髙橋")
	in.Given, in.Email = "花子", email
	return in
}

func TestACorrectedAddress(t *testing.T) {
	const confirmed, moved, again = registration.MailConfirmed, registration.MailMoved, registration.MailLink
	eachCase(t, map[string]func(t *testing.T, f *fixture){
		"keeps place and ticket, and tells both": func(t *testing.T, f *fixture) {
			r := f.signUp("old", "venue")
			f.must(f.service.Correct(f.ctx, f.event, r.ID, moveTo("New@mail.example"), registration.ByStaff))
			f.expect(r, "confirmed venue")
			expectEqual(t, "ticket", f.current(r).TicketSerial, r.TicketSerial)
			f.expectMails(r, confirmed+" "+moved+" "+again)
			list, err := f.db.Query(f.ctx).Mails().OfRegistration(r)
			f.must(err)
			expectEqual(t, "the new address", list[0].ToAddress, "New@mail.example")
			expectEqual(t, "the former one", list[1].ToAddress, "old@mail.example")
		},
		"by its owner leaves the old link until the new one is opened": func(t *testing.T, f *fixture) {
			r := f.signUp("old", "venue")
			f.must(f.open(f.service.Link(r)))
			f.must(f.changes().Confirm(f.ctx, f.askFor(r, "new@mail.example")))
			expectEqual(t, "the old link opens", f.opens(r, f.service.Link(r)), true)
			f.must(f.open(f.service.Link(f.current(r))))
			expectEqual(t, "the old link opens", f.opens(r, f.service.Link(r)), false)
		},
		"by staff ends the link that went to the wrong one": func(t *testing.T, f *fixture) {
			r := f.signUp("old", "venue")
			f.must(f.service.Correct(f.ctx, f.event, r.ID, moveTo("new@mail.example"), registration.ByStaff))
			expectEqual(t, "the old link opens", f.opens(r, f.service.Link(r)), false)
			expectEqual(t, "the new link opens", f.opens(r, f.service.Link(f.current(r))), true)
		},
		"by who has just registered ends the link that went to the wrong one": func(t *testing.T, f *fixture) {
			r := f.signUp("old", "venue")
			f.must(f.service.CorrectAddress(f.ctx, r, &registration.LinkInput{Email: "new@mail.example"}))
			expectEqual(t, "the old link opens", f.opens(r, f.service.Link(r)), false)
			expectEqual(t, "the new link opens", f.opens(r, f.service.Link(f.current(r))), true)
			expectEqual(t, "the provisional link opens", f.opens(r, f.service.ProvisionalLink(r)), true)
		},
		"is none for who has just registered once the link was opened": func(t *testing.T, f *fixture) {
			r := f.signUp("old", "venue")
			f.must(f.open(f.service.Link(r)))
			in := &registration.LinkInput{Email: "thief@mail.example"}
			expectCode(t, f.service.CorrectAddress(f.ctx, r, in), models.CodeConflict)
			expectEqual(t, "address", f.current(r).Email, "old@mail.example")
		},
		"may not be one of the same person": func(t *testing.T, f *fixture) {
			f.signUp("taken", "venue")
			r := f.signUp("old", "venue")
			err := f.service.Correct(f.ctx, f.event, r.ID, moveTo("taken@mail.example"), registration.ByAttendee)
			expectEqual(t, "faults", faults(t, err), map[string]string{"email": "registration.same_person"})
		},
		"must be one": func(t *testing.T, f *fixture) {
			r := f.signUp("old", "venue")
			err := f.service.Correct(f.ctx, f.event, r.ID, moveTo("nobody"), registration.ByAttendee)
			expectEqual(t, "faults", faults(t, err), map[string]string{"email": "field.email"})
		},
		"does not flood others": func(t *testing.T, f *fixture) {
			refused := 0
			for i := range 10 {
				r := f.signUp(fmt.Sprint("mine-", i), "online")
				err := f.service.CorrectAddress(f.ctx, r, &registration.LinkInput{Email: "victim@mail.example"})
				if models.CodeOf(err) == models.CodeTooMany {
					refused++
					continue
				}
				f.must(err)
				f.must(f.service.CorrectAddress(f.ctx, r, &registration.LinkInput{Email: fmt.Sprint("back-", i, "@mail.example")}))
			}
			hourAgo := f.db.Now().Add(-time.Hour)
			mailed, err := f.db.Query(f.ctx).Mails().ToAddressAbout(f.event.ID, "victim@mail.example", hourAgo)
			f.must(err)
			if mailed > 6 || refused == 0 {
				t.Errorf("%d mails to the victim, %d refusals", mailed, refused)
			}
		},
	})
}

func TestOneAddressMayHaveSeveralPeople(t *testing.T) {
	const confirmed = registration.MailConfirmed
	person := func(given string) *registration.SignUpInput {
		in := signUpInput("family@mail.example", "venue")
		in.Given = given
		return in
	}
	eachCase(t, map[string]func(t *testing.T, f *fixture){
		"each with a place and a mail": func(t *testing.T, f *fixture) {
			first, second := f.submit(person("花子")).Registration, f.submit(person("次郎")).Registration
			f.expect(first, "confirmed venue")
			f.expect(second, "confirmed venue")
			f.expectMails(first, confirmed)
			f.expectMails(second, confirmed)
			expectEqual(t, "the links are the same", f.service.Link(first) == f.service.Link(second), false)
		},
		"and the same name is the same person": func(t *testing.T, f *fixture) {
			in := person("Hanako")
			in.Family = "Yamada"
			first := f.submit(in).Registration
			again := person("HANAKO ")
			again.Family = "ｙamada"
			expectEqual(t, "outcome", f.submit(again), known)
			f.expectMails(first, confirmed+" "+registration.MailKnown)
		},
		"also with the same form, whose hidden id the browser keeps": func(t *testing.T, f *fixture) {
			first, second := person("花子"), person("次郎")
			first.RequestID, second.RequestID = "the form's", "the form's"
			expectEqual(t, "outcome", f.submit(first).Outcome, registration.OutcomeMade)
			expectEqual(t, "outcome", f.submit(second).Outcome, registration.OutcomeMade)
		},
	})
}
