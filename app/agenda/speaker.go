package agenda

import (
	"cmp"
	"slices"
	"strings"

	"meguri/app/service/check"
	"meguri/models"
	"meguri/models/text"
)

const maxSpeakers = 30

// saveSpeakers stores who speaks in a session; before are its speakers until now.
func saveSpeakers(
	tx *models.Tx, e *models.Event, session *models.Session, before []models.SessionSpeaker,
) error {
	var ids []string
	for _, link := range session.Speakers {
		id, err := findOrAdd(tx, e, link.Speaker, before)
		if err != nil {
			return err
		}
		if !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return tx.Sessions().SetSpeakers(session, ids)
}

// findOrAdd finds a speaker of the event, or makes one. A known speaker gets the English names that were typed. Empty
// ones remove the stored names only where the speaker was in the session before, as the editor saw them there, and so
// the Japanese names are written as they were typed.
func findOrAdd(
	tx *models.Tx, e *models.Event, typed models.Speaker, before []models.SessionSpeaker,
) (id string, err error) {
	known, err := tx.Speakers().ByNames(e, &typed)
	if err != nil {
		return "", err
	}
	if known == nil {
		known = sameNameIn(before, &typed)
	}
	if known == nil {
		err := tx.Speakers().Add(e, &typed)
		return typed.ID, err
	}
	wasHere := slices.ContainsFunc(before, func(link models.SessionSpeaker) bool { return link.SpeakerID == known.ID })
	if typed.NameEn+typed.OrganizationEn+typed.RoleJa+typed.RoleEn == "" && !wasHere {
		return known.ID, nil
	}
	if wasHere { // and may have been written in another width
		known.NameJa, known.OrganizationJa, known.RoleJa = typed.NameJa, typed.OrganizationJa, typed.RoleJa
		known.NameEn, known.OrganizationEn, known.RoleEn = typed.NameEn, typed.OrganizationEn, typed.RoleEn
		return known.ID, tx.Speakers().SetNames(known)
	}
	known.NameEn = cmp.Or(typed.NameEn, known.NameEn)
	known.OrganizationEn = cmp.Or(typed.OrganizationEn, known.OrganizationEn)
	known.RoleJa, known.RoleEn = cmp.Or(typed.RoleJa, known.RoleJa), cmp.Or(typed.RoleEn, known.RoleEn)
	return known.ID, tx.Speakers().SetNames(known)
}

// sameNameIn finds who spoke in the session with the same name but another organization: that was corrected.
func sameNameIn(before []models.SessionSpeaker, typed *models.Speaker) *models.Speaker {
	for i := range before {
		known := &before[i].Speaker
		if typed.NameJa != "" && text.FoldWidth(known.NameJa) == text.FoldWidth(typed.NameJa) {
			copied := *known
			return &copied
		}
	}
	return nil
}

// SpeakersInput is who speaks in a session: each list has a line for each of them.
type SpeakersInput struct {
	NamesJa         []string `form:"speaker_ja" label:"agenda.speakers"`
	OrganizationsJa []string `form:"speaker_organization_ja" label:"agenda.organization"`
	RolesJa         []string `form:"speaker_role_ja" label:"agenda.role"`
	NamesEn         []string `form:"speaker_en" label:"agenda.speaker_en"`
	OrganizationsEn []string `form:"speaker_organization_en" label:"agenda.organization_en"`
	RolesEn         []string `form:"speaker_role_en" label:"agenda.role_en"`
}

func speakersInputOf(list []models.SessionSpeaker) (in SpeakersInput) {
	for _, link := range list {
		in.add(&link.Speaker)
	}
	return in
}

func (in *SpeakersInput) add(s *models.Speaker) {
	in.NamesJa, in.NamesEn = append(in.NamesJa, s.NameJa), append(in.NamesEn, s.NameEn)
	in.OrganizationsJa = append(in.OrganizationsJa, s.OrganizationJa)
	in.OrganizationsEn = append(in.OrganizationsEn, s.OrganizationEn)
	in.RolesJa, in.RolesEn = append(in.RolesJa, s.RoleJa), append(in.RolesEn, s.RoleEn)
}

// List is what was typed, without empty lines.
func (in SpeakersInput) List() (list []models.Speaker) {
	for i := range max(len(in.NamesJa), len(in.NamesEn)) {
		speaker := models.Speaker{
			NameJa: lineOf(in.NamesJa, i), OrganizationJa: lineOf(in.OrganizationsJa, i), RoleJa: lineOf(in.RolesJa, i),
			NameEn: lineOf(in.NamesEn, i), OrganizationEn: lineOf(in.OrganizationsEn, i), RoleEn: lineOf(in.RolesEn, i),
		}
		if speaker != (models.Speaker{}) {
			list = append(list, speaker)
		}
	}
	return list
}

func lineOf(list []string, i int) string {
	if i >= len(list) {
		return ""
	}
	return text.CleanTitle(list[i])
}

// speakers checks who was typed. An organization alone is fine: it speaks itself.
func (in *SpeakersInput) speakers(c *check.Checker) []models.SessionSpeaker {
	var list []models.SessionSpeaker
	for _, s := range in.List() {
		for _, line := range []string{s.NameJa, s.OrganizationJa, s.RoleJa, s.NameEn, s.OrganizationEn, s.RoleEn} {
			c.Line("speaker_ja", line, maxLine, check.Optional)
		}
		if s.NameJa+s.NameEn+s.OrganizationJa+s.OrganizationEn == "" {
			c.Fault("speaker_ja", "agenda.speaker_nameless")
		}
		list = append(list, models.SessionSpeaker{Speaker: s})
	}
	if len(list) > maxSpeakers {
		c.Fault("speaker_ja", "agenda.many_speakers")
	}
	return list
}

// Names are the speakers in a line: 青空市長、小田 栞（さいわい大学）.
func (in SpeakersInput) Names() string {
	var names []string
	for _, s := range in.List() {
		name, organization := cmp.Or(s.NameJa, s.NameEn), cmp.Or(s.OrganizationJa, s.OrganizationEn)
		if name != "" && organization != "" {
			name += "（" + organization + "）"
		}
		names = append(names, cmp.Or(name, organization))
	}
	return strings.Join(names, "、")
}

// Lines are the speakers with lines for some more.
func (in SpeakersInput) Lines(more int) []models.Speaker {
	return append(in.List(), make([]models.Speaker, more)...)
}

// KnownSpeakers are the speakers of an event and their organizations, for forms to choose from.
type KnownSpeakers struct {
	People        []models.Speaker
	Organizations []string
}

func speakersOf(sessions []models.Session) (known KnownSpeakers) {
	for i := range sessions {
		for _, link := range sessions[i].Speakers {
			isKnown := func(s models.Speaker) bool { return s.ID == link.SpeakerID }
			if !slices.ContainsFunc(known.People, isKnown) {
				known.People = append(known.People, link.Speaker)
			}
			if name := link.Speaker.OrganizationJa; name != "" && !slices.Contains(known.Organizations, name) {
				known.Organizations = append(known.Organizations, name)
			}
		}
	}
	return known
}
