package attendance

import (
	"cmp"
	"slices"
	"time"

	"meguri/models"
)

// venueDay is when a person was inside on one day, and when that day ended.
type venueDay struct {
	intervals []models.Interval
	end       time.Time
}

// venueDays is when a person was inside, by day, from their scans, the latest first. Who was not scanned on the way out
// stayed until the end of that day, or of the event.
func venueDays(e *models.Event, scans []models.CheckIn) (days []venueDay) {
	for len(scans) > 0 {
		end, first := e.EndsAt, 0
		if e.EndsAt.Sub(e.StartsAt) > 24*time.Hour {
			end = endOfDay(e, scans[len(scans)-1].ScannedAt)
			first = slices.IndexFunc(scans, func(scan models.CheckIn) bool { return scan.ScannedAt.Before(end) })
		}
		if intervals := models.VenueIntervals(scans[first:], end); len(intervals) > 0 {
			days = append(days, venueDay{intervals, end})
		}
		scans = scans[:first]
	}
	return days
}

// nightEnds is the hour until which the night belongs to the day before, where the event's days begin at midnight.
const nightEnds = 4

// endOfDay is when the day of a scan ends at an event of several days: in the night, or with the event.
func endOfDay(e *models.Event, scanned time.Time) time.Time {
	days := *e
	days.DayStartsHour = cmp.Or(e.DayStartsHour, nightEnds)
	night := days.DayStart(days.DayOf(scanned).AddDate(0, 0, 1))
	if e.EndsAt.Before(night) && e.EndsAt.After(scanned) {
		return e.EndsAt
	}
	return night
}

// visit is the day from the first admission to the last leaving.
func (d *venueDay) visit() Visit {
	visit := Visit{From: d.intervals[0].From}
	if until := d.intervals[len(d.intervals)-1].Until; until.Before(d.end) {
		visit.Until = &until
	}
	return visit
}

func intervalsOf(days []venueDay) [][]models.Interval {
	list := make([][]models.Interval, len(days))
	for i := range days {
		list[i] = days[i].intervals
	}
	return list
}
