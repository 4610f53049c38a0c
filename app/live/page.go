package live

import (
	"context"
	"time"

	"meguri/models"
)

// RoomPage is the room as an attendee sees it.
type RoomPage struct {
	Registration *models.Registration
	// Refusal is the text key of why the person may not be in the room, "" where they may.
	Refusal  string
	Sessions []models.Session
	// Now is the session at this time, nil between sessions.
	Now *models.Session
	// HeartbeatSeconds is HeartbeatInterval in seconds.
	HeartbeatSeconds int
}

// RoomPage reads the room's page of a person, who calls it.
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

// sessionAt is the session at a time, or nil; of several sessions the last of the list. Cancelled sessions are left
// out.
func sessionAt(sessions []models.Session, at time.Time) *models.Session {
	for i := len(sessions) - 1; i >= 0; i-- {
		s := &sessions[i]
		if s.CancelledAt == nil && (models.Interval{From: s.StartsAt, Until: s.EndsAt}).Contains(at) {
			return s
		}
	}
	return nil
}

// StaffPage is the page on which staff open and close the room.
type StaffPage struct {
	Present int // people in the room
	Open    bool
}

// StaffPage reads the page of the staff who run the room, who call it.
func (s *Service) StaffPage(ctx context.Context, event *models.Event) (*StaffPage, error) {
	q := s.db.Query(ctx)
	present, err := q.Presences().CountNow(event, HeartbeatTimeout)
	if err != nil {
		return nil, err
	}
	return &StaffPage{Present: present, Open: event.LiveRoomIsOpen(q.Now)}, nil
}
