package models

import (
	"slices"
	"time"

	"gorm.io/gorm"
)

// attended is true of a registration whose person was admitted at a door or was in the live room.
const (
	arrived  = `EXISTS (SELECT 1 FROM admissions WHERE admissions.registration_id = registrations.id AND arrived)`
	joined   = `EXISTS (SELECT 1 FROM presences WHERE presences.registration_id = registrations.id)`
	attended = "(" + arrived + " OR " + joined + ")"
)

// Attended chooses registrations by how their people attended.
type Attended string

// How people attended. AttendedNot is of those who have a place and did not.
const (
	AttendedYes    Attended = "yes"
	AttendedVenue  Attended = "venue"
	AttendedOnline Attended = "online"
	AttendedNot    Attended = "no"
	// AttendedArchive is of those who watched a recording afterwards, also where they had attended.
	AttendedArchive Attended = "archive"
)

// Attendances lists all of them.
var Attendances = []Attended{AttendedYes, AttendedVenue, AttendedOnline, AttendedArchive, AttendedNot}

// choose adds what no set tells.
func (a Attended) choose(g *gorm.DB) *gorm.DB {
	switch a {
	case AttendedYes:
		return g.Where(attended)
	case AttendedVenue, AttendedOnline, AttendedArchive: // sets, see there
	case AttendedNot:
		return g.Where("state = ? AND NOT "+attended, RegistrationConfirmed)
	}
	return g
}

// AttendedBy returns how a person attended: at the venue if they were admitted there, else online; "" if they did not
// attend.
func (store RegistrationQuery) AttendedBy(r *Registration) (Mode, error) {
	var admissions, presences int64
	err := store.q.g.Model(&Admission{}).Where("registration_id = ? AND arrived", r.ID).Count(&admissions).Error
	if err != nil {
		return "", err
	}
	if err := store.q.g.Model(&Presence{}).Where("registration_id = ?", r.ID).Count(&presences).Error; err != nil {
		return "", err
	}
	switch {
	case admissions > 0:
		return ModeVenue, nil
	case presences > 0:
		return ModeOnline, nil
	}
	return "", nil
}

// Interval is the time from From until just before Until.
type Interval struct{ From, Until time.Time }

// Contains reports whether a time lies in the interval.
func (i Interval) Contains(at time.Time) bool { return !at.Before(i.From) && at.Before(i.Until) }

// PresentIntervals merges a person's presences in all tabs, so that two tabs at the same time count once.
func PresentIntervals(presences []Presence) []Interval {
	intervals := make([]Interval, len(presences))
	for i := range presences {
		intervals[i] = Interval{presences[i].StartedAt, presences[i].SeenAt}
	}
	return JoinIntervals(intervals)
}

// JoinIntervals merges intervals that overlap or touch, in order.
func JoinIntervals(intervals []Interval) (joined []Interval) {
	if len(intervals) < 2 {
		return append(joined, intervals...)
	}
	inOrder := func(a, b Interval) int { return a.From.Compare(b.From) }
	for _, i := range slices.SortedFunc(slices.Values(intervals), inOrder) {
		last := len(joined) - 1
		if last < 0 || i.From.After(joined[last].Until) {
			joined = append(joined, i)
			continue
		}
		joined[last].Until = laterOf(joined[last].Until, i.Until)
	}
	return joined
}

// VenueIntervals returns when a person was inside, from their scans of one day, in whatever order they are. A person
// without a scan on the way out is taken to have stayed until end.
func VenueIntervals(scans []CheckIn, end time.Time) []Interval {
	var intervals []Interval
	inside := false
	for _, scan := range CountedScans(nil, scans) {
		switch {
		case (scan.Result == CheckInAdmitted || scan.Result == CheckInAlready) && !inside:
			intervals, inside = append(intervals, Interval{scan.ScannedAt, laterOf(scan.ScannedAt, end)}), true
		case scan.Place != "": // they were inside already, and stay so when they leave a room
		case scan.Result == CheckInLeft && inside:
			intervals[len(intervals)-1].Until, inside = scan.ScannedAt, false
		}
	}
	return intervals
}

// Within returns how much of the intervals lies in the span.
func Within(intervals []Interval, span Interval) time.Duration {
	var sum time.Duration
	for _, i := range intervals {
		from, until := laterOf(i.From, span.From), i.Until
		if span.Until.Before(until) {
			until = span.Until
		}
		if until.After(from) {
			sum += until.Sub(from)
		}
	}
	return sum
}

func laterOf(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

func earlierOf(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}
