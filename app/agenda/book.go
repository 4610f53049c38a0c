package agenda

import (
	"slices"

	"meguri/models"
	"meguri/models/text"
)

// book remembers the rooms, tracks and speakers of an event while many sessions are made, each of which would read them
// all again.
type book struct {
	rooms    map[string]string // ids by name
	tracks   map[string]string
	speakers map[string]string // ids by speakerKey
}

// create makes a session.
func (b *book) create(tx *models.Tx, e *models.Event, session *models.Session) error {
	if b.speakers == nil {
		if err := b.read(tx, e); err != nil {
			return err
		}
	}
	if room := session.Room; room != nil {
		id, err := idOf(b.rooms, room.NameJa, func() (*models.Room, error) { return tx.Rooms().FindOrCreate(e, room.NameJa) })
		if err != nil {
			return err
		}
		session.RoomID = &id
	}
	if track := session.Track; track != nil {
		id, err := idOf(b.tracks, track.NameJa, func() (*models.Room, error) {
			found, err := tx.Tracks().FindOrCreate(e, track.NameJa)
			return (*models.Room)(found), err
		})
		if err != nil {
			return err
		}
		session.TrackID = &id
	}
	if err := tx.Sessions().Create(e, session); err != nil {
		return err
	}
	tx.Emit(models.ActivitySessionChanged, session)
	return b.setSpeakers(tx, e, session)
}

func (b *book) read(tx *models.Tx, e *models.Event) error {
	list, err := tx.Speakers().OfEvent(e)
	b.rooms, b.tracks, b.speakers = map[string]string{}, map[string]string{}, make(map[string]string, len(list))
	for i := range list {
		b.speakers[speakerKey(&list[i])] = list[i].ID
	}
	return err
}

// idOf is the id of a room or track, which is looked up once for each name.
func idOf(known map[string]string, name string, find func() (*models.Room, error)) (string, error) {
	key := text.FoldWidth(name)
	if id := known[key]; id != "" {
		return id, nil
	}
	found, err := find()
	if err != nil {
		return "", err
	}
	known[key] = found.ID
	return found.ID, nil
}

func (b *book) setSpeakers(tx *models.Tx, e *models.Event, session *models.Session) error {
	var ids []string
	for _, link := range session.Speakers {
		key := speakerKey(&link.Speaker)
		if b.speakers[key] == "" {
			added := link.Speaker
			added.ID = ""
			if err := tx.Speakers().Add(e, &added); err != nil {
				return err
			}
			b.speakers[key] = added.ID
		}
		if id := b.speakers[key]; !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return tx.Sessions().SetSpeakers(session, ids)
}
