package models

import "slices"

// replaceSpeakers sets who speaks in a session. A speaker of the event with the same name and organization is the same one.
func (store SpeakerStore) replace(e *Event, sessionID string, people []Speaker) error {
	var before []string
	if err := store.tx.g.Model(&SessionSpeaker{}).Where("session_id = ?", sessionID).Pluck("speaker_id", &before).Error; err != nil {
		return err
	}
	if err := store.tx.g.Where("session_id = ?", sessionID).Delete(&SessionSpeaker{}).Error; err != nil {
		return err
	}
	for i, p := range people {
		id, err := store.findOrAdd(e, p, before)
		if err != nil {
			return err
		}
		link := SessionSpeaker{SessionID: sessionID, SpeakerID: id, Position: i}
		if err := store.tx.g.Omit("Speaker").Clauses(doNothing).Create(&link).Error; err != nil {
			return err
		}
	}
	return nil
}

// speakerLike finds or makes the speaker. The English form of one who speaks elsewhere as well is filled in, but only where the editor saw it (the
// speaker was in the session before) can it be emptied.
func (store SpeakerStore) findOrAdd(e *Event, p Speaker, before []string) (string, error) {
	var known Speaker
	g := store.tx.g.Where("event_id = ? AND name_ja = ? AND organization_ja = ?", e.ID, p.NameJa, p.OrganizationJa)
	if p.NameJa == "" {
		g = g.Where("name_en = ? AND organization_en = ?", p.NameEn, p.OrganizationEn)
	}
	if err := g.Order("id").Limit(1).Find(&known).Error; err != nil {
		return "", err
	}
	if known.ID == "" {
		p.ID, p.EventID = NewID(), e.ID
		return p.ID, store.tx.g.Create(&p).Error
	}
	if p.NameEn+p.OrganizationEn == "" && !slices.Contains(before, known.ID) {
		return known.ID, nil
	}
	return known.ID, store.tx.g.Model(&Speaker{}).Where("id = ?", known.ID).Updates(map[string]any{"name_en": p.NameEn, "organization_en": p.OrganizationEn}).Error
}
