package registration_test

import (
	"testing"

	"meguri/app/registration"
	"meguri/models"
)

func entryInput(family, given, email string) *registration.EntryInput {
	return &registration.EntryInput{
		RequestID: models.NewID(), TicketType: "venue", Email: email, Way: models.EntryPhone, Locale: "ja",
		NameInput: registration.NameInput{Family: family, Given: given, FamilyKana: "さとう", GivenKana: "うめ"},
	}
}

func (f *fixture) enter(in *registration.EntryInput) (*models.Registration, error) {
	f.t.Helper()
	return f.service.Enter(f.ctx, f.event, in, "staff-1")
}

func TestStaffRegisterWhoPhoned(t *testing.T) {
	eachCase(t, map[string]func(t *testing.T, f *fixture){
		"without an address: a ticket to print, and no mail": func(t *testing.T, f *fixture) {
			r, err := f.enter(entryInput("佐藤", "うめ", ""))
			if err != nil {
				t.Fatal(err)
			}
			f.expect(r, "confirmed venue")
			f.expectMails(r, "")
			kept := f.current(r)
			expectEqual(t, "way", kept.EntryWay, models.EntryPhone)
			expectEqual(t, "entered by", kept.EnteredBy, "staff-1")
			if _, err := f.service.Ticket(f.ctx, f.event, kept); err != nil {
				t.Error(err)
			}
			f.expectExact()
		},
		"with an address: mailed like everybody": func(t *testing.T, f *fixture) {
			r, err := f.enter(entryInput("佐藤", "うめ", "ume@mail.example"))
			if err != nil {
				t.Fatal(err)
			}
			f.expectMails(r, registration.MailConfirmed)
		},
		"of a closed and hidden ticket type": func(t *testing.T, f *fixture) {
			f.editType("venue", func(t *models.TicketType) {
				passed := f.db.Now()
				t.Hidden, t.ClosesAt = true, &passed
			})
			r, err := f.enter(entryInput("佐藤", "うめ", ""))
			if err != nil {
				t.Fatal(err)
			}
			f.expect(r, "confirmed venue")
		},
		"twice by the same form: once": func(t *testing.T, f *fixture) {
			in := entryInput("佐藤", "うめ", "")
			first, err := f.enter(in)
			if err != nil {
				t.Fatal(err)
			}
			again, err := f.enter(in)
			if err != nil || again.ID != first.ID {
				t.Errorf("%v, %v", again, err)
			}
			f.expectExact()
		},
		"a namesake without an address, once staff said so": func(t *testing.T, f *fixture) {
			if _, err := f.enter(entryInput("佐藤", "うめ", "")); err != nil {
				t.Fatal(err)
			}
			in := entryInput("佐藤", "うめ", "")
			_, err := f.enter(in)
			expectEqual(t, "code", models.CodeOf(err), models.CodeInvalid)
			in.Another = true
			if _, err := f.enter(in); err != nil {
				t.Fatal(err)
			}
			f.expectExact()
		},
		"who is known by the address is not registered twice": func(t *testing.T, f *fixture) {
			if _, err := f.enter(entryInput("佐藤", "うめ", "ume@mail.example")); err != nil {
				t.Fatal(err)
			}
			_, err := f.enter(entryInput("佐藤", "うめ", "UME@mail.example"))
			expectEqual(t, "code", models.CodeOf(err), models.CodeInvalid)
			f.expectExact()
		},
	})
}
