package event

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"meguri/models"
)

func zone(t *testing.T, name string) *time.Location {
	t.Helper()
	location, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return location
}

func countsOf(bars []Bar) []int {
	var counts []int
	for _, bar := range bars {
		counts = append(counts, bar.Count)
	}
	return counts
}

func TestDaysUntil(t *testing.T) {
	berlin := zone(t, "Europe/Berlin")
	for name, c := range map[string]struct {
		last time.Time
		want []string
	}{
		"end with the day of the time": {
			time.Date(2030, 5, 2, 23, 59, 0, 0, berlin),
			[]string{"2030-04-30 00:00", "2030-05-01 00:00", "2030-05-02 00:00"},
		},
		"begin at midnight over a short day": {
			time.Date(2030, 4, 1, 12, 0, 0, 0, berlin),
			[]string{"2030-03-30 00:00", "2030-03-31 00:00", "2030-04-01 00:00"},
		},
		"begin at midnight over a long day": {
			time.Date(2030, 10, 28, 12, 0, 0, 0, berlin),
			[]string{"2030-10-26 00:00", "2030-10-27 00:00", "2030-10-28 00:00"},
		},
		"go back over the turn of the year": {
			time.Date(2030, 1, 1, 0, 0, 0, 0, berlin),
			[]string{"2029-12-30 00:00", "2029-12-31 00:00", "2030-01-01 00:00"},
		},
		"have the leap day": {
			time.Date(2028, 3, 1, 9, 0, 0, 0, berlin),
			[]string{"2028-02-28 00:00", "2028-02-29 00:00", "2028-03-01 00:00"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			begins := daysUntil(c.last, 3)
			for _, begin := range begins[:3] {
				got = append(got, begin.Format("2006-01-02 15:04"))
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestArrivalTimes(t *testing.T) {
	at := func(hour, minute, second int) time.Time {
		return time.Date(2030, 5, 1, hour, minute, second, 0, time.UTC)
	}
	for name, c := range map[string]struct {
		first, last time.Time
		bars        int
		begin, end  time.Time
	}{
		"one person":       {at(3, 57, 12), at(3, 57, 12), 12, at(3, 55, 0), at(4, 55, 0)},
		"a few minutes":    {at(3, 59, 59), at(4, 0, 0), 12, at(3, 55, 0), at(4, 55, 0)},
		"three hours":      {at(3, 55, 0), at(6, 6, 0), 27, at(3, 55, 0), at(6, 10, 0)},
		"a day":            {at(3, 55, 0), at(27, 55, 0), 49, at(3, 30, 0), at(28, 0, 0)},
		"a week":           {at(0, 0, 0), at(7*24-1, 0, 0), 84, at(0, 0, 0), at(7*24, 0, 0)},
		"more than a year": {at(0, 0, 0), at(400*24, 0, 0), 401, at(0, 0, 0), at(401*24, 0, 0)},
	} {
		t.Run(name, func(t *testing.T) {
			times := arrivalTimes(c.first, c.last)
			if bars := len(times) - 1; bars != c.bars {
				t.Errorf("%d bars, want %d", bars, c.bars)
			}
			if begin, end := times[0], times[len(times)-1]; !begin.Equal(c.begin) || !end.Equal(c.end) {
				t.Errorf("from %v to %v, want %v to %v", begin, end, c.begin, c.end)
			}
		})
	}
}

func TestTotal(t *testing.T) {
	for name, c := range map[string]struct {
		bars []Bar
		want int
	}{
		"of nothing": {nil, 0},
		"of bars":    {[]Bar{{Count: 2}, {Count: 0}, {Count: 3}}, 5},
	} {
		t.Run(name, func(t *testing.T) {
			if got := Total(c.bars); got != c.want {
				t.Errorf("%d, want %d", got, c.want)
			}
		})
	}
}

func TestTally(t *testing.T) {
	venue, online := models.TicketType{ID: "v"}, models.TicketType{ID: "o"}
	for name, c := range map[string]struct {
		tallies  []models.Tally
		arrivals []models.Arrival
		want     []Tally
	}{
		"no data": {nil, nil, []Tally{{TicketType: venue}, {TicketType: online}}},
		"numbers of each": {
			[]models.Tally{
				{TicketTypeID: "v", State: models.RegistrationConfirmed, Count: 40},
				{TicketTypeID: "v", State: models.RegistrationWaitlisted, Count: 3},
				{TicketTypeID: "o", State: models.RegistrationCancelled, Count: 2},
			},
			[]models.Arrival{{TicketTypeID: "v", Expected: 40, Arrived: 31, Inside: 30}},
			[]Tally{
				{TicketType: venue, Confirmed: 40, Waitlisted: 3, Expected: 40, Arrived: 31},
				{TicketType: online, Cancelled: 2},
			},
		},
		"states that are not shown": {
			[]models.Tally{{TicketTypeID: "v", State: models.RegistrationDeclined, Count: 5}},
			nil,
			[]Tally{{TicketType: venue}, {TicketType: online}},
		},
		"a ticket type that was added meanwhile": {
			[]models.Tally{{TicketTypeID: "new", State: models.RegistrationConfirmed, Count: 1}},
			[]models.Arrival{{TicketTypeID: "new", Expected: 1}},
			[]Tally{{TicketType: venue}, {TicketType: online}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			got := tally([]models.TicketType{venue, online}, c.tallies, c.arrivals)
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}
