package models_test

import (
	"testing"
	"time"

	"meguri/models"
)

func TestAnHourThatComesTwiceIsTheFirst(t *testing.T) {
	for name, c := range map[string]struct {
		zone, wall, want string
		twice            bool
	}{
		"Berlin, before":     {"Europe/Berlin", "2027-10-31T01:59:00", "2027-10-31T01:59:00+02:00", false},
		"Berlin, the hour":   {"Europe/Berlin", "2027-10-31T02:00:00", "2027-10-31T02:00:00+02:00", true},
		"Berlin, its end":    {"Europe/Berlin", "2027-10-31T02:59:00", "2027-10-31T02:59:00+02:00", true},
		"Berlin, after":      {"Europe/Berlin", "2027-10-31T03:00:00", "2027-10-31T03:00:00+01:00", false},
		"Berlin, in spring":  {"Europe/Berlin", "2027-03-28T03:00:00", "2027-03-28T03:00:00+02:00", false},
		"New York":           {"America/New_York", "2027-11-07T01:30:00", "2027-11-07T01:30:00-04:00", true},
		"Lord Howe, an half": {"Australia/Lord_Howe", "2027-04-04T01:45:00", "2027-04-04T01:45:00+11:00", true},
		"Tokyo":              {"Asia/Tokyo", "2027-10-31T02:30:00", "2027-10-31T02:30:00+09:00", false},
	} {
		t.Run(name, func(t *testing.T) {
			zone, err := time.LoadLocation(c.zone)
			if err != nil {
				t.Fatal(err)
			}
			wall, err := time.Parse("2006-01-02T15:04:05", c.wall)
			if err != nil {
				t.Fatal(err)
			}
			at := models.AtClock(wall, zone)
			if got := at.Format(time.RFC3339); got != c.want {
				t.Errorf("it is %s", got)
			}
			if models.ShownTwice(at) != c.twice {
				t.Errorf("shown twice: %v", !c.twice)
			}
		})
	}
}

func TestTheSecondPassOfAnHourIsShownTwice(t *testing.T) {
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	if !models.ShownTwice(time.Date(2027, 10, 31, 1, 30, 0, 0, time.UTC).In(zone)) {
		t.Error("02:30+01:00 is not")
	}
}
