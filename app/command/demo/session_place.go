package demo

import (
	"slices"

	"meguri/app/service/place"
	"meguri/models"
)

// sessionPlaces lets people at the venue sign up for two discussions: one is nearly full, one is full, with a line.
func (b *builder) sessionPlaces(e *models.Event, people []models.Registration) error {
	sessions, err := b.tx.Sessions().OfEvent(e)
	if err != nil {
		return err
	}
	sessions = slices.DeleteFunc(sessions, func(s models.Session) bool { return s.Kind != models.SessionDiscussion })
	for i, n := range []struct{ capacity, people int }{{20, 18}, {12, 16}} {
		s := sessions[len(sessions)-2+i]
		err := b.tx.SessionPlaces().Save(&models.SessionPlaces{
			SessionID: s.ID, EventID: e.ID, Capacity: n.capacity, Mode: models.ModeVenue,
		})
		if err != nil {
			return err
		}
		for at := range n.people {
			if err := place.Join(b.tx, &people[(at+i*9)%len(people)], s.ID); err != nil {
				return err
			}
		}
	}
	return nil
}
