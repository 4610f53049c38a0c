package faults_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"testing"

	"meguri/app/testkit/apptest"
	"meguri/models"
	"meguri/models/modelstest"
)

const places = 300 // of the ticket type "hall"

// withDatabase opens the database only while do runs.
func withDatabase(t *testing.T, address string, do func(db *models.DB)) {
	t.Helper()
	db, err := models.Open(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	do(db)
}

// prepare makes the tables and an event "summit", with a ticket type "hall" besides those of modelstest.Summit.
func prepare(t *testing.T, address string, more func(db *models.DB, event *models.Event)) {
	t.Helper()
	withDatabase(t, address, func(db *models.DB) {
		if _, err := db.Migrate(t.Context()); err != nil {
			t.Fatal(err)
		}
		event := modelstest.Summit(t, db, "summit")
		capacity := places
		err := db.InTx(t.Context(), func(tx *models.Tx) error {
			return tx.TicketTypes().
				Create(&models.TicketType{
					EventID:  event.ID,
					Slug:     "hall",
					NameJa:   "大ホール",
					Mode:     models.ModeVenue,
					Capacity: &capacity,
					Position: 2,
				})
		})
		if err != nil {
			t.Fatal(err)
		}
		if more != nil {
			more(db, event)
		}
	})
}

// attendee is a person who registers. The id marks a repeated request.
type attendee struct {
	id, email, ticketType string
}

// newAttendees makes attendees of a ticket type.
func newAttendees(n int, ticketType string) []attendee {
	list := make([]attendee, n)
	for i := range list {
		list[i] = attendee{models.NewID(), fmt.Sprintf("p%d@audience.example", i), ticketType}
	}
	return list
}

func (a attendee) body() map[string]any {
	return map[string]any{
		"id": a.id, "ticket_type": a.ticketType, "email": a.email, "family_name": "髙橋", "given_name": "花子",
		"family_name_kana": "タカハシ", "given_name_kana": "ハナコ", "sector": "civil", "locale": "ja",
	}
}

// registrationAnswer is the API's answer to a registration.
type registrationAnswer struct {
	ID, Code, State string
	ManageURL       string `json:"manage_url"`
}

// register sends a registration once.
func (s *server) register(a attendee) (status int, body string, err error) {
	content, err := json.Marshal(a.body())
	if err != nil {
		return 0, "", err
	}
	return s.do(http.MethodPost, "/api/v1/events/summit/registrations", "application/json", string(content))
}

// parseAnswer reads an answer; ok is false where the registration was not acknowledged.
func parseAnswer(status int, body string, err error) (got registrationAnswer, ok bool) {
	if err != nil || status != http.StatusCreated {
		return got, false
	}
	return got, json.Unmarshal([]byte(body), &got) == nil
}

// expectStored demands that each acknowledged registration is stored, with the code and state of the answer.
func expectStored(t *testing.T, address string, acknowledged map[string]registrationAnswer) {
	t.Helper()
	withDatabase(t, address, func(db *models.DB) {
		q := db.Query(t.Context())
		event, err := q.Events().BySlug("summit")
		if err != nil {
			t.Fatal(err)
		}
		for id, answer := range acknowledged {
			r, err := q.Registrations().ByRequest(event, models.HashSecret(id))
			if err != nil {
				t.Errorf("%s was acknowledged and is lost: %v", id, err)
				continue
			}
			apptest.Equal(t, "code of "+id, r.Code, answer.Code)
			apptest.Equal(t, "state of "+id, string(r.State), answer.State)
		}
	})
}

// expectConsistent demands that the counters of places are right, that nobody is registered twice, and that each
// registration has one mail. It returns the number of registrations.
func expectConsistent(t *testing.T, address string) (registrations int) {
	t.Helper()
	withDatabase(t, address, func(db *models.DB) {
		q := db.Query(t.Context())
		if wrong, err := q.TicketTypes().Miscounts(); err != nil || len(wrong) > 0 {
			t.Errorf("places are counted wrong: %+v, %v", wrong, err)
		}
		event, err := q.Events().BySlug("summit")
		if err != nil {
			t.Fatal(err)
		}
		types, err := q.TicketTypes().OfEvent(event)
		if err != nil {
			t.Fatal(err)
		}
		for _, ticketType := range types {
			if ticketType.Capacity != nil && ticketType.Taken > *ticketType.Capacity {
				t.Errorf("%s: %d places taken of %d", ticketType.Slug, ticketType.Taken, *ticketType.Capacity)
			}
		}
		registrations = expectOneMailEach(t, q, event)
	})
	return registrations
}

func expectOneMailEach(t *testing.T, q *models.Query, event *models.Event) (registrations int) {
	t.Helper()
	addresses := map[string]bool{}
	for r, err := range q.Registrations().Each(event, models.RegistrationFilter{}) {
		if err != nil {
			t.Fatal(err)
		}
		if addresses[r.EmailKey] {
			t.Errorf("%s is there twice", r.EmailKey)
		}
		addresses[r.EmailKey] = true
		mails, err := q.Mails().OfRegistration(r)
		want := "registration_" + string(r.State)
		if err != nil {
			t.Fatal(err)
		}
		kinds := make([]string, len(mails))
		for i := range mails {
			kinds[i] = mails[i].Kind
		}
		apptest.Equal(t, "mails to "+r.EmailKey, kinds, []string{want})
	}
	return len(addresses)
}
