package models

import "gorm.io/gorm"

// SessionEdit is a session as staff edit it: room and track by name (made when new), speakers in order (found again by name and organization).
type SessionEdit struct {
	Session
	RoomName, TrackName string
	People              []Speaker
}

// SaveSession stores a new session (no ID), or changes one that was read at version; Conflict where somebody else changed it meanwhile.
func (tx *Tx) SaveSession(e *Event, in *SessionEdit, version int) error {
	s := &in.Session
	var err error
	if s.RoomID, err = tx.roomNamed(e, in.RoomName); err != nil {
		return err
	}
	if s.TrackID, err = tx.trackNamed(e, in.TrackName); err != nil {
		return err
	}
	s.EventID, s.UpdatedAt, s.Version = e.ID, tx.Now, version+1
	if s.ID == "" {
		s.ID, s.CreatedAt = NewID(), tx.Now
		err = tx.g.Omit("Room", "Track", "Speakers").Create(s).Error
	} else {
		err = changed(tx.g.Model(&Session{}).Where("id = ? AND event_id = ? AND version = ?", s.ID, e.ID, version).
			Select("*").Omit("id", "event_id", "cancelled_at", "created_at", "Room", "Track", "Speakers").Updates(s), Fail(Conflict, "agenda.changed_meanwhile"))
	}
	if err != nil {
		return err
	}
	return tx.replaceSpeakers(e, s.ID, in.People)
}

func (tx *Tx) roomNamed(e *Event, name string) (*string, error) {
	if name == "" {
		return nil, nil
	}
	var room Room
	err := tx.g.Where("event_id = ? AND (name_ja = ? OR name_en = ?)", e.ID, name, name).Order("position, id").Limit(1).Find(&room).Error
	if err != nil || room.ID != "" {
		return &room.ID, err
	}
	var n int64
	if err := tx.g.Model(&Room{}).Where("event_id = ?", e.ID).Count(&n).Error; err != nil {
		return nil, err
	}
	room = Room{ID: NewID(), EventID: e.ID, NameJa: name, Position: int(n)}
	return &room.ID, tx.g.Create(&room).Error
}

func (tx *Tx) trackNamed(e *Event, name string) (*string, error) {
	if name == "" {
		return nil, nil
	}
	var track Track
	err := tx.g.Where("event_id = ? AND (name_ja = ? OR name_en = ?)", e.ID, name, name).Order("position, id").Limit(1).Find(&track).Error
	if err != nil || track.ID != "" {
		return &track.ID, err
	}
	var n int64
	if err := tx.g.Model(&Track{}).Where("event_id = ?", e.ID).Count(&n).Error; err != nil {
		return nil, err
	}
	track = Track{ID: NewID(), EventID: e.ID, NameJa: name, Position: int(n)}
	return &track.ID, tx.g.Create(&track).Error
}

// replaceSpeakers sets who speaks. A speaker of the event with the same name and organization is the same one; those in no session any more go.
func (tx *Tx) replaceSpeakers(e *Event, sessionID string, people []Speaker) error {
	if err := tx.g.Where("session_id = ?", sessionID).Delete(&SessionSpeaker{}).Error; err != nil {
		return err
	}
	for i, p := range people {
		var known Speaker
		err := tx.g.Where("event_id = ? AND name_ja = ? AND organization_ja = ?", e.ID, p.NameJa, p.OrganizationJa).Limit(1).Find(&known).Error
		if err != nil {
			return err
		}
		if known.ID == "" {
			p.ID, p.EventID = NewID(), e.ID
			if err := tx.g.Create(&p).Error; err != nil {
				return err
			}
			known = p
		} else if err := tx.g.Model(&Speaker{}).Where("id = ?", known.ID).Updates(map[string]any{"name_en": p.NameEn, "organization_en": p.OrganizationEn}).Error; err != nil {
			return err
		}
		link := SessionSpeaker{SessionID: sessionID, SpeakerID: known.ID, Position: i}
		if err := tx.g.Omit("Speaker").Clauses(doNothing).Create(&link).Error; err != nil {
			return err
		}
	}
	return tx.g.Where("event_id = ? AND id NOT IN (SELECT speaker_id FROM session_speakers)", e.ID).Delete(&Speaker{}).Error
}

// SetSessionCancelled cancels a session or lets it take place again; calendars notice.
func (tx *Tx) SetSessionCancelled(e *Event, id string, cancelled bool) error {
	fields := map[string]any{"cancelled_at": nil, "sequence": gorm.Expr("sequence + 1"), "version": gorm.Expr("version + 1"), "updated_at": tx.Now}
	if cancelled {
		fields["cancelled_at"] = tx.Now
	}
	return changed(tx.g.Model(&Session{}).Where("id = ? AND event_id = ?", id, e.ID).Updates(fields), Fail(NotFound, "error.not_found"))
}

// DeleteSession removes a session. Rooms and tracks without sessions go with the last one.
func (tx *Tx) DeleteSession(e *Event, id string) error {
	if err := changed(tx.g.Where("id = ? AND event_id = ?", id, e.ID).Delete(&Session{}), Fail(NotFound, "error.not_found")); err != nil {
		return err
	}
	for _, table := range []struct {
		model any
		used  string
	}{{&Room{}, "room_id"}, {&Track{}, "track_id"}} {
		err := tx.g.Where("event_id = ? AND id NOT IN (SELECT "+table.used+" FROM sessions WHERE event_id = ? AND "+table.used+" IS NOT NULL)", e.ID, e.ID).Delete(table.model).Error
		if err != nil {
			return err
		}
	}
	return nil
}

// Tracks lists the tracks of the event in order.
func (tx *Tx) Tracks(e *Event) ([]Track, error) {
	var list []Track
	err := tx.g.Where("event_id = ?", e.ID).Order("position, id").Find(&list).Error
	return list, err
}
