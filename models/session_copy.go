package models

import "time"

// CopyAll copies an event's sessions, rooms, tracks and speakers to another event, to other times. A cancelled session
// takes place in the copy.
func (store SessionStore) CopyAll(from, to *Event, move func(time.Time) time.Time) error {
	rooms, err := store.tx.Rooms().copyAll(from, to)
	if err != nil {
		return err
	}
	tracks, err := store.tx.Tracks().copyAll(from, to)
	if err != nil {
		return err
	}
	speakers, err := store.tx.Speakers().copyAll(from, to)
	if err != nil {
		return err
	}
	sessions, err := store.OfEvent(from)
	for i := range sessions {
		s := &sessions[i]
		s.ID, s.RoomID, s.TrackID = "", copyOf(rooms, s.RoomID), copyOf(tracks, s.TrackID)
		s.StartsAt, s.EndsAt = move(s.StartsAt), move(s.EndsAt)
		s.CancelledAt, s.Sequence = nil, 0
		s.MovedAt, s.PreviousStartsAt, s.PreviousRoomJa, s.PreviousRoomEn = nil, nil, "", ""
		if err := store.Create(to, s); err != nil {
			return err
		}
		if err := store.SetSpeakers(s, speakerCopies(speakers, s)); err != nil {
			return err
		}
	}
	return err
}

func copyOf(ids map[string]string, original *string) *string {
	if original == nil {
		return nil
	}
	id := ids[*original]
	return &id
}

func speakerCopies(ids map[string]string, s *Session) []string {
	copies := make([]string, len(s.Speakers))
	for i, link := range s.Speakers {
		copies[i] = ids[link.SpeakerID]
	}
	return copies
}
