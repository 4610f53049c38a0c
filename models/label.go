package models

// label is a room or a track: a name in two languages with a position, which sessions of the event refer to.
type label interface {
	Room | Track
	// sessionColumn is the column of sessions that refers to it.
	sessionColumn() string
}

type labelQuery[T label] struct{ q *Query }

type labelStore[T label] struct {
	labelQuery[T]
	tx *Tx
}

// OfEvent lists the event's rooms or tracks in order.
func (store labelQuery[T]) OfEvent(e *Event) ([]T, error) {
	var list []T
	err := store.q.g.Where("event_id = ?", e.ID).Order("position, id").Find(&list).Error
	return list, err
}

// FindOrCreate finds the room or track that has the name in one of the languages, or makes one with that Japanese name,
// last in order.
func (store labelStore[T]) FindOrCreate(e *Event, name string) (*T, error) {
	var list []T
	err := store.tx.g.Where("event_id = ? AND (name_ja = ? OR name_en = ?)", e.ID, name, name).
		Order("position, id").Limit(1).Find(&list).Error
	if err != nil {
		return nil, err
	}
	if len(list) > 0 {
		return &list[0], nil
	}
	var n int64
	if err := store.tx.g.Model(new(T)).Where("event_id = ?", e.ID).Count(&n).Error; err != nil {
		return nil, err
	}
	added := T(Room{ID: NewID(), EventID: e.ID, NameJa: name, Position: int(n)})
	return &added, store.tx.g.Create(&added).Error
}

// Rename stores names and the order of the list. It is CodeNotFound if one is not the event's.
func (store labelStore[T]) Rename(e *Event, list []T) error {
	for i, item := range list {
		item := Room(item)
		fields := map[string]any{"name_ja": item.NameJa, "name_en": item.NameEn, "position": i}
		result := store.tx.g.Model(new(T)).Where("id = ? AND event_id = ?", item.ID, e.ID).Updates(fields)
		if err := mustAffect(result, NewError(CodeNotFound, "error.not_found")); err != nil {
			return err
		}
	}
	return nil
}

// DeleteUnused removes the rooms or tracks of the event that no session refers to.
func (store labelStore[T]) DeleteUnused(e *Event) error {
	used := store.tx.g.Model(&Session{}).Select(T{}.sessionColumn()).
		Where("event_id = ?", e.ID).Where(T{}.sessionColumn() + " IS NOT NULL")
	return store.tx.g.Where("event_id = ? AND id NOT IN (?)", e.ID, used).Delete(new(T)).Error
}

// copyAll copies the rooms or tracks of one event to another. It returns the ids of the copies by those of the
// originals.
func (store labelStore[T]) copyAll(from, to *Event) (map[string]string, error) {
	list, err := store.OfEvent(from)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	ids := make(map[string]string, len(list))
	for i := range list {
		copied := Room(list[i])
		original := copied.ID
		copied.ID, copied.EventID = NewID(), to.ID
		ids[original], list[i] = copied.ID, T(copied)
	}
	return ids, store.tx.g.CreateInBatches(&list, insertBatch).Error
}
