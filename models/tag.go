package models

import (
	"time"

	"meguri/models/text"
)

// Tag is a word with which staff mark people of an event. It is there as long as somebody has it.
type Tag struct {
	ID      string
	EventID string
	Name    string
	// NameKey is the name as names are compared.
	NameKey   string
	CreatedAt time.Time
}

// RegistrationTag says that a person has a tag.
type RegistrationTag struct {
	TagID          string
	RegistrationID string
}

// TagQuery reads tags.
type TagQuery struct{ q *Query }

// TagStore reads and writes tags.
type TagStore struct {
	TagQuery
	tx *Tx
}

// Tags reads tags.
func (q *Query) Tags() TagQuery { return TagQuery{q} }

// Tags reads and writes tags.
func (tx *Tx) Tags() TagStore { return TagStore{tx.Query.Tags(), tx} }

// OfEvent lists the event's tags by name.
func (store TagQuery) OfEvent(e *Event) ([]Tag, error) {
	var list []Tag
	err := store.q.g.Where("event_id = ?", e.ID).Order("name_key, id").Find(&list).Error
	return list, err
}

// ByName finds one of the event's tags, however its name is typed.
func (store TagQuery) ByName(e *Event, name string) (*Tag, error) {
	var tag Tag
	err := store.q.g.Where("event_id = ? AND name_key = ?", e.ID, text.SearchQuery(name)).Take(&tag).Error
	return &tag, notFound(err)
}

// OfRegistrations finds the tags that people have, by registration, each list by name.
func (store TagQuery) OfRegistrations(registrationIDs []string) (map[string][]Tag, error) {
	var rows []struct {
		RegistrationID string
		Tag
	}
	err := store.q.g.Table("registration_tags").Select("registration_tags.registration_id, tags.*").
		Joins("JOIN tags ON tags.id = registration_tags.tag_id").
		Where(store.q.inList("registration_tags.registration_id", registrationIDs)).
		Order("tags.name_key, tags.id").Scan(&rows).Error
	byID := map[string][]Tag{}
	for _, row := range rows {
		byID[row.RegistrationID] = append(byID[row.RegistrationID], row.Tag)
	}
	return byID, err
}

// PeopleOf finds who of some people has tags of the event, by the tag’s name as it was asked for and the registration.
func (store TagQuery) PeopleOf(e *Event, names, registrationIDs []string) (map[string]map[string]bool, error) {
	people := map[string]map[string]bool{}
	for _, name := range names {
		var ids []string
		err := store.q.g.Table("registration_tags").Joins("JOIN tags ON tags.id = registration_tags.tag_id").
			Where("tags.event_id = ? AND tags.name_key = ?", e.ID, text.SearchQuery(name)).
			Where(store.q.inList("registration_tags.registration_id", registrationIDs)).
			Pluck("registration_tags.registration_id", &ids).Error
		if err != nil {
			return nil, err
		}
		people[name] = map[string]bool{}
		for _, id := range ids {
			people[name][id] = true
		}
	}
	return people, nil
}

// CodesOf finds the codes of those who have tags of the event, by the tag's name as it was asked for.
func (store TagQuery) CodesOf(e *Event, names []string) (map[string][]string, error) {
	codes := map[string][]string{}
	for _, name := range names {
		list := []string{}
		err := store.q.g.Table("registrations").
			Joins("JOIN registration_tags ON registration_tags.registration_id = registrations.id").
			Joins("JOIN tags ON tags.id = registration_tags.tag_id").
			Where("tags.event_id = ? AND tags.name_key = ?", e.ID, text.SearchQuery(name)).
			Order("registrations.code").Pluck("registrations.code", &list).Error
		if err != nil {
			return nil, err
		}
		codes[name] = list
	}
	return codes, nil
}

// Make finds the event's tag with the name, or makes it.
func (store TagStore) Make(e *Event, name string) (*Tag, error) {
	tag := &Tag{
		ID: NewID(), EventID: e.ID, Name: name, NameKey: text.SearchQuery(name), CreatedAt: store.tx.Now,
	}
	if err := store.tx.g.Clauses(doNothing).Create(tag).Error; err != nil {
		return nil, err
	}
	return store.ByName(e, name)
}

// Put gives a tag to people and returns who had it not. Ids of others than the event's people, and of who was erased,
// are left out.
func (store TagStore) Put(tag *Tag, registrationIDs []string) (map[string]bool, error) {
	if len(registrationIDs) == 0 {
		return nil, nil
	}
	values := make([]any, 0, len(registrationIDs)+2)
	values = append(values, tag.ID, tag.EventID)
	for _, id := range registrationIDs {
		values = append(values, id)
	}
	return store.tx.writtenKeys(`INSERT INTO registration_tags (tag_id, registration_id)
		SELECT CAST(? AS TEXT), id FROM registrations WHERE event_id || '' = ? AND erased_at IS NULL AND id IN `+
		placeholders(1, len(registrationIDs))+` ON CONFLICT DO NOTHING RETURNING registration_id`, values)
}

// TakeOff takes a tag off people and returns who had it. A tag that nobody has any more is deleted.
func (store TagStore) TakeOff(tag *Tag, registrationIDs []string) (map[string]bool, error) {
	if len(registrationIDs) == 0 {
		return nil, nil
	}
	values := make([]any, 0, len(registrationIDs)+1)
	values = append(values, tag.ID)
	for _, id := range registrationIDs {
		values = append(values, id)
	}
	had, err := store.tx.writtenKeys(`DELETE FROM registration_tags WHERE tag_id = ? AND registration_id IN `+
		placeholders(1, len(registrationIDs))+` RETURNING registration_id`, values)
	if err != nil {
		return nil, err
	}
	return had, store.tx.g.Where(`id = ? AND NOT EXISTS (SELECT 1 FROM registration_tags WHERE tag_id = tags.id)`,
		tag.ID).Delete(&Tag{}).Error
}
