package models_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"meguri/models"
)

var noon = time.Date(2026, 9, 20, 12, 0, 0, 0, time.UTC)

// minute is a time so many minutes after noon.
func minute(n int) time.Time { return noon.Add(time.Duration(n) * time.Minute) }

func span(from, until int) models.Interval {
	return models.Interval{From: minute(from), Until: minute(until)}
}

func TestPresentIntervals(t *testing.T) {
	presence := func(from, until int) models.Presence {
		return models.Presence{StartedAt: minute(from), SeenAt: minute(until)}
	}
	for name, c := range map[string]struct {
		presences []models.Presence
		want      []models.Interval
	}{
		"nobody was there":       {nil, nil},
		"one tab":                {[]models.Presence{presence(0, 10)}, []models.Interval{span(0, 10)}},
		"two tabs at once":       {[]models.Presence{presence(0, 10), presence(5, 15)}, []models.Interval{span(0, 15)}},
		"one tab within another": {[]models.Presence{presence(0, 10), presence(2, 4)}, []models.Interval{span(0, 10)}},
		"one after the other": {
			[]models.Presence{presence(0, 10), presence(10, 15)},
			[]models.Interval{span(0, 15)},
		},
		"with a break, in any order": {
			[]models.Presence{presence(20, 30), presence(0, 10)},
			[]models.Interval{span(0, 10), span(20, 30)},
		},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, models.PresentIntervals(c.presences)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestVenueIntervals(t *testing.T) {
	type scan struct {
		minute int
		result models.CheckInResult
		undone bool
	}
	const in, out, already = models.CheckInAdmitted, models.CheckInLeft, models.CheckInAlready
	const end = 90
	for name, c := range map[string]struct {
		scans []scan // the earliest first
		want  []models.Interval
	}{
		"never came":           {nil, nil},
		"stayed until the end": {[]scan{{0, in, false}}, []models.Interval{span(0, end)}},
		"left early":           {[]scan{{0, in, false}, {50, out, false}}, []models.Interval{span(0, 50)}},
		"came back": {
			[]scan{{0, in, false}, {10, out, false}, {20, in, false}},
			[]models.Interval{span(0, 10), span(20, end)},
		},
		"was scanned again inside": {
			[]scan{{0, in, false}, {10, already, false}, {50, out, false}},
			[]models.Interval{span(0, 50)},
		},
		"left without having come":         {[]scan{{10, out, false}}, nil},
		"a scan that was undone":           {[]scan{{0, in, true}, {5, in, false}}, []models.Interval{span(5, end)}},
		"leaving undone":                   {[]scan{{0, in, false}, {10, out, true}}, []models.Interval{span(0, end)}},
		"came after the end of the event":  {[]scan{{95, in, false}}, []models.Interval{span(95, 95)}},
		"left after the end of the event":  {[]scan{{0, in, false}, {100, out, false}}, []models.Interval{span(0, 100)}},
		"who was refused was never inside": {[]scan{{0, models.CheckInCancelled, false}}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			var latestFirst []models.CheckIn
			for _, s := range c.scans {
				checkIn := models.CheckIn{Result: s.result, ScannedAt: minute(s.minute)}
				if s.undone {
					checkIn.UndoneAt = &noon
				}
				latestFirst = append([]models.CheckIn{checkIn}, latestFirst...)
			}
			if diff := cmp.Diff(c.want, models.VenueIntervals(latestFirst, minute(end))); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestWithin(t *testing.T) {
	stays := []models.Interval{span(0, 10), span(20, 30)}
	for name, c := range map[string]struct {
		span models.Interval
		want time.Duration
	}{
		"parts of two":     {span(5, 25), 10 * time.Minute},
		"all of them":      {span(-5, 60), 20 * time.Minute},
		"inside one":       {span(2, 4), 2 * time.Minute},
		"between them":     {span(10, 20), 0},
		"after them":       {span(40, 50), 0},
		"no time at all":   {span(5, 5), 0},
		"ends on the edge": {span(-10, 0), 0},
	} {
		t.Run(name, func(t *testing.T) {
			if got := models.Within(stays, c.span); got != c.want {
				t.Errorf("%s, want %s", got, c.want)
			}
		})
	}
}
