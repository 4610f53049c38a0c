package models

import (
	"testing"
	"time"
)

func TestWhereAnEventStandsByTheClock(t *testing.T) {
	start := time.Date(2027, 2, 6, 4, 0, 0, 0, time.UTC)
	end := start.Add(3 * time.Hour)
	for _, c := range []struct {
		what         string
		now          time.Time
		state        EventState
		want         Timing
		calls, ahead bool
	}{
		{"a year early", start.AddDate(-1, 0, 0), EventPublished, TimingBefore, false, true},
		{"16 minutes early", start.Add(-16 * time.Minute), EventPublished, TimingBefore, false, true},
		{"15 minutes early", start.Add(-15 * time.Minute), EventPublished, TimingSoon, true, true},
		{"at the start", start, EventPublished, TimingLive, true, true},
		{"at the end", end, EventPublished, TimingLive, true, true},
		{"a second later", end.Add(time.Second), EventPublished, TimingOver, false, false},
		{"cancelled, early", start.AddDate(0, -1, 0), EventCancelled, TimingOff, false, false},
		{"cancelled, on the day", start, EventCancelled, TimingOff, false, false},
	} {
		e := &Event{StartsAt: start, EndsAt: end, State: c.state, LiveRoomState: LiveRoomOpen}
		got := e.Timing(c.now)
		if got != c.want || got.Calls() != c.calls || got.Ahead() != c.ahead {
			t.Errorf("%s: %s, calls %v, ahead %v", c.what, got, got.Calls(), got.Ahead())
		}
	}
}
