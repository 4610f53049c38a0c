package agenda

import (
	"slices"

	"meguri/models"
)

// isSame reports whether a draft says what is published.
func isSame(stored, drafted *models.Session) bool {
	return isSamePlace(stored, drafted) && len(differingFields(stored, drafted)) == 0 &&
		(stored.CancelledAt == nil) == (drafted.CancelledAt == nil)
}

// isSamePlace compares times and the names of rooms: a draft has no id of its room.
func isSamePlace(a, b *models.Session) bool {
	if !a.StartsAt.Equal(b.StartsAt) || !a.EndsAt.Equal(b.EndsAt) {
		return false
	}
	if a.Room == nil || b.Room == nil {
		return a.Room == b.Room
	}
	return a.Room.HasName(b.Room.NameJa)
}

// differingFields are the keys of what else differs between two sessions.
func differingFields(a, b *models.Session) (names []string) {
	for _, field := range []struct {
		name  string
		equal bool
	}{
		{"agenda.title_row", a.TitleJa == b.TitleJa && a.TitleEn == b.TitleEn},
		{"agenda.speakers", speakersInputOf(a.Speakers).equal(speakersInputOf(b.Speakers))},
		{"agenda.about", a.DescriptionJa == b.DescriptionJa && a.DescriptionEn == b.DescriptionEn},
		{"agenda.kind", a.Kind == b.Kind},
		{"agenda.language", a.Language == b.Language},
		{"agenda.recording", a.Recorded == b.Recorded},
		{"agenda.track", isSameTrackName(a.Track, b.Track)},
	} {
		if !field.equal {
			names = append(names, field.name)
		}
	}
	return names
}

func (in SpeakersInput) equal(other SpeakersInput) bool { return slices.Equal(in.List(), other.List()) }

func isSameTrackName(a, b *models.Track) bool {
	if a == nil || b == nil {
		return a == b
	}
	return models.Room(*a).HasName(b.NameJa)
}

// changes are the differences between what is published and what is not yet, in the order in which they are told.
func (w *working) changes() []models.AgendaChange {
	var list []models.AgendaChange
	for i := range w.list {
		draft := &w.list[i]
		var c *models.AgendaChange
		switch {
		case draft.Speaker != nil:
			c = w.speakerChange(draft)
		case draft.Deleted:
			c = changeOf(w.stored[draft.ID], nil)
		default:
			c = changeOf(w.stored[draft.ID], w.drafted(draft))
		}
		if c != nil {
			c.BySpeaker = draft.BySpeaker
			list = append(list, *c)
		}
	}
	models.SortChanges(list)
	return list
}

// changeOf is the difference between two states of a session, nil for none.
func changeOf(before, after *models.Session) *models.AgendaChange {
	switch {
	case before == nil && after == nil:
		return nil
	case before == nil:
		return changeTo(models.AgendaNew, after, nil, after.Place())
	case after == nil:
		c := changeTo(models.AgendaRemoved, before, before.Place(), nil)
		c.Sequence++
		return c
	}
	c := changeTo(models.AgendaChanged, after, before.Place(), after.Place())
	c.Fields = differingFields(before, after)
	for _, link := range before.Speakers {
		if !slices.Contains(c.Speakers, link.SpeakerID) {
			c.Speakers = append(c.Speakers, link.SpeakerID)
		}
	}
	switch {
	case before.CancelledAt == nil && after.CancelledAt != nil:
		c.Kind = models.AgendaCancelled
	case before.CancelledAt != nil && after.CancelledAt == nil:
		c.Kind = models.AgendaRestored
	case !isSamePlace(before, after):
		c.Kind = models.AgendaMoved
	case len(c.Fields) == 0:
		return nil
	}
	return c
}

func changeTo(kind models.AgendaChangeKind, s *models.Session, before, after *models.AgendaPlace) *models.AgendaChange {
	c := &models.AgendaChange{
		ID: s.ID, Kind: kind, TitleJa: s.TitleJa, TitleEn: s.TitleEn, Before: before, After: after, Sequence: s.Sequence,
	}
	for _, link := range s.Speakers {
		c.Speakers = append(c.Speakers, link.SpeakerID)
	}
	return c
}

// speakerChange tells that somebody wrote about themselves, nil where the speaker is gone.
func (w *working) speakerChange(draft *models.AgendaDraft) *models.AgendaChange {
	at := slices.IndexFunc(w.speakers, func(s models.Speaker) bool { return s.ID == draft.ID })
	if at < 0 {
		return nil
	}
	before, after := &w.speakers[at], draft.Speaker
	c := &models.AgendaChange{
		ID: draft.ID, Kind: models.AgendaSpeaker,
		TitleJa: pick(before.NameJa, before.OrganizationJa), TitleEn: pick(before.NameEn, before.OrganizationEn),
	}
	if before.AboutJa != after.AboutJa || before.AboutEn != after.AboutEn {
		c.Fields = append(c.Fields, "agenda.biography")
	}
	if !isSameID(before.PortraitID, after.PortraitID) {
		c.Fields = append(c.Fields, "agenda.portrait")
	}
	if before.RoleJa != after.RoleJa || before.RoleEn != after.RoleEn || before.Kana != after.Kana {
		c.Fields = append(c.Fields, "agenda.role")
	}
	if len(c.Fields) == 0 {
		return nil
	}
	return c
}

func isSameID(a, b *string) bool {
	if a == nil || b == nil {
		return a == b
	}
	return *a == *b
}
