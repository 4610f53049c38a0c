package models

import "time"

// Standing is where an event stands for its visitors at a moment. Whatever is shown before it, on the day or afterwards
// asks for it; whether people can register is told by what the event offers.
type Standing string

// The standings, in order; also used as ends of text keys.
const (
	StandingDraft     Standing = "draft"
	StandingCancelled Standing = "cancelled"
	StandingPostponed Standing = "postponed" // it waits for new dates
	StandingBefore    Standing = "before"
	StandingSoon      Standing = "soon" // it starts within LiveRoomLead
	StandingLive      Standing = "live"
	StandingOver      Standing = "over"
)

// Standing tells where the event stands. One that was cancelled stays so when its time is over.
func (e *Event) Standing(now time.Time) Standing {
	switch {
	case e.WasCancelled():
		return StandingCancelled
	case e.IsPostponed():
		return StandingPostponed
	case e.Ended(now):
		return StandingOver
	case e.State == EventDraft:
		return StandingDraft
	case now.Before(e.StartsAt.Add(-LiveRoomLead)):
		return StandingBefore
	case now.Before(e.StartsAt):
		return StandingSoon
	}
	return StandingLive
}

// IsAtHand reports whether the event is on, or about to begin.
func (s Standing) IsAtHand() bool { return s == StandingSoon || s == StandingLive }

// HasNoDate reports whether there is no time to plan for: it is over, cancelled, or waits for new dates.
func (s Standing) HasNoDate() bool {
	return s == StandingOver || s == StandingCancelled || s == StandingPostponed
}
