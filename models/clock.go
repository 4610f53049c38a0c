package models

import "time"

// AtClock returns the time at which a clock in the zone shows the date and time of wall. In autumn it shows an hour
// twice; AtClock is the first, as in RFC 5545, 3.3.5. Where it never shows the time, the result shows another.
func AtClock(wall time.Time, zone *time.Location) time.Time {
	wall = WallClock(wall)
	at := time.Date(wall.Year(), wall.Month(), wall.Day(), wall.Hour(), wall.Minute(), wall.Second(), 0, zone)
	_, offset := at.Add(-24 * time.Hour).Zone() // before the change
	first := wall.Add(-time.Duration(offset) * time.Second).In(zone)
	if WallClock(first).Equal(wall) {
		return first
	}
	return at
}

// WallClock returns the date and time that a clock in the time's zone shows, as a time in UTC. Differences between such
// times ignore changes of the clocks.
func WallClock(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), 0, time.UTC)
}

// ShownTwice reports whether a clock in the time's zone shows this time at another moment, too.
func ShownTwice(t time.Time) bool {
	wall := WallClock(t)
	for _, near := range []time.Time{t.Add(-24 * time.Hour), t.Add(24 * time.Hour)} {
		_, offset := near.Zone()
		other := wall.Add(-time.Duration(offset) * time.Second).In(t.Location())
		if !other.Equal(t) && WallClock(other).Equal(wall) {
			return true
		}
	}
	return false
}
