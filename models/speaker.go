package models

import (
	"cmp"
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
	// Kept says that staff wrote on the speaker's own page: they stay while no session names them.
	Kept bool
	// Email is where the speaker is told of changes, and gets the link to their own page; "" where it is not known.
	// LinkNumber counts the links that were issued: an earlier one opens nothing.
	Email      string
	LinkNumber int
}

// SpeakerQuery reads speakers.
type SpeakerQuery struct{ q *Query }

// SpeakerStore reads and writes speakers.
type SpeakerStore struct {
	SpeakerQuery
	tx *Tx
}

// Speakers reads speakers.
func (q *Query) Speakers() SpeakerQuery { return SpeakerQuery{q} }

// Speakers reads and writes speakers.
func (tx *Tx) Speakers() SpeakerStore { return SpeakerStore{tx.Query.Speakers(), tx} }

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

// TakeOver gives the speaker what another, who is the same person, has and they have not; two texts about them
// follow each other. It returns the portrait that
// nobody has then, nil for none.
func (s *Speaker) TakeOver(other *Speaker) (lost *string) {
	for _, part := range []struct{ mine, theirs *string }{
		{&s.NameJa, &other.NameJa}, {&s.NameEn, &other.NameEn},
		{&s.OrganizationJa, &other.OrganizationJa}, {&s.OrganizationEn, &other.OrganizationEn},
		{&s.RoleJa, &other.RoleJa}, {&s.RoleEn, &other.RoleEn}, {&s.Kana, &other.Kana},
	} {
		*part.mine = cmp.Or(*part.mine, *part.theirs)
	}
	s.AboutJa, s.AboutEn = bothTexts(s.AboutJa, other.AboutJa), bothTexts(s.AboutEn, other.AboutEn)
	s.Kept = s.Kept || other.Kept
	if s.PortraitID == nil {
		s.PortraitID, s.PortraitAltJa, s.PortraitAltEn = other.PortraitID, other.PortraitAltJa, other.PortraitAltEn
		return nil
	}
	return other.PortraitID
}

// bothTexts is both texts, each once.
func bothTexts(a, b string) string {
	if a == "" || b == "" || a == b {
		return cmp.Or(a, b)
	}
	return a + "\n\n" + b
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

// ByID finds a speaker of the event.
func (store SpeakerQuery) ByID(e *Event, id string) (*Speaker, error) {
	var s Speaker
	err := store.q.g.Where("event_id = ? AND id = ?", e.ID, id).Take(&s).Error
	return &s, notFound(err)
}

// ByIDAnywhere finds a speaker of any event by the id, for who has proved to be that speaker.
func (store SpeakerQuery) ByIDAnywhere(id string) (*Speaker, error) {
	var s Speaker
	err := store.q.g.Where("id = ?", id).Take(&s).Error
	return &s, notFound(err)
}

// OfEvent lists the speakers of the event by reading, or by name where there is none.
func (store SpeakerQuery) OfEvent(e *Event) ([]Speaker, error) {
	var list []Speaker
	err := store.q.g.Where("event_id = ?", e.ID).
		Order("CASE WHEN kana <> '' THEN kana ELSE name_ja END, name_ja, organization_ja, name_en, id").Find(&list).Error
	return list, err
}

// Update stores all of a speaker of the event.
func (store SpeakerStore) Update(speaker *Speaker) error {
	updated := store.tx.g.Model(&Speaker{}).Where("id = ? AND event_id = ?", speaker.ID, speaker.EventID).
		Select("*").Omit("id", "event_id").Updates(speaker)
	return mustAffect(updated, NewError(CodeNotFound, "error.not_found"))
}

// Delete removes a speaker of the event from all its sessions.
func (store SpeakerStore) Delete(speaker *Speaker) error {
	if err := store.tx.g.Where("speaker_id = ?", speaker.ID).Delete(&SessionSpeaker{}).Error; err != nil {
		return err
	}
	return store.tx.g.Where("id = ? AND event_id = ?", speaker.ID, speaker.EventID).Delete(&Speaker{}).Error
}

// Merge makes two speakers of the event one: gone speaks no more, and kept speaks in its place.
func (store SpeakerStore) Merge(kept, gone *Speaker) error {
	const takeOver = `UPDATE session_speakers SET speaker_id = ? WHERE speaker_id = ?
		AND session_id NOT IN (SELECT session_id FROM session_speakers WHERE speaker_id = ?)`
	if err := store.tx.g.Exec(takeOver, kept.ID, gone.ID, kept.ID).Error; err != nil {
		return err
	}
	return store.Delete(gone)
}

// SetNames stores the names, organizations and roles of a speaker of the event.
func (store SpeakerStore) SetNames(speaker *Speaker) error {
	return store.tx.g.Model(&Speaker{}).Where("id = ? AND event_id = ?", speaker.ID, speaker.EventID).
		Select("name_ja", "organization_ja", "role_ja", "name_en", "organization_en", "role_en").Updates(speaker).Error
}

// DeleteUnused removes the speakers of the event who speak in none of its sessions and of whom nothing is kept but
// names: a portrait, and what was written about a person, stay for when they speak again.
func (store SpeakerStore) DeleteUnused(e *Event) error {
	inUse := store.tx.g.Model(&SessionSpeaker{}).Select("speaker_id").
		Joins("JOIN sessions ON sessions.id = session_id").Where("sessions.event_id = ?", e.ID)
	return store.tx.g.Where("event_id = ? AND NOT kept AND portrait_id IS NULL AND about_ja = '' AND about_en = ''", e.ID).
		Where("id NOT IN (?)", inUse).Delete(&Speaker{}).Error
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
