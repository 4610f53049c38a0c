package agenda

import (
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
		err := tx.Speakers().Add(e, &typed)
		return typed.ID, err
	}
	wasHere := slices.ContainsFunc(before, func(link models.SessionSpeaker) bool { return link.SpeakerID == known.ID })
	if typed.NameEn+typed.OrganizationEn == "" && !wasHere {
		return known.ID, nil
	}
	known.NameEn, known.OrganizationEn = typed.NameEn, typed.OrganizationEn
	if wasHere { // and may have been written in another width
		known.NameJa, known.OrganizationJa = typed.NameJa, typed.OrganizationJa
	}
	return known.ID, tx.Speakers().SetNames(known)
}

// readSpeakers parses SessionInput.Speakers.
func readSpeakers(c *check.Checker, typed string) []models.SessionSpeaker {
	var list []models.SessionSpeaker
	for line := range strings.Lines(text.CleanText(typed)) {
		if speaker := readSpeaker(c, line); speaker != (models.Speaker{}) {
			list = append(list, models.SessionSpeaker{Speaker: speaker})
		}
	}
	if len(list) > maxSpeakers {
		c.Fault("speakers", "agenda.many_speakers")
	}
	return list
}

// readSpeaker parses a line: a name, organization and name, or these in both languages. Another number of parts is a
// fault, because a name would end up where readers do not see it. \| is a bar within a name.
func readSpeaker(c *check.Checker, line string) models.Speaker {
	line = c.Line("speakers", line, 4*maxLine, check.Optional)
	parts := splitSpeaker(line)
	switch len(parts) {
	case 1:
		return models.Speaker{NameJa: parts[0]}
	case 2:
		return models.Speaker{OrganizationJa: parts[0], NameJa: parts[1]}
	case 4:
		return models.Speaker{OrganizationJa: parts[0], NameJa: parts[1], OrganizationEn: parts[2], NameEn: parts[3]}
	}
	c.Fault("speakers", "agenda.speaker_parts", "line", line, "count", len(parts))
	return models.Speaker{}
}

// splitSpeaker splits a line at the bars that have no backslash before them.
func splitSpeaker(line string) []string {
	const barInName = "\x00" // cleaned text has none
	line = strings.NewReplacer(`\|`, barInName, `\｜`, barInName, "｜", "|").Replace(line)
	parts := strings.Split(line, "|")
	for i, part := range parts {
		parts[i] = text.CleanTitle(strings.ReplaceAll(part, barInName, "|"))
	}
	return parts
}

// writeSpeakers formats speakers as SessionInput.Speakers.
func writeSpeakers(list []models.SessionSpeaker) string {
	lines := make([]string, len(list))
	for i, link := range list {
		s := link.Speaker
		parts := []string{s.OrganizationJa, s.NameJa}
		if s.OrganizationEn+s.NameEn != "" {
			parts = append(parts, s.OrganizationEn, s.NameEn)
		}
		for i := range parts {
			parts[i] = strings.ReplaceAll(parts[i], "|", `\|`)
		}
		lines[i] = strings.TrimRight(strings.Join(parts, " | "), " ")
	}
	return strings.Join(lines, "\n")
}
