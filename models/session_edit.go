package models

import "gorm.io/gorm"

// SessionInput is a session as staff edit it: room and track by name (made when new), speakers in order (found again by name and organization).
type SessionInput struct {
	Session
	New                 bool // its ID is made where it has none
	RoomName, TrackName string
	People              []Speaker
}

// SaveSession stores a new session, or changes one that was read at version; Conflict where somebody else changed it meanwhile.
func (store SessionStore) Save(e *Event, in *SessionInput, version int) error {
	s := &in.Session
	var err error
	if s.RoomID, err = store.tx.Rooms().named(e, in.RoomName); err != nil {
		return err
	}
	if s.TrackID, err = store.tx.Tracks().named(e, in.TrackName); err != nil {
		return err
	}
	s.EventID, s.UpdatedAt, s.Version = e.ID, store.tx.Now, version+1
	if in.New {
		if s.CreatedAt = store.tx.Now; s.ID == "" {
			s.ID = NewID()
		}
		err = store.tx.g.Omit("Room", "Track", "Speakers").Create(s).Error
	} else {
		err = mustAffect(store.tx.g.Model(&Session{}).Where("id = ? AND event_id = ? AND version = ?", s.ID, e.ID, version).
			Select("*").Omit("id", "event_id", "cancelled_at", "created_at", "Room", "Track", "Speakers").Updates(s), NewError(CodeConflict, "agenda.changed_meanwhile"))
	}
	if err != nil {
		return err
	}
	if err := store.tx.Speakers().replace(e, s.ID, in.People); err != nil {
		return err
	}
	return store.dropUnused(e)
}

func (store RoomStore) named(e *Event, name string) (*string, error) {
	if name == "" {
		return nil, nil
	}
	var room Room
	err := store.tx.g.Where("event_id = ? AND (name_ja = ? OR name_en = ?)", e.ID, name, name).Order("position, id").Limit(1).Find(&room).Error
	if err != nil || room.ID != "" {
		return &room.ID, err
	}
	var n int64
	if err := store.tx.g.Model(&Room{}).Where("event_id = ?", e.ID).Count(&n).Error; err != nil {
		return nil, err
	}
	room = Room{ID: NewID(), EventID: e.ID, NameJa: name, Position: int(n)}
	return &room.ID, store.tx.g.Create(&room).Error
}

func (store TrackStore) named(e *Event, name string) (*string, error) {
	if name == "" {
		return nil, nil
	}
	var track Track
	err := store.tx.g.Where("event_id = ? AND (name_ja = ? OR name_en = ?)", e.ID, name, name).Order("position, id").Limit(1).Find(&track).Error
	if err != nil || track.ID != "" {
		return &track.ID, err
	}
	var n int64
	if err := store.tx.g.Model(&Track{}).Where("event_id = ?", e.ID).Count(&n).Error; err != nil {
		return nil, err
	}
	track = Track{ID: NewID(), EventID: e.ID, NameJa: name, Position: int(n)}
	return &track.ID, store.tx.g.Create(&track).Error
}

// SetSessionCancelled cancels a session or lets it take place again; calendars notice.
func (store SessionStore) SetCancelled(e *Event, id string, cancelled bool) error {
	fields := map[string]any{"cancelled_at": nil, "sequence": gorm.Expr("sequence + 1"), "version": gorm.Expr("version + 1"), "updated_at": store.tx.Now}
	if cancelled {
		fields["cancelled_at"] = store.tx.Now
	}
	return mustAffect(store.tx.g.Model(&Session{}).Where("id = ? AND event_id = ?", id, e.ID).Updates(fields), NewError(CodeNotFound, "error.not_found"))
}

// DeleteSession removes a session. Rooms and tracks without sessions go with the last one.
func (store SessionStore) Delete(e *Event, id string) error {
	if err := mustAffect(store.tx.g.Where("id = ? AND event_id = ?", id, e.ID).Delete(&Session{}), NewError(CodeNotFound, "error.not_found")); err != nil {
		return err
	}
	return store.dropUnused(e)
}

// sweepAgenda removes the rooms, tracks and speakers that no session of the event has any more.
func (store SessionStore) dropUnused(e *Event) error {
	for _, unused := range []struct {
		model any
		where string
	}{
		{&Room{}, "id NOT IN (SELECT room_id FROM sessions WHERE room_id IS NOT NULL)"},
		{&Track{}, "id NOT IN (SELECT track_id FROM sessions WHERE track_id IS NOT NULL)"},
		{&Speaker{}, "id NOT IN (SELECT speaker_id FROM session_speakers)"},
	} {
		if err := store.tx.g.Where("event_id = ?", e.ID).Where(unused.where).Delete(unused.model).Error; err != nil {
			return err
		}
	}
	return nil
}
