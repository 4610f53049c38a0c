package attendance

import (
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
func venueDays(e *models.Event, nights models.Nights, scans []models.CheckIn) (days []venueDay) {
	for len(scans) > 0 {
		last, first := scans[len(scans)-1].ScannedAt, 0
		end := endOfDay(e, nights, last)
		if next, ok := nights.After(last); ok {
			first = slices.IndexFunc(scans, func(scan models.CheckIn) bool { return scan.ScannedAt.Before(next) })
		}
		if intervals := models.VenueIntervals(scans[first:], end); len(intervals) > 0 {
			days = append(days, venueDay{intervals, end})
		}
		scans = scans[:first]
	}
	return days
}

// endOfDay is when the day of a scan ends: in the night, or with the event.
func endOfDay(e *models.Event, nights models.Nights, scanned time.Time) time.Time {
	night, ok := nights.After(scanned)
	if !ok || (e.EndsAt.Before(night) && e.EndsAt.After(scanned)) {
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
