package calendar

import (
	"fmt"
	"time"

	ics "github.com/arran4/golang-ical"

	"meguri/models"
)

// vtimezone describes the event's time zone from half a year before the event to half a year after it: the first offset
// and each change.
func vtimezone(e *models.Event) *ics.VTimezone {
	location := e.Zone()
	tz := ics.NewTimezone(location.String())
	begin := e.StartsAt.AddDate(0, -6, 0).In(location)
	addRule(tz, begin, begin)
	for _, at := range offsetChanges(begin, e.EndsAt.AddDate(0, 6, 0)) {
		addRule(tz, at.Add(-time.Second), at)
	}
	return tz
}

// offsetChanges finds the times between from and until at which the offset changes, to the second.
func offsetChanges(from, until time.Time) []time.Time {
	var list []time.Time
	for at := from; at.Before(until); at = at.Add(24 * time.Hour) {
		if next := at.Add(24 * time.Hour); offset(at) != offset(next) {
			list = append(list, offsetChange(at, next))
		}
	}
	return list
}

// offsetChange finds the time between low and high at which the offset changes, to the second.
func offsetChange(low, high time.Time) time.Time {
	before := offset(low)
	for high.Sub(low) > time.Second {
		middle := low.Add(high.Sub(low) / 2)
		if offset(middle) == before {
			low = middle
		} else {
			high = middle
		}
	}
	return high.Truncate(time.Second)
}

func offset(t time.Time) int {
	_, seconds := t.Zone()
	return seconds
}

// addRule adds the rule that applies from at. DTSTART is written with the offset before the change (RFC 5545, 3.6.5).
func addRule(tz *ics.VTimezone, before, at time.Time) {
	clock := at.UTC().Add(time.Duration(offset(before)) * time.Second).Format(localTime)
	name, _ := at.Zone()
	rule := ics.ComponentBase{}
	rule.SetProperty(ics.ComponentProperty(ics.PropertyDtstart), clock)
	rule.SetProperty(ics.ComponentProperty(ics.PropertyTzoffsetfrom), offsetText(offset(before)))
	rule.SetProperty(ics.ComponentProperty(ics.PropertyTzoffsetto), offsetText(offset(at)))
	rule.SetProperty(ics.ComponentProperty(ics.PropertyTzname), name)
	if at.IsDST() {
		tz.Components = append(tz.Components, &ics.Daylight{ComponentBase: rule})
		return
	}
	tz.Components = append(tz.Components, &ics.Standard{ComponentBase: rule})
}

// offsetText writes an offset, as in +0900.
func offsetText(seconds int) string {
	sign := '+'
	if seconds < 0 {
		sign, seconds = '-', -seconds
	}
	return fmt.Sprintf("%c%02d%02d", sign, seconds/3600, seconds/60%60)
}
