package agenda

import (
	"slices"

	"meguri/app/service/i18n"
	"meguri/models"
)

// Clash is two sessions at the same time that need the same room or speaker.
type Clash struct {
	A, B    models.Session
	Room    *models.Room    // nil where it is about a speaker
	Speaker *models.Speaker // nil where it is about a room
}

// Clashes finds the sessions that cannot both take place. A room may hold several booths. Two rooms of one name, as
// older events may have them, are one.
func Clashes(sessions []models.Session) []Clash {
	var list []Clash
	for i := range sessions {
		for j := range sessions[i+1:] {
			list = append(list, clashesOf(&sessions[i], &sessions[i+1+j])...)
		}
	}
	return list
}

func clashesOf(a, b *models.Session) (list []Clash) {
	if !a.Overlaps(b) {
		return nil
	}
	areBooths := a.Kind == models.SessionBooth && b.Kind == models.SessionBooth
	if a.RoomID != nil && (isSameRoom(a, b) || haveOneName(a, b)) && !areBooths {
		list = append(list, Clash{A: *a, B: *b, Room: a.Room})
	}
	for _, speaker := range a.Speakers {
		for _, other := range b.Speakers {
			if speaker.SpeakerID == other.SpeakerID {
				list = append(list, Clash{A: *a, B: *b, Speaker: &speaker.Speaker})
			}
		}
	}
	return list
}

func haveOneName(a, b *models.Session) bool {
	return a.Room != nil && b.Room != nil && b.RoomID != nil && b.Room.HasName(a.Room.NameJa)
}

// Warning is something about an agenda that does not go together: a clash, a speaker who cannot walk so fast, or more
// people than places.
type Warning struct {
	// Kind is room, speaker, walk or places.
	Kind    string
	A       models.Session
	B       *models.Session // nil for places
	Room    *models.Room
	Speaker *models.Speaker
	// N is how many people come, or the minutes between two sessions; Max how many fit, or the minutes that it takes.
	N, Max int
}

// warnings finds what does not go together in an agenda, in order of time.
func warnings(q *models.Query, e *models.Event, sessions []models.Session) ([]Warning, error) {
	var list []Warning
	for _, c := range Clashes(sessions) {
		w := Warning{Kind: "room", A: c.A, B: &c.B, Room: c.Room}
		if c.Speaker != nil {
			w.Kind, w.Speaker = "speaker", c.Speaker
		}
		list = append(list, w)
	}
	sizes, err := q.Agendas().RoomSizes(e)
	if err != nil {
		return nil, err
	}
	list = append(list, walks(sessions, sizes)...)
	full, err := crowded(q, e, sessions, sizes)
	list = append(list, full...)
	slices.SortStableFunc(list, func(a, b Warning) int { return a.A.StartsAt.Compare(b.A.StartsAt) })
	return list, err
}

// walks finds speakers who have less time between two rooms than the way takes.
func walks(sessions []models.Session, sizes map[string]models.RoomSize) (list []Warning) {
	last := map[string]*models.Session{} // by speaker
	for i := range sessions {
		s := &sessions[i]
		if s.CancelledAt != nil || s.RoomID == nil {
			continue
		}
		for _, link := range s.Speakers {
			before := last[link.SpeakerID]
			if before == nil || s.EndsAt.After(before.EndsAt) {
				last[link.SpeakerID] = s
			}
			if before == nil {
				continue
			}
			if gap, needed, short := before.ShortWay(s, sizes); short {
				list = append(list, Warning{Kind: "walk", A: *before, B: s, Speaker: &link.Speaker, N: gap, Max: needed})
			}
		}
	}
	return list
}

// crowded finds sessions for which more people come than their room has places: those who marked it, or all who signed
// up for the venue where nothing else takes place at the time.
func crowded(
	q *models.Query, e *models.Event, sessions []models.Session, sizes map[string]models.RoomSize,
) (list []Warning, err error) {
	isMeasured := func(s models.Session) bool { return s.RoomID != nil && sizes[*s.RoomID].Places > 0 }
	if !slices.ContainsFunc(sessions, isMeasured) {
		return nil, nil
	}
	marked, err := q.Favourites().Counts(e)
	if err != nil {
		return nil, err
	}
	types, err := q.TicketTypes().OfEvent(e)
	if err != nil {
		return nil, err
	}
	all := 0
	for i := range types {
		if types[i].Mode == models.ModeVenue {
			all += types[i].Taken
		}
	}
	for i := range sessions {
		s := &sessions[i]
		if s.RoomID == nil || s.CancelledAt != nil || sizes[*s.RoomID].Places == 0 || !s.HasPage() {
			continue
		}
		coming := marked[s.ID]
		if isAlone(sessions, s) {
			coming = max(coming, all)
		}
		if places := sizes[*s.RoomID].Places; coming > places {
			list = append(list, Warning{Kind: "places", A: *s, Room: s.Room, N: coming, Max: places})
		}
	}
	return list, nil
}

func isAlone(sessions []models.Session, s *models.Session) bool {
	return !slices.ContainsFunc(sessions, func(other models.Session) bool {
		return other.ID != s.ID && other.HasPage() && other.Overlaps(s)
	})
}

// Line tells the warning.
func (w Warning) Line(texts *i18n.Localizer, e *models.Event) string {
	args := []any{
		"title", texts.Pick(w.A.TitleJa, w.A.TitleEn), "when", texts.Time(e.Local(w.A.StartsAt)), "n", w.N, "max", w.Max,
	}
	if w.B != nil {
		args = append(args, "other", texts.Time(e.Local(w.B.StartsAt))+" "+texts.Pick(w.B.TitleJa, w.B.TitleEn))
	}
	if w.Room != nil {
		args = append(args, "room", texts.Pick(w.Room.NameJa, w.Room.NameEn))
	}
	if s := w.Speaker; s != nil {
		args = append(args, "name", pick(texts.Pick(s.NameJa, s.NameEn), texts.Pick(s.OrganizationJa, s.OrganizationEn)))
	}
	return texts.T("agenda.warning_"+w.Kind, args...)
}
