package faults_test

import (
	"fmt"
	"strings"
	"testing"

	"meguri/app/registration"
	"meguri/app/service/link"
	"meguri/models"
)

const importPeople = 3000

// addImport uploads a list of people and has it imported as soon as the program runs.
func addImport(t *testing.T, db *models.DB, event *models.Event) (id string) {
	t.Helper()
	var list strings.Builder
	list.WriteString("姓,名,メールアドレス,電話番号\n")
	for i := range importPeople {
		email := fmt.Sprintf("list%d@faults.example", i)
		if i%5 == 0 {
			email = ""
		}
		fmt.Fprintf(&list, "佐藤,%d,%s,044-%07d\n", i, email, i)
	}
	registrations := registration.New(db, link.New([]byte("never used: the program makes the links")), nil)
	uploaded, err := registrations.UploadImport(t.Context(), event, "staff", "list.csv", strings.NewReader(list.String()))
	if err != nil {
		t.Fatal(err)
	}
	columns := &registration.ImportColumnsInput{
		Columns: []registration.ImportField{
			registration.FieldFamily, registration.FieldGiven, registration.FieldEmail, registration.FieldPhone,
		},
		TicketType: "online", Locale: "ja",
	}
	if err := registrations.CheckImport(t.Context(), event, uploaded.ID, columns); err != nil {
		t.Fatal(err)
	}
	start := &registration.ImportStartInput{All: true, Mail: true}
	if err := registrations.StartImport(t.Context(), event, uploaded.ID, start); err != nil {
		t.Fatal(err)
	}
	return uploaded.ID
}

// The program is killed while it imports a list: it goes on where it stopped.
func TestKilledWhileAListIsImported(t *testing.T) {
	t.Parallel()
	eachEngine(t, func(t *testing.T, address string) {
		var id string
		prepare(t, address, func(db *models.DB, event *models.Event) { id = addImport(t, db, event) })
		s := serve(t, address)
		eventually(t, timeout, "some people are registered", func() bool { return importOf(t, address, id).Done() > 0 })
		s.kill()
		if done := importOf(t, address, id).Done(); done == importPeople {
			t.Fatal("all were registered before the program was killed")
		}
		s.start()
		eventually(t, timeout, "the list is imported", func() bool {
			return importOf(t, address, id).State == models.ImportDone
		})
		want := models.ImportCounts{Added: importPeople}
		if got := importOf(t, address, id).ImportCounts; got != want {
			t.Errorf("counted %+v, want %+v", got, want)
		}
		if n := expectConsistentImport(t, address); n != importPeople {
			t.Errorf("%d people are registered", n)
		}
	})
}

func importOf(t *testing.T, address, id string) (i *models.Import) {
	t.Helper()
	withDatabase(t, address, func(db *models.DB) {
		var err error
		if i, err = db.Query(t.Context()).Imports().Progress(id); err != nil {
			t.Fatal(err)
		}
	})
	return i
}

// expectConsistentImport demands one mail for each person with an address and counters that are right, and counts the
// people.
func expectConsistentImport(t *testing.T, address string) (people int) {
	t.Helper()
	withDatabase(t, address, func(db *models.DB) {
		q := db.Query(t.Context())
		if wrong, err := q.TicketTypes().Miscounts(); err != nil || len(wrong) > 0 {
			t.Errorf("miscounts %v, %v", wrong, err)
		}
		event, err := q.Events().BySlug("summit")
		if err != nil {
			t.Fatal(err)
		}
		if people, err = q.Registrations().CountLive(event); err != nil {
			t.Fatal(err)
		}
		tallies, err := q.Mails().Tallies(event)
		if err != nil {
			t.Fatal(err)
		}
		if mails := count(tallies); mails != importPeople*4/5 {
			t.Errorf("%d mails", mails)
		}
	})
	return people
}
