package agenda

import (
	"context"
	"slices"
	"strings"
	"time"

	"meguri/models"
	"meguri/models/text"
)

// PublicInput is what the address of the agenda asks for.
type PublicInput struct {
	// Day is the date to show, "" for today, or the first day.
	Day string `query:"day"`
	// All shows also what is over, and what long days fold.
	All bool `query:"all"`
	// Search, Room and Track choose sessions of all days.
	Search string `query:"q"`
	Room   string `query:"room"`
	Track  string `query:"track"`
}

func (in *PublicInput) chooses() bool { return in.Search != "" || in.Room != "" || in.Track != "" }

// PublicPage is the agenda as everybody sees it: a day of it, or the sessions that a search found on all days.
type PublicPage struct {
	Input *PublicInput
	// Days are those on which sessions start, in order.
	Days []time.Time
	// Shown are the day, or the days of what was found.
	Shown []Day
	// Chosen says that sessions were chosen by a search, a room or a track; Found counts them.
	Chosen bool
	Found  int
	// Total counts all sessions but breaks; MayChoose says that there are so many that people search among them.
	Total     int
	MayChoose bool
	Rooms     []models.Room
	Tracks    []models.Track
	// Tones names the colours.
	Tones []Tone
	// Language is the language of all sessions, "" where they differ.
	Language string
	// Open says that the event takes registrations.
	Open bool
	// Number is the version of the agenda.
	Number int

	places map[string]*models.SessionPlaces
}

// Day is a day of the agenda.
type Day struct {
	Date        time.Time
	From, Until time.Time
	// Room is the one room of all, nil where there are several or none.
	Room *models.Room
	// Changes are the sessions that were cancelled, or moved in the last days.
	Changes []Slot
	// Long are sessions that last very long, as through days: they stand above the others.
	Long []Slot
	// Hours are the sessions of several rooms, Parts those of one. The other is empty.
	Hours []Hour
	Parts []Part
	Grid  *Grid
	// IsLive says that the day is on: what is over is folded, and what is on stands first.
	IsLive bool
	// On are the sessions that take place at the moment; Current is the first of them, or the next one.
	On      []Slot
	Current *Slot
	// Past counts what is over; FoldFrom is the hour from which a long day is folded on a phone, zero for none, and
	// Folded counts what is.
	Past, Folded int
	FoldFrom     time.Time
}

const (
	// More sessions than these are searched.
	manySessions = 20
	// foldAfter is how many sessions of a long day a phone shows at first.
	foldAfter = 14
	// firstOnes are how many of the sessions that are on stand first.
	firstOnes = 4
	// A session that is longer than this does not stand in the grid, nor a shorter one that goes on into another day.
	longSession = 12 * time.Hour
	longNight   = 6 * time.Hour
	// A day is on from an hour before its first session; a move is news for a week.
	beforeStart = time.Hour
	newsTime    = 7 * 24 * time.Hour
)

// PublicPage reads the agenda. Who may see the event calls it.
func (s *Service) PublicPage(ctx context.Context, e *models.Event, in *PublicInput) (*PublicPage, error) {
	q := s.db.Query(ctx)
	sessions, err := q.Sessions().OfEvent(e)
	if err != nil {
		return nil, err
	}
	page := &PublicPage{
		Input: in, Chosen: in.chooses(), Language: OneLanguage(sessions), Open: e.TakesRegistrations(q.Now),
	}
	if page.Rooms, page.Tracks, err = roomsAndTracks(q, e); err != nil {
		return nil, err
	}
	if page.places, err = q.SessionPlaces().OfEvent(e); err != nil {
		return nil, err
	}
	page.fill(e, sessions, q.Now)
	page.Number, _, err = q.Agendas().Latest(e)
	return page, err
}

func (page *PublicPage) fill(e *models.Event, sessions []models.Session, now time.Time) {
	slots := newSlots(sessions, page.Tracks, now)
	page.Tones = tonesOf(slots)
	for i := range slots {
		slots[i].Places = page.places[slots[i].ID]
	}
	for _, s := range slots {
		if s.Kind != models.SessionBreak {
			page.Total++
		}
		if day := e.DayOf(s.StartsAt); len(page.Days) == 0 || !page.Days[len(page.Days)-1].Equal(day) {
			page.Days = append(page.Days, day)
		}
	}
	page.MayChoose = page.Total > manySessions
	shown := page.day(e, slots, now)
	for _, date := range page.Days {
		day := ofDay(e, slots, date)
		switch {
		case page.Chosen:
			if day = page.choose(day); len(day) > 0 {
				page.Found += len(day)
				page.Shown = append(page.Shown, Day{Date: date, From: day[0].StartsAt, Hours: byHour(e, day)})
			}
		case date.Equal(shown):
			page.Shown = append(page.Shown, newDay(e, day, page.Rooms, now))
		}
	}
}

// day is the day to show: the one that was asked for, else that of a session that is on (an evening may go on past the
// change of days), today, or the first.
func (page *PublicPage) day(e *models.Event, slots []Slot, now time.Time) time.Time {
	var candidates []time.Time
	if asked, err := time.Parse(time.DateOnly, page.Input.Day); err == nil {
		candidates = append(candidates, asked)
	}
	for _, s := range slots {
		if s.IsOn && s.EndsAt.Sub(s.StartsAt) <= longSession {
			candidates = append(candidates, e.DayOf(s.StartsAt))
			break
		}
	}
	candidates = append(append(candidates, e.DayOf(now)), page.Days...)
	for _, date := range candidates {
		if slices.ContainsFunc(page.Days, date.Equal) {
			return date
		}
	}
	return time.Time{}
}

func ofDay(e *models.Event, slots []Slot, date time.Time) (list []Slot) {
	for _, s := range slots {
		if e.DayOf(s.StartsAt).Equal(date) {
			list = append(list, s)
		}
	}
	return list
}

// choose is what of a day's sessions was asked for.
func (page *PublicPage) choose(slots []Slot) []Slot {
	words := text.SearchQuery(page.Input.Search)
	return slices.DeleteFunc(slots, func(s Slot) bool {
		return s.Kind == models.SessionBreak ||
			page.Input.Room != "" && (s.RoomID == nil || *s.RoomID != page.Input.Room) ||
			page.Input.Track != "" && (s.TrackID == nil || *s.TrackID != page.Input.Track) ||
			!strings.Contains(searchText(s), words)
	})
}

func searchText(s Slot) string {
	parts := []string{s.TitleJa, s.TitleEn, s.DescriptionJa, s.DescriptionEn}
	for _, link := range s.Speakers {
		speaker := link.Speaker
		parts = append(parts, speaker.NameJa, speaker.NameEn, speaker.OrganizationJa, speaker.OrganizationEn)
	}
	if s.Room != nil {
		parts = append(parts, s.Room.NameJa, s.Room.NameEn)
	}
	return text.SearchText(parts...)
}

// newDay is a day with its sessions, which are in order of time.
func newDay(e *models.Event, slots []Slot, rooms []models.Room, now time.Time) Day {
	day := Day{Date: e.DayOf(slots[0].StartsAt), From: slots[0].StartsAt, Until: slots[0].EndsAt}
	day.Long = ofLength(e, slots, true)
	for _, s := range slots {
		if isChanged(s, now) {
			day.Changes = append(day.Changes, s)
		}
	}
	if slots = ofLength(e, slots, false); len(slots) == 0 {
		return day
	}
	day.From, day.Until = slots[0].StartsAt, Part{Slots: slots}.Until()
	if day.IsLive = !now.Before(day.From.Add(-beforeStart)) && now.Before(day.Until); day.IsLive {
		day.mark(slots, now)
	}
	if several, room := roomsOf(slots); several {
		day.Grid = newGrid(e, slots, rooms, now)
		day.Hours = byHour(e, slots)
		day.fold()
	} else {
		day.Room, day.Parts = room, inParts(slots)
	}
	return day
}

// ofLength are the sessions that last too long for a grid, or through most of a night, or the others.
func ofLength(e *models.Event, slots []Slot, long bool) (list []Slot) {
	for _, s := range slots {
		endsLater := !e.DayOf(s.EndsAt.Add(-time.Second)).Equal(e.DayOf(s.StartsAt))
		length := s.EndsAt.Sub(s.StartsAt)
		if long == (length > longSession || endsLater && length > longNight) {
			list = append(list, s)
		}
	}
	return list
}

// isChanged reports whether who looked at the agenda earlier should hear of the session, which is not over.
func isChanged(s Slot, now time.Time) bool {
	isNews := s.MovedAt != nil && now.Sub(*s.MovedAt) < newsTime
	return (s.CancelledAt != nil || isNews) && now.Before(s.EndsAt)
}

// roomsOf reports whether sessions are in several rooms, else in which.
func roomsOf(slots []Slot) (several bool, room *models.Room) {
	for _, s := range slots {
		switch {
		case s.Room == nil:
		case room == nil:
			room = s.Room
		case room.ID != s.Room.ID:
			return true, nil
		}
	}
	return false, room
}

// mark says what is on, what comes next, and what is over.
func (d *Day) mark(slots []Slot, now time.Time) {
	var next time.Time
	for i := range slots {
		s := &slots[i]
		if s.IsOver {
			d.Past++
		}
		if s.IsOn && s.HasPage() {
			s.IsFirst = len(d.On) < firstOnes
			d.On = append(d.On, *s)
		}
		if s.CancelledAt == nil && s.HasPage() && s.StartsAt.After(now) && (next.IsZero() || s.StartsAt.Equal(next)) {
			next, s.IsNext = s.StartsAt, true
		}
		if d.Current == nil && (s.IsOn || s.IsNext) {
			d.Current = s
		}
	}
}

// First are the sessions that are on and stand first; MoreOn counts the others.
func (d Day) First() []Slot { return d.On[:min(len(d.On), firstOnes)] }

// MoreOn counts the sessions that are on besides the first.
func (d Day) MoreOn() int { return len(d.On) - len(d.First()) }

// IsFolded reports whether a phone folds an hour at first.
func (d Day) IsFolded(h Hour) bool { return !d.FoldFrom.IsZero() && !h.Start.Before(d.FoldFrom) }

// fold finds the full hour from which a long day is folded: the first after so many sessions that are not over.
func (d *Day) fold() {
	shown := 0
	for _, hour := range d.Hours {
		for _, s := range hour.Slots {
			switch {
			case s.IsOver && d.IsLive:
			case !d.FoldFrom.IsZero():
				d.Folded++
			default:
				shown++
			}
		}
		if shown >= foldAfter && d.FoldFrom.IsZero() {
			d.FoldFrom = hour.Start.Add(time.Hour)
		}
	}
	if d.Folded < foldAfter/2 {
		d.FoldFrom, d.Folded = time.Time{}, 0
	}
}
