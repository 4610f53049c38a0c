package agenda

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"meguri/app/service/check"
	"meguri/models"
	"meguri/models/text"
)

// namesInFiles are the speakers by how our files name them.
func namesInFiles(w *working) map[string]models.Speaker {
	names := map[string]models.Speaker{}
	for i := range w.Sessions {
		for _, link := range w.Sessions[i].Speakers {
			names[persons([]models.SessionSpeaker{link})[0].Name] = link.Speaker
		}
	}
	return names
}

// take notes what a session of the file changes.
func (p *ImportPage) take(
	e *models.Event, w *working, it *item, found *models.Session, read *file, speakers map[string]models.Speaker,
) {
	session := &models.Session{ID: models.NewID(), Kind: models.SessionTalk, Language: "ja", ImportID: it.id}
	views := []map[field]string{{}}
	if found != nil {
		session, views = bare(found), read.views(e, found)
	}
	if !it.from.IsZero() {
		session.StartsAt = it.from
	}
	if !it.until.IsZero() {
		session.EndsAt = it.until
	}
	for _, name := range []field{
		inTitle, inTitleEn, inKind, inRoom, inTrack, inLanguage, inDescription, inSpeakers, inCancelled,
	} {
		value, isThere := it.fields[name]
		if isThere && !slices.ContainsFunc(views, func(view map[field]string) bool { return view[name] == value }) {
			p.set(e, session, name, value, speakers)
		}
	}
	if key := faultIn(e, session); key != "" {
		p.Faults = append(p.Faults, ImportFault{cmp.Or(session.TitleJa, it.id), key})
		return
	}
	p.noteRoom(w, it, session)
	var change *models.AgendaChange
	if found == nil {
		change = changeOf(nil, session)
		p.added = append(p.added, *session)
	} else if change = changeOf(found, session); change != nil {
		p.changed = append(p.changed, *session)
		p.versions[session.ID] = found.Version
	}
	if change == nil {
		p.Same++
		return
	}
	p.Changes = append(p.Changes, *change)
}

// set puts a value of a file into a session.
func (p *ImportPage) set(
	e *models.Event, s *models.Session, name field, value string, speakers map[string]models.Speaker,
) {
	switch name {
	case inTitle:
		s.TitleJa = p.line(value)
	case inTitleEn:
		s.TitleEn = p.line(value)
	case inKind:
		s.Kind = models.SessionKind(value)
		if !slices.Contains(models.SessionKinds, s.Kind) {
			s.Kind = kindOf(value, s.TitleJa)
		}
	case inRoom:
		s.Room = nil
		if room := p.Input.roomFor(p.line(placeWithoutVenue(e, value))); room != "" {
			s.Room = &models.Room{NameJa: room}
		}
	case inTrack:
		s.Track = nil
		if track := p.line(value); track != "" {
			s.Track = &models.Track{NameJa: track}
		}
	case inLanguage:
		p.setLanguage(s, value)
	case inDescription:
		s.DescriptionJa = p.shorten(text.CleanText(value), maxText)
	case inSpeakers:
		s.Speakers = p.people(value, speakers)
	case inCancelled:
		s.CancelledAt = nil
		if value != "" {
			s.CancelledAt = &e.UpdatedAt
		}
	}
}

func (p *ImportPage) setLanguage(s *models.Session, value string) {
	value = strings.ToLower(strings.TrimSpace(value))
	switch {
	case slices.Contains(Languages, value):
		s.Language = value
	case value != "" && !slices.Contains(p.Languages, value):
		p.Languages = append(p.Languages, value)
	}
}

func (p *ImportPage) line(value string) string { return p.shorten(text.CleanTitle(value), maxLine) }

func (p *ImportPage) shorten(value string, most int) string {
	if utf8.RuneCountInString(value) <= most {
		return value
	}
	p.Shortened++
	return string([]rune(value)[:most])
}

// people are speakers as a file names them, one a line.
func (p *ImportPage) people(value string, known map[string]models.Speaker) (list []models.SessionSpeaker) {
	for name := range strings.SplitSeq(value, "\n") {
		name = strings.TrimSpace(name)
		speaker, isKnown := known[name]
		if name == "" || len(list) == maxSpeakers {
			continue
		}
		if !isKnown {
			speaker = models.Speaker{NameJa: p.line(name)}
		}
		list = append(list, models.SessionSpeaker{Speaker: speaker})
	}
	return bare(&models.Session{Speakers: list}).Speakers
}

// placeWithoutVenue is a room as our calendar files name it, without the venue behind it.
func placeWithoutVenue(e *models.Event, place string) string {
	for _, venue := range []string{e.VenueNameJa, e.VenueNameEn} {
		if venue != "" {
			place = strings.TrimSuffix(place, ", "+venue)
		}
	}
	return place
}

// faultIn is the key of what keeps a session from being taken, "" for nothing.
func faultIn(e *models.Event, s *models.Session) string {
	switch {
	case s.TitleJa == "" && s.TitleEn == "":
		return "agenda.import_no_title"
	case s.StartsAt.IsZero() || s.EndsAt.IsZero():
		return "agenda.import_no_time"
	}
	c := check.New()
	checkTimes(c, e, s.StartsAt, s.EndsAt)
	switch {
	case c.OK("starts_at", "ends_at"):
		return ""
	case !s.EndsAt.After(s.StartsAt):
		return "event.ends_before"
	}
	return "agenda.outside"
}
