package models

import (
	"slices"

	"meguri/models/text"
)

// Speaker is a person, or a role such as 代表, and the organization they speak for.
type Speaker struct {
	ID             string
	EventID        string
	NameJa         string
	NameEn         string
	OrganizationJa string
	OrganizationEn string
	// Role is what they do at the event (司会), About who they are (Markdown).
	RoleJa  string
	RoleEn  string
	AboutJa string
	AboutEn string
	// PortraitID is their picture, nil without one.
	PortraitID *string
}

// ByNames finds the event's speaker with the same Japanese name and organization, or nil. If the Japanese name is
// empty, the English name and organization must be the same too. Width, case and spaces make no difference, but where
// there are several, the one that is written so comes first.
func (store SpeakerStore) ByNames(e *Event, speaker *Speaker) (*Speaker, error) {
	var list []Speaker
	if err := store.tx.g.Where("event_id = ?", e.ID).Order("id").Find(&list).Error; err != nil {
		return nil, err
	}
	written := func(s Speaker) bool { return s.names() == speaker.names() }
	folded := func(s Speaker) bool { return foldAll(s.names()) == foldAll(speaker.names()) }
	for _, isSame := range []func(Speaker) bool{written, folded} {
		if i := slices.IndexFunc(list, isSame); i >= 0 {
			return &list[i], nil
		}
	}
	return nil, nil
}

// names tell speakers apart: the Japanese ones, or all where the Japanese name is empty.
func (s *Speaker) names() [4]string {
	if s.NameJa != "" {
		return [4]string{s.NameJa, s.OrganizationJa}
	}
	return [4]string{s.NameJa, s.OrganizationJa, s.NameEn, s.OrganizationEn}
}

func foldAll(names [4]string) [4]string {
	for i := range names {
		names[i] = text.FoldWidth(names[i])
	}
	return names
}

// Add stores a new speaker of the event.
func (store SpeakerStore) Add(e *Event, speaker *Speaker) error {
	speaker.ID, speaker.EventID = NewID(), e.ID
	return store.tx.g.Create(speaker).Error
}

// SetNames stores the names, organizations and roles of a speaker of the event.
func (store SpeakerStore) SetNames(speaker *Speaker) error {
	return store.tx.g.Model(&Speaker{}).Where("id = ? AND event_id = ?", speaker.ID, speaker.EventID).
		Select("name_ja", "organization_ja", "role_ja", "name_en", "organization_en", "role_en").Updates(speaker).Error
}

// DeleteUnused removes the speakers of the event who speak in none of its sessions.
func (store SpeakerStore) DeleteUnused(e *Event) error {
	inUse := store.tx.g.Model(&SessionSpeaker{}).Select("speaker_id").
		Joins("JOIN sessions ON sessions.id = session_id").Where("sessions.event_id = ?", e.ID)
	return store.tx.g.Where("event_id = ? AND id NOT IN (?)", e.ID, inUse).Delete(&Speaker{}).Error
}

// copyAll copies the speakers of one event to another. It returns the ids of the copies by those of the originals.
func (store SpeakerStore) copyAll(from, to *Event) (map[string]string, error) {
	var list []Speaker
	err := store.tx.g.Where("event_id = ?", from.ID).Order("id").Find(&list).Error
	if err != nil || len(list) == 0 {
		return nil, err
	}
	ids := make(map[string]string, len(list))
	for i := range list {
		original := list[i].ID
		list[i].ID, list[i].EventID = NewID(), to.ID
		ids[original] = list[i].ID
	}
	return ids, store.tx.g.CreateInBatches(&list, insertBatch).Error
}
