package models

// Speaker is a person, or a role such as 代表, and the organization they speak for.
type Speaker struct {
	ID             string
	EventID        string
	NameJa         string
	NameEn         string
	OrganizationJa string
	OrganizationEn string
}

// ByNames finds the event's speaker with the same Japanese name and organization, or nil. If the Japanese name is
// empty, the English name and organization must be the same too.
func (store SpeakerStore) ByNames(e *Event, speaker *Speaker) (*Speaker, error) {
	g := store.tx.g.Where("event_id = ?", e.ID).
		Where("name_ja = ? AND organization_ja = ?", speaker.NameJa, speaker.OrganizationJa)
	if speaker.NameJa == "" {
		g = g.Where("name_en = ? AND organization_en = ?", speaker.NameEn, speaker.OrganizationEn)
	}
	var list []Speaker
	if err := g.Order("id").Limit(1).Find(&list).Error; err != nil || len(list) == 0 {
		return nil, err
	}
	return &list[0], nil
}

// Add stores a new speaker of the event.
func (store SpeakerStore) Add(e *Event, speaker *Speaker) error {
	speaker.ID, speaker.EventID = NewID(), e.ID
	return store.tx.g.Create(speaker).Error
}

// SetEnglish stores the English name and organization of a speaker of the event.
func (store SpeakerStore) SetEnglish(speaker *Speaker) error {
	return store.tx.g.Model(&Speaker{}).Where("id = ? AND event_id = ?", speaker.ID, speaker.EventID).
		Updates(map[string]any{"name_en": speaker.NameEn, "organization_en": speaker.OrganizationEn}).Error
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
