package models

import (
	"cmp"
	"slices"
	"time"
)

// Nights are the moments, in order, at which the days of an event end for who is inside: who was not scanned on the way
// out counts as inside until then, and is new on the next day. static/js/reception/rules.js has the same rule.
type Nights []time.Time

const (
	// nightEnds is the hour until which the night belongs to the day before, where the event's days begin at midnight.
	nightEnds = 4
	// oneDay is how long an event may be that runs through a night: its only one comes once people had leaving to go.
	oneDay  = 24 * time.Hour
	leaving = 6 * time.Hour
	// aroundEvent is how long before an event its doors may open, and how long after it somebody may still be there.
	aroundEvent = 2 * oneDay
)

// Nights are those of the event. Through a night in which a session takes place people may stay; stands that are there
// all the time say nothing.
func (e *Event) Nights(sessions []Session) (nights Nights) {
	days := *e
	days.DayStartsHour = cmp.Or(e.DayStartsHour, nightEnds)
	if e.isOneDay() {
		left := e.EndsAt.Add(leaving)
		return Nights{days.DayStart(days.DayOf(left).AddDate(0, 0, 1)).UTC()}
	}
	last := e.EndsAt.Add(aroundEvent)
	for day := days.DayOf(e.StartsAt.Add(-oneDay)); ; day = day.AddDate(0, 0, 1) {
		night := days.DayStart(day).UTC()
		if night.After(last) {
			return nights
		}
		goesOn := slices.ContainsFunc(sessions, func(s Session) bool {
			return s.Kind != SessionBooth && s.CancelledAt == nil && s.StartsAt.Before(night) && s.EndsAt.After(night)
		})
		if !goesOn {
			nights = append(nights, night)
		}
	}
}

func (e *Event) isOneDay() bool { return e.EndsAt.Sub(e.StartsAt) <= oneDay }

// Before is the last night that is not after a time: the zero time for none.
func (n Nights) Before(at time.Time) time.Time {
	if i := n.after(at); i > 0 {
		return n[i-1]
	}
	return time.Time{}
}

// After is the first night after a time, and false for none.
func (n Nights) After(at time.Time) (time.Time, bool) {
	if i := n.after(at); i < len(n) {
		return n[i], true
	}
	return time.Time{}, false
}

func (n Nights) after(at time.Time) int {
	i, isNight := slices.BinarySearchFunc(n, at, time.Time.Compare)
	if isNight {
		i++
	}
	return i
}

// OneDay reports whether no night lies between two times.
func (n Nights) OneDay(a, b time.Time) bool { return n.after(a) == n.after(b) }

// Nights reads those of the event.
func (store AdmissionQuery) Nights(e *Event) (Nights, error) {
	if e.isOneDay() {
		return e.Nights(nil), nil
	}
	var sessions []Session
	err := store.q.g.Model(&Session{}).Select("starts_at, ends_at, kind, cancelled_at").Where("event_id = ?", e.ID).
		Find(&sessions).Error
	return e.Nights(sessions), err
}

// night is the last night of the event so far: who came in before it counts as inside no more.
func (store AdmissionQuery) night(e *Event) (time.Time, error) {
	nights, err := store.Nights(e)
	return nights.Before(store.q.Now).UTC(), err
}
