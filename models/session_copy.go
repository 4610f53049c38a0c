package models

import (
	"time"

	"gorm.io/gorm"
)

// copyAgenda copies rooms, tracks, speakers and sessions. A cancelled session takes place in the copy.
func (store SessionStore) CopyAll(from, to *Event) error {
	copied := map[string]string{}
	for _, step := range []func(from, to *Event, copied map[string]string) error{store.tx.Rooms().copyAll, store.tx.Tracks().copyAll, store.tx.Speakers().copyAll} {
		if err := step(from, to, copied); err != nil {
			return err
		}
	}
	sessions, err := store.OfEvent(from)
	for _, s := range sessions {
		if err := store.copyOne(to, s, copied); err != nil {
			return err
		}
	}
	return err
}

func (store RoomStore) copyAll(from, to *Event, copied map[string]string) error {
	list, err := store.OfEvent(from)
	for _, room := range list {
		old := room.ID
		room.ID, room.EventID = NewID(), to.ID
		copied[old] = room.ID
		if err := store.tx.g.Create(&room).Error; err != nil {
			return err
		}
	}
	return err
}

func (store TrackStore) copyAll(from, to *Event, copied map[string]string) error {
	list, err := store.OfEvent(from)
	for _, track := range list {
		old := track.ID
		track.ID, track.EventID = NewID(), to.ID
		copied[old] = track.ID
		if err := store.tx.g.Create(&track).Error; err != nil {
			return err
		}
	}
	return err
}

func (store SpeakerStore) copyAll(from, to *Event, copied map[string]string) error {
	var list []Speaker
	err := store.tx.g.Where("event_id = ?", from.ID).Order("id").Find(&list).Error
	for _, speaker := range list {
		old := speaker.ID
		speaker.ID, speaker.EventID = NewID(), to.ID
		copied[old] = speaker.ID
		if err := store.tx.g.Create(&speaker).Error; err != nil {
			return err
		}
	}
	return err
}

func (store SessionStore) copyOne(to *Event, s Session, copied map[string]string) error {
	speakers := s.Speakers
	s.ID, s.EventID, s.RoomID, s.TrackID = NewID(), to.ID, copiedID(copied, s.RoomID), copiedID(copied, s.TrackID)
	s.CancelledAt, s.Sequence, s.Version, s.CreatedAt, s.UpdatedAt = nil, 0, 1, store.tx.Now, store.tx.Now
	if err := store.tx.g.Omit("Room", "Track", "Speakers").Create(&s).Error; err != nil {
		return err
	}
	for _, link := range speakers {
		if err := store.tx.g.Omit("Speaker").Create(&SessionSpeaker{SessionID: s.ID, SpeakerID: copied[link.SpeakerID], Position: link.Position}).Error; err != nil {
			return err
		}
	}
	return nil
}

func copiedID(copied map[string]string, id *string) *string {
	if id == nil {
		return nil
	}
	made := copied[*id]
	return &made
}

// MoveSessions gives all sessions of the event other times, as when the event moves to another day; calendars notice.
func (store SessionStore) Shift(e *Event, move func(time.Time) time.Time) error {
	sessions, err := store.OfEvent(e)
	for _, s := range sessions {
		fields := map[string]any{"starts_at": move(s.StartsAt), "ends_at": move(s.EndsAt), "sequence": gorm.Expr("sequence + 1"), "version": gorm.Expr("version + 1"), "updated_at": store.tx.Now}
		if err := store.tx.g.Model(&Session{}).Where("id = ?", s.ID).Updates(fields).Error; err != nil {
			return err
		}
	}
	return err
}
