package faults_test

import (
	"strconv"
	"testing"

	"meguri/app/registration"
	"meguri/app/service/link"
	"meguri/models"
	"meguri/models/modelstest"
	"meguri/models/text"
)

const bulkPeople = 20_000

// addBulk registers people without an address, and has all of them moved to the ticket type "stream" as soon as the
// program runs.
func addBulk(t *testing.T, db *models.DB, event *models.Event) (id string) {
	t.Helper()
	account := &models.Account{Name: "青木", Email: "me@faults.example", EmailKey: "me@faults.example", Locale: "ja"}
	modelstest.Write(t, db, func(tx *models.Tx) error {
		if err := tx.Accounts().Create(account); err != nil {
			return err
		}
		stream := &models.TicketType{EventID: event.ID, Slug: "stream", NameJa: "配信", Mode: models.ModeOnline, Position: 3}
		if err := tx.TicketTypes().Create(stream); err != nil {
			return err
		}
		from, err := tx.TicketTypes().BySlug(event, "online")
		if err != nil {
			return err
		}
		list := make([]models.Registration, bulkPeople)
		for i := range list {
			n := strconv.Itoa(1_000_000 + i)
			list[i] = models.Registration{
				ID: models.NewID(), EventID: event.ID, TicketTypeID: from.ID, RequestID: n, Code: n,
				State: models.RegistrationConfirmed, Locale: "ja", LinkNumber: 1, TicketSerial: 1,
				Name: text.Name{Family: "髙橋", Given: n}, LinkHash: n, Answers: map[string]string{},
				CreatedAt: tx.Now, UpdatedAt: tx.Now,
			}
			list[i].SetNamesake()
		}
		return tx.Registrations().InsertMany(list)
	})
	service := registration.New(db, link.New([]byte("never used: nobody has an address")), nil)
	in := &registration.BulkInput{SelectionInput: registration.SelectionInput{All: true}}
	in.TicketType = "stream"
	action, err := service.Bulk().Start(t.Context(), event, models.BulkMove, in, account.ID)
	if err != nil {
		t.Fatal(err)
	}
	return action.ID
}

// The program is killed while it moves 20,000 people: it goes on where it stopped, and everybody is moved once.
func TestKilledWhileManyAreMoved(t *testing.T) {
	t.Parallel()
	eachEngine(t, func(t *testing.T, address string) {
		var id string
		prepare(t, address, func(db *models.DB, event *models.Event) { id = addBulk(t, db, event) })
		s := serve(t, address)
		eventually(t, timeout, "some people are moved", func() bool { return movedBy(t, address, id) > 0 })
		s.kill()
		if movedBy(t, address, id) == bulkPeople {
			t.Fatal("all were moved before the program was killed")
		}
		s.start()
		eventually(t, 2*timeout, "all people are moved", func() bool { return movedBy(t, address, id) == bulkPeople })
		withDatabase(t, address, func(db *models.DB) {
			q := db.Query(t.Context())
			action, err := q.Bulks().ByIDAnywhere(id)
			if err != nil {
				t.Fatal(err)
			}
			event, err := q.Events().ByID(action.EventID)
			if err != nil {
				t.Fatal(err)
			}
			types, err := q.TicketTypes().OfEvent(event)
			if err != nil {
				t.Fatal(err)
			}
			taken := map[string]int{}
			for i := range types {
				taken[types[i].Slug] = types[i].Taken
			}
			if taken["online"] != 0 || taken["stream"] != bulkPeople {
				t.Errorf("places are %v", taken)
			}
		})
	})
}

// movedBy is how many people something that is done to many has reached.
func movedBy(t *testing.T, address, id string) (n int) {
	t.Helper()
	withDatabase(t, address, func(db *models.DB) {
		tally, err := db.Query(t.Context()).Bulks().Tally(&models.BulkAction{ID: id})
		if err != nil {
			t.Fatal(err)
		}
		n = tally[models.BulkPersonDone]
	})
	return n
}
