package models

import (
	"time"

	"gorm.io/gorm"
)

// LiveRoomState says whether the live room follows the event's times or was opened or closed by hand.
type LiveRoomState string

// The states of the live room.
const (
	LiveRoomAuto   LiveRoomState = "auto"
	LiveRoomOpen   LiveRoomState = "open"
	LiveRoomClosed LiveRoomState = "closed"
)

// LiveRoomStates lists all states of the live room.
var LiveRoomStates = []LiveRoomState{LiveRoomAuto, LiveRoomOpen, LiveRoomClosed}

// LiveRoomLead is how long before the start the live room opens, and LiveRoomTail how long it stays after the end.
const (
	LiveRoomLead = 15 * time.Minute
	LiveRoomTail = 30 * time.Minute
)

// LiveRoomHours is when the live room is open unless it is opened or closed by hand.
func (e *Event) LiveRoomHours() Interval {
	return Interval{From: e.StartsAt.Add(-LiveRoomLead), Until: e.EndsAt.Add(LiveRoomTail)}
}

// LiveRoomIsOpen reports whether confirmed attendees may enter the live room.
func (e *Event) LiveRoomIsOpen(now time.Time) bool {
	if e.State != EventPublished {
		return false
	}
	switch e.LiveRoomState {
	case LiveRoomOpen:
		return true
	case LiveRoomClosed:
		return false
	}
	return e.LiveRoomHours().Contains(now)
}

// SetStream changes where the stream of the live room is, and whether the room embeds it. An edit of the event that was
// begun before is refused, as it has the old address.
func (store EventStore) SetStream(e *Event, address string, embeds bool) error {
	return store.tx.g.Model(&Event{}).Where("id = ?", e.ID).Updates(map[string]any{
		"stream_url": address, "room_embeds": embeds, "updated_at": store.tx.Now, "version": gorm.Expr("version + 1"),
	}).Error
}

// SetLiveRoomState opens or closes the live room by hand, or lets it follow the event's times.
func (store EventStore) SetLiveRoomState(e *Event, state LiveRoomState) error {
	return store.tx.g.Model(&Event{}).Where("id = ?", e.ID).
		Updates(map[string]any{"room_state": state, "updated_at": store.tx.Now}).Error
}
