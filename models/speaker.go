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
	// Kana is how the name is read.
	Kana string
	// PortraitID is their picture, nil without one; the texts tell what it shows where that is not just the person.
	PortraitID    *string
	PortraitAltJa string
	PortraitAltEn string
	// Kept says that staff edited the speaker on a page of their own: they stay while no session names them.
	Kept bool
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

// Add stores a new speaker of the event. An ID that is none is made.
func (store SpeakerStore) Add(e *Event, speaker *Speaker) error {
	speaker.EventID = e.ID
	if !ValidID(speaker.ID) {
		speaker.ID = NewID()
	}
	return store.tx.g.Create(speaker).Error
}

// SetNames stores the names, organizations and roles of a speaker of the event.
func (store SpeakerStore) SetNames(speaker *Speaker) error {
	return store.tx.g.Model(&Speaker{}).Where("id = ? AND event_id = ?", speaker.ID, speaker.EventID).
		Select("name_ja", "organization_ja", "role_ja", "name_en", "organization_en", "role_en").Updates(speaker).Error
}

// Set stores all of a speaker of the event but the id.
func (store SpeakerStore) Set(speaker *Speaker) error {
	set := store.tx.g.Model(&Speaker{}).Where("id = ? AND event_id = ?", speaker.ID, speaker.EventID).
		Select("*").Omit("id", "event_id").Updates(speaker)
	return mustAffect(set, NewError(CodeNotFound, "error.not_found"))
}

// DeleteUnused removes the speakers of the event who speak in none of its sessions, and of whom nobody wrote more than
// the agenda's names: an about text, a portrait or what was typed on their own page is not lost with a session.
func (store SpeakerStore) DeleteUnused(e *Event) error {
	inUse := store.tx.g.Model(&SessionSpeaker{}).Select("speaker_id").
		Joins("JOIN sessions ON sessions.id = session_id").Where("sessions.event_id = ?", e.ID)
	return store.tx.g.Where("event_id = ? AND id NOT IN (?)", e.ID, inUse).
		Where("NOT kept AND portrait_id IS NULL AND about_ja = '' AND about_en = ''").Delete(&Speaker{}).Error
}

// Delete removes a speaker of the event, also from its sessions, with the portrait.
func (store SpeakerStore) Delete(speaker *Speaker) error {
	if err := store.tx.g.Where("speaker_id = ?", speaker.ID).Delete(&SessionSpeaker{}).Error; err != nil {
		return err
	}
	if err := store.tx.Pictures().Delete(speaker.PortraitID); err != nil {
		return err
	}
	return store.tx.g.Where("id = ? AND event_id = ?", speaker.ID, speaker.EventID).Delete(&Speaker{}).Error
}

// Replace lets one speaker speak wherever another does, in the other's place of the order.
func (store SpeakerStore) Replace(other, by *Speaker) error {
	both := store.tx.g.Model(&SessionSpeaker{}).Select("session_id").Where("speaker_id = ?", by.ID)
	err := store.tx.g.Where("speaker_id = ? AND session_id IN (?)", other.ID, both).Delete(&SessionSpeaker{}).Error
	if err != nil {
		return err
	}
	return store.tx.g.Model(&SessionSpeaker{}).Where("speaker_id = ?", other.ID).
		Update("speaker_id", by.ID).Error
}

// OfEvent lists the speakers of the event in order of their readings and names.
func (store SpeakerQuery) OfEvent(e *Event) ([]Speaker, error) {
	var list []Speaker
	err := store.q.g.Where("event_id = ?", e.ID).
		Order("CASE WHEN kana <> '' THEN kana ELSE name_ja END, name_ja, name_en, id").Find(&list).Error
	return list, err
}

// ByID finds one of the event's speakers.
func (store SpeakerQuery) ByID(e *Event, id string) (*Speaker, error) {
	var s Speaker
	err := store.q.g.Where("event_id = ? AND id = ?", e.ID, id).Take(&s).Error
	return &s, notFound(err)
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
		if list[i].PortraitID, err = store.tx.Pictures().copyTo(to, list[i].PortraitID); err != nil {
			return nil, err
		}
	}
	return ids, store.tx.g.CreateInBatches(&list, insertBatch).Error
}
