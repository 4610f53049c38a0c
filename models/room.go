package models

// Rooms lists the rooms of the event in order.
func (tx *Tx) Rooms(e *Event) ([]Room, error) {
	var list []Room
	err := tx.g.Where("event_id = ?", e.ID).Order("position, id").Find(&list).Error
	return list, err
}

// Tracks lists the tracks of the event in order.
func (tx *Tx) Tracks(e *Event) ([]Track, error) {
	var list []Track
	err := tx.g.Where("event_id = ?", e.ID).Order("position, id").Find(&list).Error
	return list, err
}

// RenameRooms stores the names of the event's rooms, in the order of the list.
func (tx *Tx) RenameRooms(e *Event, list []Room) error {
	for i, room := range list {
		err := changed(tx.g.Model(&Room{}).Where("id = ? AND event_id = ?", room.ID, e.ID).
			Updates(map[string]any{"name_ja": room.NameJa, "name_en": room.NameEn, "position": i}), Fail(NotFound, "error.not_found"))
		if err != nil {
			return err
		}
	}
	return nil
}

// RenameTracks stores the names of the event's tracks, in the order of the list.
func (tx *Tx) RenameTracks(e *Event, list []Track) error {
	for i, track := range list {
		err := changed(tx.g.Model(&Track{}).Where("id = ? AND event_id = ?", track.ID, e.ID).
			Updates(map[string]any{"name_ja": track.NameJa, "name_en": track.NameEn, "position": i}), Fail(NotFound, "error.not_found"))
		if err != nil {
			return err
		}
	}
	return nil
}
