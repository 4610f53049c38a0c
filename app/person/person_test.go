package person_test

import (
	"testing"

	"meguri/app/account"
	"meguri/app/person"
	"meguri/app/service/link"
	"meguri/models"
	"meguri/models/modelstest"
)

// Somebody keeps an account, gets the link by mail, and leaves; an address that nobody kept gets the same answer.
func TestAPersonKeepsAnAccountAndLeaves(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		links := link.New([]byte("a key of the test's"))
		persons := person.New(db, person.Options{Links: links})
		r := modelstest.Registration(t, db, modelstest.Summit(t, db, "summit"), "online")
		if err := persons.Keep(t.Context(), r); models.CodeOf(err) != models.CodeConflict {
			t.Error("kept an address that nobody confirmed:", err)
		}
		modelstest.Write(t, db, func(tx *models.Tx) error {
			_, err := tx.Registrations().ConfirmAddress(r)
			return err
		})
		sent := len(modelstest.Mails(t, db))
		mailed := func(want int) {
			t.Helper()
			if n := len(modelstest.Mails(t, db)) - sent; n != want {
				t.Fatalf("%d mails, want %d", n, want)
			}
		}
		ask := func(email string) {
			t.Helper()
			if err := persons.AskLink(t.Context(), person.LinkInput{Email: email}); err != nil {
				t.Fatal(err)
			}
		}
		ask(r.Email) // who did not keep an account has none
		mailed(0)
		for range 2 { // again it changes nothing but the mail
			if err := persons.Keep(t.Context(), r); err != nil {
				t.Fatal(err)
			}
		}
		for range 5 {
			ask(r.Email)
		}
		ask("nobody@mail.example")
		mailed(3) // an hour's
		list := modelstest.Mails(t, db)
		secret := links.Person(list[len(list)-1].Data["link"])
		_, of, err := persons.Open(t.Context(), secret)
		if err != nil || of.EmailKey != r.EmailKey || !of.Invited() {
			t.Fatal(of, err)
		}
		if joined, err := db.Query(t.Context()).Persons().Registrations(of.ID); err != nil || len(joined) != 1 {
			t.Error(joined, err)
		}
		if _, _, err := db.Query(t.Context()).Logins().BySecret(secret); models.CodeOf(err) != models.CodeNotFound {
			t.Error("the link of a person signs in as staff:", err)
		}
		accounts := account.New(db, account.Options{Links: links, SendsMail: true})
		if err := accounts.ForgotPassword(t.Context(), account.ForgotInput{Email: r.Email}); err != nil {
			t.Fatal(err)
		}
		mailed(3) // no link to a password, with which the account would be one of staff
		for range 2 {
			if err := persons.Leave(t.Context(), secret, false); err != nil {
				t.Fatal(err)
			}
		}
		if _, _, err := persons.Open(t.Context(), secret); models.CodeOf(err) != models.CodeNotFound {
			t.Error("opened after leaving:", err)
		}
	})
}
