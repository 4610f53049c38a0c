package models

// Rooms lists the rooms of the event in order.
func (store RoomQuery) OfEvent(e *Event) ([]Room, error) {
	var list []Room
	err := store.q.g.Where("event_id = ?", e.ID).Order("position, id").Find(&list).Error
	return list, err
}

// Tracks lists the tracks of the event in order.
func (store TrackQuery) OfEvent(e *Event) ([]Track, error) {
	var list []Track
	err := store.q.g.Where("event_id = ?", e.ID).Order("position, id").Find(&list).Error
	return list, err
}

// RenameRooms stores the names of the event's rooms, in the order of the list.
func (store RoomStore) Rename(e *Event, list []Room) error {
	for i, room := range list {
		err := mustAffect(store.tx.g.Model(&Room{}).Where("id = ? AND event_id = ?", room.ID, e.ID).
			Updates(map[string]any{"name_ja": room.NameJa, "name_en": room.NameEn, "position": i}), NewError(CodeNotFound, "error.not_found"))
		if err != nil {
			return err
		}
	}
	return nil
}

// RenameTracks stores the names of the event's tracks, in the order of the list.
func (store TrackStore) Rename(e *Event, list []Track) error {
	for i, track := range list {
		err := mustAffect(store.tx.g.Model(&Track{}).Where("id = ? AND event_id = ?", track.ID, e.ID).
			Updates(map[string]any{"name_ja": track.NameJa, "name_en": track.NameEn, "position": i}), NewError(CodeNotFound, "error.not_found"))
		if err != nil {
			return err
		}
	}
	return nil
}
