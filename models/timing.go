package models

import "time"

// Timing is where an event stands by the clock, for whoever comes to it. Pages call for what can be done now, and only
// for that.
type Timing string

// The timings. Soon begins as early as the live room opens by the clock; the room may be opened by hand much earlier,
// without the event being soon.
const (
	TimingBefore Timing = "before"
	TimingSoon   Timing = "soon"
	TimingLive   Timing = "live"
	TimingOver   Timing = "over"
	// TimingOff is that of an event that does not take place.
	TimingOff Timing = "off"
)

// Timing is where the event stands at a time.
func (e *Event) Timing(now time.Time) Timing {
	switch {
	case e.WasCancelled():
		return TimingOff
	case e.Ended(now):
		return TimingOver
	case !now.Before(e.StartsAt):
		return TimingLive
	case !now.Before(e.StartsAt.Add(-LiveRoomLead)):
		return TimingSoon
	}
	return TimingBefore
}

// Calls reports whether it is time to come in: the event is on, or about to be.
func (t Timing) Calls() bool { return t == TimingSoon || t == TimingLive }

// Ahead reports whether the event, or the rest of it, is still to come.
func (t Timing) Ahead() bool { return t == TimingBefore || t.Calls() }
