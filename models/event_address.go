package models

import "gorm.io/gorm"

// EventAddress is a slug under which the public has met an event. It leads to the event also when that has another one.
type EventAddress struct {
	Slug    string `gorm:"primaryKey"`
	EventID string
}

// BySlug finds an event with its host, by its slug or by one that it had before.
func (store EventQuery) BySlug(slug string) (*Event, error) {
	e, err := store.find("events.slug = ?", slug)
	if CodeOf(err) == CodeNotFound {
		return store.find("events.id = (SELECT event_id FROM event_addresses WHERE slug = ?)", slug)
	}
	return e, err
}

// SlugTaken reports whether another event than the one with the id has the slug, or had it.
func (store EventQuery) SlugTaken(slug, eventID string) (bool, error) {
	for _, g := range []*gorm.DB{
		store.q.g.Model(&Event{}).Where("slug = ? AND id <> ?", slug, eventID),
		store.q.g.Model(&EventAddress{}).Where("slug = ? AND event_id <> ?", slug, eventID),
	} {
		var n int64
		if err := g.Count(&n).Error; err != nil || n > 0 {
			return n > 0, err
		}
	}
	return false, nil
}

// SetSlug changes the slug of an event. The one that it had leads to it, unless nobody has met it there. It is
// CodeInvalid if the slug is taken.
func (store EventStore) SetSlug(e *Event, slug string) error {
	taken, err := store.SlugTaken(slug, e.ID)
	if err != nil {
		return err
	}
	if taken {
		return slugTaken
	}
	if e.State != EventDraft {
		if err := store.rememberAddress(e); err != nil {
			return err
		}
	}
	err = store.tx.g.Model(&Event{}).Where("id = ?", e.ID).Update("slug", slug).Error
	return replaceErr(err, gorm.ErrDuplicatedKey, slugTaken)
}

// rememberAddress records that the public meets the event under the slug that it has.
func (store EventStore) rememberAddress(e *Event) error {
	return store.tx.g.Exec(
		"INSERT INTO event_addresses (slug, event_id) SELECT slug, id FROM events WHERE id = ? ON CONFLICT DO NOTHING", e.ID,
	).Error
}
