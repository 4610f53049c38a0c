package agenda

import (
	"cmp"
	"slices"
	"strconv"
	"time"

	"meguri/models"
)

// Slot is a session as the agenda shows it, with its place in the grid of rooms over time.
type Slot struct {
	models.Session
	// Tone is the colour of its track, or of its kind where the event has no tracks; 0 has none.
	Tone int
	// IsOver, IsOn and IsNext say where it stands at the moment; a cancelled one is neither on nor next.
	IsOver, IsOn, IsNext bool
	// IsFirst says that it is among the first that are on, which a phone shows above all others.
	IsFirst bool
	// Top and Height are minutes of the grid; Column is the room's, from 1, or 0 for the whole width; Lane is its place
	// among the Lanes of sessions that overlap in one column, from 0.
	Top, Height, Column, Lane, Lanes int
	// Lines is how many lines of the title have room.
	Lines int
	// Places are nil where people need not sign up.
	Places *models.SessionPlaces
}

// HasPage reports whether it has a page of its own.
func (s Slot) HasPage() bool { return s.Session.HasPage() }

// Minutes is how long it lasts.
func (s Slot) Minutes() int { return int(s.EndsAt.Sub(s.StartsAt).Minutes()) }

// Left is how many minutes it goes on.
func (s Slot) Left(now time.Time) int { return int(s.EndsAt.Sub(now).Minutes() + 0.99) }

// Done is how many of its minutes are over.
func (s Slot) Done(now time.Time) int { return int(now.Sub(s.StartsAt).Minutes()) }

// Place is the classes that put it into the grid (static/css/agenda.css): the content policy allows no inline style.
func (s Slot) Place() string {
	return minutes("t", s.Top) + " " + minutes("h", s.Height) + " col-" + strconv.Itoa(s.Column) +
		" lane-" + strconv.Itoa(s.Lane) + " lanes-" + strconv.Itoa(s.Lanes) + " lines-" + strconv.Itoa(s.Lines)
}

// minutes are the classes of a number of minutes, a class for each digit.
func minutes(name string, n int) string {
	n = min(max(n, 0), maxMinutes)
	return name + "1-" + strconv.Itoa(n%10) + " " + name + "2-" + strconv.Itoa(n/10%10) + " " +
		name + "3-" + strconv.Itoa(n/100)
}

// maxMinutes are those of a day, and of the longest session that begins at its end.
const maxMinutes = 31*60 - 1

// GridColumn is a room of the grid; the last one may hold the sessions without a room, and has none.
type GridColumn struct {
	Number int
	Room   *models.Room
}

// Mark is a full hour beside the grid, or the moment that it is.
type Mark struct {
	At  time.Time
	Top int
}

// Place is the classes that put it beside the grid.
func (m Mark) Place() string { return minutes("t", m.Top) }

// Grid is a day of several rooms: rooms over time.
type Grid struct {
	Start, End time.Time
	Columns    []GridColumn
	Hours      []Mark
	// Now is the moment, nil while it is outside of the grid.
	Now *Mark
	// Scale is how many times 2.4 px a minute has, so that the shortest session can be read.
	Scale int
}

// Height is the classes of its height.
func (g *Grid) Height() string { return minutes("h", int(g.End.Sub(g.Start).Minutes())) }

// The least minutes of a slot at scale 1, so that a line of the title and the time can be read in it, and those of a
// break; how many columns stand beside each other in the frame of a page, or at all.
const (
	leastMinutes = 20
	leastBreak   = 8
	maxScale     = 3
	maxLanes     = 6
	pageColumns  = 7
	maxColumns   = 30
)

// IsWide reports whether the grid scrolls in its own box.
func (g *Grid) IsWide() bool { return len(g.Columns) > pageColumns }

// newGrid places the slots of a day, which are in order of time, in rooms over time. It is nil where there are more
// rooms than a grid can show.
func newGrid(e *models.Event, slots []Slot, rooms []models.Room, now time.Time) *Grid {
	g := &Grid{Start: startOfHour(e, slots[0].StartsAt), End: slots[0].EndsAt, Scale: scaleOf(slots)}
	for _, s := range slots {
		if s.EndsAt.After(g.End) {
			g.End = s.EndsAt
		}
	}
	for at := g.Start; at.Before(g.End); at = at.Add(time.Hour) {
		g.Hours = append(g.Hours, Mark{at, g.minutesTo(at)})
	}
	if !now.Before(g.Start) && now.Before(g.End) {
		g.Now = &Mark{now, g.minutesTo(now)}
	}
	if g.addColumns(slots, rooms); len(g.Columns) > maxColumns {
		return nil
	}
	for i := range slots {
		g.place(&slots[i])
	}
	for _, column := range g.Columns {
		g.share(slots, column.Number)
	}
	g.share(slots, 0)
	return g
}

func (g *Grid) minutesTo(t time.Time) int { return int(t.Sub(g.Start).Minutes()) }

// scaleOf makes a session of ten minutes as high as one of twenty where there are such. Breaks need no more than a
// line.
func scaleOf(slots []Slot) int {
	shortest := leastMinutes
	for _, s := range slots {
		if s.Kind != models.SessionBreak {
			shortest = min(shortest, max(s.Minutes(), 1))
		}
	}
	return min((leastMinutes+shortest-1)/shortest, maxScale)
}

// addColumns makes a column for each room that the day uses. Sessions without a room take the whole width, or a column
// of their own where one of them is at the time of a session in a room.
func (g *Grid) addColumns(slots []Slot, rooms []models.Room) {
	used := map[string]int{}
	for i := range rooms {
		if slices.ContainsFunc(slots, func(s Slot) bool { return s.RoomID != nil && *s.RoomID == rooms[i].ID }) {
			g.Columns = append(g.Columns, GridColumn{len(g.Columns) + 1, &rooms[i]})
			used[rooms[i].ID] = len(g.Columns)
		}
	}
	apart := 0
	if slices.ContainsFunc(slots, func(s Slot) bool { return s.RoomID == nil && isBeside(s, slots) }) {
		g.Columns = append(g.Columns, GridColumn{Number: len(g.Columns) + 1})
		apart = len(g.Columns)
	}
	for i := range slots {
		s := &slots[i]
		switch {
		case s.RoomID != nil:
			s.Column = used[*s.RoomID]
		case isBeside(*s, slots):
			s.Column = apart
		}
	}
}

func isBeside(s Slot, slots []Slot) bool {
	return slices.ContainsFunc(slots, func(other Slot) bool {
		return other.RoomID != nil && other.StartsAt.Before(s.EndsAt) && s.StartsAt.Before(other.EndsAt)
	})
}

// place sets top and height, and how many lines of the title of 19 px have room beside that of the time.
func (g *Grid) place(s *Slot) {
	s.Top, s.Height = g.minutesTo(s.StartsAt), s.Minutes()
	least := leastMinutes
	if s.Kind == models.SessionBreak {
		least = leastBreak
	}
	s.Height = max(s.Height, least/g.Scale)
	height := s.Height * g.Scale * 24 / 10
	s.Lines = min(max((height-26)/19, 1), 6)
}

// share lets the slots of a column that overlap stand side by side.
func (g *Grid) share(slots []Slot, column int) {
	var group []*Slot
	end := 0
	for i := range slots {
		s := &slots[i]
		if s.Column != column {
			continue
		}
		if s.Top >= end {
			takeLanes(group)
			group = nil
		}
		group, end = append(group, s), max(end, s.Top+s.Height)
	}
	takeLanes(group)
}

// takeLanes gives each slot of a group that overlaps the first lane that is free.
func takeLanes(group []*Slot) {
	var ends []int
	for _, s := range group {
		lane := slices.IndexFunc(ends, func(end int) bool { return end <= s.Top })
		if lane < 0 {
			ends, lane = append(ends, 0), len(ends)
		}
		ends[lane], s.Lane = s.Top+s.Height, lane
	}
	for _, s := range group {
		s.Lanes = min(cmp.Or(len(ends), 1), maxLanes)
		s.Lane = min(s.Lane, maxLanes-1)
	}
}
