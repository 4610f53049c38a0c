package agenda

import (
	"slices"
	"time"

	"meguri/models"
)

// Programme is the agenda as an event's page shows it: an invitation, with who speaks and what about.
type Programme struct {
	Days []ProgrammeDay
	// Total counts the sessions of all days but breaks.
	Total int
}

// ProgrammeDay is a day of it, with its first sessions; while it is on, with those that are not over.
type ProgrammeDay struct {
	Date        time.Time
	From, Until time.Time
	// Room is the one room of all, nil where there are several or none.
	Room *models.Room
	Rows []ProgrammeRow
	// Open says that the day is shown at first, the others are folded; Alone that there are no others.
	Open, Alone bool
	// Total counts its sessions but breaks; More says that there are more than the rows.
	Total int
	More  bool
}

// ProgrammeRow is a session of it.
type ProgrammeRow struct {
	Slot
	// Part is the track that begins here, where the day has one room; nil where it goes on.
	Part *models.Track
	// WithKind, WithTrack and WithRoom say what tells it from the others.
	WithKind, WithTrack, WithRoom bool
	// Together says that it is at the time of the row above.
	Together bool
	// Formal is an opening, a welcome or a closing, of which the title says enough.
	Formal bool
}

// How many rows a day shows, alone and among others; a few more are shown rather than left out.
const (
	rowsAlone  = 16
	rowsOfMany = 10
	fewMore    = 3
)

// NewProgramme makes the programme of an event from its sessions, which are in order of time.
func NewProgramme(e *models.Event, sessions []models.Session, now time.Time) *Programme {
	slots, p := newSlots(sessions, nil, now), &Programme{}
	for rest := slots; len(rest) > 0; {
		date := e.DayOf(rest[0].StartsAt)
		n := slices.IndexFunc(rest, func(s Slot) bool { return !e.DayOf(s.StartsAt).Equal(date) })
		if n < 0 {
			n = len(rest)
		}
		p.Days = append(p.Days, newProgrammeDay(date, rest[:n], tellingKinds(slots) > 1))
		p.Total += p.Days[len(p.Days)-1].Total
		rest = rest[n:]
	}
	limit, open := rowsAlone, 0
	if len(p.Days) > 1 {
		limit = rowsOfMany
	}
	for i := range p.Days {
		day := &p.Days[i]
		if !now.Before(day.From) && now.Before(day.Until) || e.DayOf(now).Equal(day.Date) {
			open = i
		}
		day.Alone = len(p.Days) == 1
		day.shorten(limit)
	}
	if len(p.Days) > 0 {
		p.Days[open].Open = true
	}
	return p
}

func newProgrammeDay(date time.Time, slots []Slot, kinds bool) ProgrammeDay {
	day := ProgrammeDay{Date: date, From: slots[0].StartsAt, Until: Part{Slots: slots}.Until()}
	several, room := roomsOf(slots)
	day.Room = room
	for i, s := range slots {
		row := ProgrammeRow{Slot: s, WithRoom: several && s.Room != nil, Formal: isFormal(s.Kind)}
		if row.HasPage() {
			day.Total++
		}
		if s.Track != nil {
			row.WithTrack = several
			if !several && (i == 0 || !isSameTrack(lastTrack(day.Rows), s.Track)) {
				row.Part = s.Track
			}
		}
		row.WithKind = kinds && s.Track == nil && !row.Formal && row.HasPage()
		row.Together = i > 0 && s.StartsAt.Equal(slots[i-1].StartsAt) && s.EndsAt.Equal(slots[i-1].EndsAt)
		day.Rows = append(day.Rows, row)
	}
	return day
}

// lastTrack is the track of the last row that is no break.
func lastTrack(rows []ProgrammeRow) *models.Track {
	for _, row := range slices.Backward(rows) {
		if row.HasPage() {
			return row.Track
		}
	}
	return nil
}

func isFormal(kind models.SessionKind) bool {
	return kind == models.SessionOpening || kind == models.SessionGreeting || kind == models.SessionClosing
}

// tellingKinds counts the kinds that say what one comes for.
func tellingKinds(slots []Slot) int {
	var kinds []models.SessionKind
	for _, s := range slots {
		if s.HasPage() && !isFormal(s.Kind) && !slices.Contains(kinds, s.Kind) {
			kinds = append(kinds, s.Kind)
		}
	}
	return len(kinds)
}

// shorten leaves out what is over while the day is on, and what comes late in a long day.
func (d *ProgrammeDay) shorten(limit int) {
	if len(d.Rows) <= limit+fewMore {
		return
	}
	d.More = true
	first := slices.IndexFunc(d.Rows, func(r ProgrammeRow) bool { return !r.IsOver })
	first = min(max(first, 0), len(d.Rows)-limit)
	if d.Rows[len(d.Rows)-1].IsOver {
		first = 0
	}
	d.Rows = d.Rows[first : first+limit]
	d.Rows[0].Together = false
}
