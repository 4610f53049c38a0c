package models_test

import (
	"testing"
	"time"

	"meguri/models"
)

// A festival that runs until 2:00 is one day where its days begin at 5:00, also when the clocks change in that night.
func TestTheDayToWhichATimeBelongs(t *testing.T) {
	const layout = "2006-01-02T15:04"
	for name, c := range map[string]struct {
		zone  string
		hour  int
		clock string
		want  string
	}{
		"the evening":                       {"Asia/Tokyo", 5, "2027-11-03T23:30", "2027-11-03"},
		"past midnight":                     {"Asia/Tokyo", 5, "2027-11-04T01:45", "2027-11-03"},
		"just before the change":            {"Asia/Tokyo", 5, "2027-11-04T04:59", "2027-11-03"},
		"at the change":                     {"Asia/Tokyo", 5, "2027-11-04T05:00", "2027-11-04"},
		"an event of plain days":            {"Asia/Tokyo", 0, "2027-11-04T01:45", "2027-11-04"},
		"a night of 23 hours, before":       {"Europe/Berlin", 5, "2027-03-28T01:30", "2027-03-27"},
		"a night of 23 hours, after":        {"Europe/Berlin", 5, "2027-03-28T04:30", "2027-03-27"},
		"a morning after a night of 23":     {"Europe/Berlin", 5, "2027-03-28T05:00", "2027-03-28"},
		"a night of 25 hours":               {"Europe/Berlin", 5, "2027-10-31T02:30", "2027-10-30"},
		"a morning after a night of 25":     {"Europe/Berlin", 5, "2027-10-31T05:00", "2027-10-31"},
		"where no day begins at midnight":   {"America/Santiago", 0, "2027-09-05T01:30", "2027-09-05"},
		"the evening before such a morning": {"America/Santiago", 0, "2027-09-04T23:30", "2027-09-04"},
	} {
		t.Run(name, func(t *testing.T) {
			event := &models.Event{TimeZone: c.zone, DayStartsHour: c.hour}
			wall, err := time.Parse(layout, c.clock)
			if err != nil {
				t.Fatal(err)
			}
			at := models.AtClock(wall, event.Zone())
			day := event.DayOf(at)
			if got := day.Format(time.DateOnly); got != c.want {
				t.Errorf("%s, want %s", got, c.want)
			}
			from, until := event.DayStart(day), event.DayStart(day.AddDate(0, 0, 1))
			if at.Before(from) || !at.Before(until) {
				t.Errorf("the day lasts from %v to %v", from, until)
			}
			if !event.DayOf(from.Add(-time.Second)).Before(day) {
				t.Errorf("the day began before %v", from)
			}
		})
	}
}

func TestANightOfAFestivalNeedsNoDates(t *testing.T) {
	noon := time.Date(2027, 11, 3, 3, 0, 0, 0, time.UTC) // 12:00 in Tokyo
	event := &models.Event{TimeZone: "Asia/Tokyo", DayStartsHour: 5, StartsAt: noon, EndsAt: noon.Add(14 * time.Hour)}
	night := []models.Session{{StartsAt: noon}, {StartsAt: noon.Add(13 * time.Hour)}}
	if event.NeedsDates(night) {
		t.Error("they do")
	}
	if event.DayStartsHour = 0; !event.NeedsDates(night) {
		t.Error("they do not, though a day ends at midnight")
	}
}
