package live

import (
	"context"
	"time"

	"meguri/models"
)

// RoomPage is the room as an attendee sees it.
type RoomPage struct {
	Registration *models.Registration
	// Refusal is the key of the text that says why the person may not be in the room; "" when they may.
	Refusal  string
	Sessions []models.Session
	// Now is the session that is on, nil between sessions.
	Now *models.Session
	// BeatSeconds is how often the page sends a heartbeat.
	HeartbeatSeconds int
}

// RoomPage is the room's page for a person, who calls it.
func (s *Service) RoomPage(ctx context.Context, event *models.Event, r *models.Registration) (*RoomPage, error) {
	q := s.db.Query(ctx)
	sessions, err := q.Sessions().OfEvent(event)
	if err != nil {
		return nil, err
	}
	_, refusal := refusal(event, r, q.Now)
	return &RoomPage{
		Registration:     r,
		Refusal:          refusal,
		Sessions:         sessions,
		Now:              sessionAt(sessions, q.Now),
		HeartbeatSeconds: int(HeartbeatInterval.Seconds()),
	}, nil
}

// sessionAt is the session that is on at a time, of several the last of the list, or nil. A cancelled one is not on.
func sessionAt(sessions []models.Session, at time.Time) *models.Session {
	for i := len(sessions) - 1; i >= 0; i-- {
		s := &sessions[i]
		if s.CancelledAt == nil && (models.Interval{From: s.StartsAt, Until: s.EndsAt}).Contains(at) {
			return s
		}
	}
	return nil
}

// StaffPage is where staff open and close the room.
type StaffPage struct {
	Present int // people in the room
	Open    bool
}

// StaffPage is the page from which the room is run. Staff who run the room call it.
func (s *Service) StaffPage(ctx context.Context, event *models.Event) (*StaffPage, error) {
	q := s.db.Query(ctx)
	present, err := q.Presences().CountNow(event, HeartbeatTimeout)
	if err != nil {
		return nil, err
	}
	return &StaffPage{Present: present, Open: event.LiveRoomIsOpen(q.Now)}, nil
}
