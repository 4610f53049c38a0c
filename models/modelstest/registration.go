package modelstest

import (
	"testing"

	"meguri/models"
	"meguri/models/text"
)

// Registration stores a confirmed registration of the event's ticket type with the slug, and takes a place for it.
func Registration(t testing.TB, db *models.DB, event *models.Event, slug string) *models.Registration {
	t.Helper()
	id := models.NewID()
	r := &models.Registration{
		ID:           id,
		EventID:      event.ID,
		RequestID:    id,
		Code:         id[24:],
		State:        models.RegistrationConfirmed,
		Sector:       models.SectorOther,
		Locale:       "ja",
		LinkNumber:   1,
		TicketSerial: 1,
		Name:         text.Name{Family: "髙橋", Given: "花子", FamilyKana: "タカハシ", GivenKana: "ハナコ"},
		Email:        id + "@attendee.example",
		EmailKey:     id + "@attendee.example",
		LinkHash:     models.HashSecret(id),
		Answers:      map[string]string{},
	}
	err := db.InTx(t.Context(), func(tx *models.Tx) error {
		ticketType, err := tx.TicketTypes().BySlug(event, slug)
		if err != nil {
			return err
		}
		r.TicketTypeID, r.TicketType = ticketType.ID, *ticketType
		if _, err := tx.Registrations().Insert(r); err != nil {
			return err
		}
		_, err = tx.TicketTypes().TakePlace(ticketType.ID)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return r
}
