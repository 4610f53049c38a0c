package calendar

import (
	"fmt"
	"time"

	ics "github.com/arran4/golang-ical"

	"meguri/models"
)

// zone describes the event's time zone around the event: the offset that holds before it, and each change within the year after.
func zone(e *models.Event) *ics.VTimezone {
	location := e.Zone()
	tz := ics.NewTimezone(location.String())
	begin := e.StartsAt.AddDate(0, -6, 0).In(location)
	observance(tz, begin, begin)
	for _, at := range changes(begin, e.EndsAt.AddDate(0, 6, 0)) {
		observance(tz, at.Add(-time.Second), at)
	}
	return tz
}

// changes finds the moments between from and until at which the offset changes, to the second.
func changes(from, until time.Time) []time.Time {
	var list []time.Time
	for at := from; at.Before(until); at = at.Add(24 * time.Hour) {
		low, high := at, at.Add(24*time.Hour)
		if offset(low) == offset(high) {
			continue
		}
		for high.Sub(low) > time.Second {
			middle := low.Add(high.Sub(low) / 2)
			if offset(middle) == offset(low) {
				low = middle
			} else {
				high = middle
			}
		}
		list = append(list, high.Truncate(time.Second))
	}
	return list
}

func offset(t time.Time) int {
	_, seconds := t.Zone()
	return seconds
}

// observance adds the rule that holds from at on. RFC 5545, 3.6.5: DTSTART is on the clock before the change.
func observance(tz *ics.VTimezone, before, at time.Time) {
	kind := ics.ComponentStandard
	if at.IsDST() {
		kind = ics.ComponentDaylight
	}
	rule := ics.ComponentBase{}
	rule.SetProperty(ics.ComponentProperty(ics.PropertyDtstart), at.Add(time.Duration(offset(before)-offset(at))*time.Second).Format(stamp))
	rule.SetProperty(ics.ComponentProperty(ics.PropertyTzoffsetfrom), written(offset(before)))
	rule.SetProperty(ics.ComponentProperty(ics.PropertyTzoffsetto), written(offset(at)))
	name, _ := at.Zone()
	rule.SetProperty(ics.ComponentProperty(ics.PropertyTzname), name)
	if kind == ics.ComponentDaylight {
		tz.Components = append(tz.Components, &ics.Daylight{ComponentBase: rule})
		return
	}
	tz.Components = append(tz.Components, &ics.Standard{ComponentBase: rule})
}

func written(seconds int) string {
	sign := '+'
	if seconds < 0 {
		sign, seconds = '-', -seconds
	}
	return fmt.Sprintf("%c%02d%02d", sign, seconds/3600, seconds/60%60)
}
