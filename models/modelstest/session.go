package modelstest

import (
	"testing"

	"meguri/models"
)

// Session adds a session to the event's agenda, by default a talk in Japanese. Its Room and Track are found by name or
// created; its Speakers are created.
func Session(t testing.TB, db *models.DB, event *models.Event, session models.Session) *models.Session {
	t.Helper()
	var added models.Session
	Write(t, db, func(tx *models.Tx) error {
		added = session
		return addSession(tx, event, &added)
	})
	return &added
}

func addSession(tx *models.Tx, event *models.Event, s *models.Session) error {
	if s.Kind == "" {
		s.Kind = models.SessionTalk
	}
	if s.Language == "" {
		s.Language = "ja"
	}
	var err error
	if s.Room != nil {
		if s.Room, err = tx.Rooms().FindOrCreate(event, s.Room.NameJa); err != nil {
			return err
		}
		s.RoomID = &s.Room.ID
	}
	if s.Track != nil {
		if s.Track, err = tx.Tracks().FindOrCreate(event, s.Track.NameJa); err != nil {
			return err
		}
		s.TrackID = &s.Track.ID
	}
	if err := tx.Sessions().Create(event, s); err != nil {
		return err
	}
	ids := make([]string, len(s.Speakers))
	for i := range s.Speakers {
		speaker := s.Speakers[i].Speaker
		if err := tx.Speakers().Add(event, &speaker); err != nil {
			return err
		}
		ids[i] = speaker.ID
	}
	return tx.Sessions().SetSpeakers(s, ids)
}
