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

// RoomQuery reads rooms.
type RoomQuery = labelQuery[Room]

// RoomStore reads and writes rooms.
type RoomStore = labelStore[Room]

// Rooms reads rooms.
func (q *Query) Rooms() RoomQuery { return RoomQuery{q} }

// Rooms reads and writes rooms.
func (tx *Tx) Rooms() RoomStore { return RoomStore{tx.Query.Rooms(), tx} }

// TrackQuery reads tracks.
type TrackQuery = labelQuery[Track]

// TrackStore reads and writes tracks.
type TrackStore = labelStore[Track]

// Tracks reads tracks.
func (q *Query) Tracks() TrackQuery { return TrackQuery{q} }

// Tracks reads and writes tracks.
func (tx *Tx) Tracks() TrackStore { return TrackStore{tx.Query.Tracks(), tx} }

// OfEvent lists the event's rooms or tracks in order.
func (store labelQuery[T]) OfEvent(e *Event) ([]T, error) {
	var list []T
	err := store.q.g.Where("event_id = ?", e.ID).Order("position, id").Find(&list).Error
	return list, err
}

// FindOrCreate finds the room or track that has the name in one of the languages, or makes one with that Japanese name,
// last in order. Width, case and spaces make no difference.
func (store labelStore[T]) FindOrCreate(e *Event, name string) (*T, error) {
	list, err := store.OfEvent(e)
	if err != nil {
		return nil, err
	}
	for i := range list {
		if Room(list[i]).HasName(name) {
			return &list[i], nil
		}
	}
	added := T(Room{ID: NewID(), EventID: e.ID, NameJa: name, Position: len(list)})
	return &added, store.tx.g.Create(&added).Error
}

// Rename stores names and the order of the list. It is CodeNotFound if one is not the event's, and CodeInvalid if two
// would have one name: they could not be told apart.
func (store labelStore[T]) Rename(e *Event, list []T) error {
	for i, item := range list {
		item := Room(item)
		fields := map[string]any{"name_ja": item.NameJa, "name_en": item.NameEn, "position": i}
		result := store.tx.g.Model(new(T)).Where("id = ? AND event_id = ?", item.ID, e.ID).Updates(fields)
		if err := mustAffect(result, NewError(CodeNotFound, "error.not_found")); err != nil {
			return err
		}
	}
	return store.checkNames(e)
}

func (store labelStore[T]) checkNames(e *Event) error {
	list, err := store.OfEvent(e)
	for i := range list {
		for j := range list[:i] {
			a, b := Room(list[j]), Room(list[i])
			if b.HasName(a.NameJa) || (a.NameEn != "" && b.HasName(a.NameEn)) {
				return NewError(CodeInvalid, "agenda.name_taken", "name", b.NameJa)
			}
		}
	}
	return err
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
