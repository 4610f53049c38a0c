package live

import (
	"context"
	"slices"
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
	// Next is the session that begins next, nil for none.
	Next *models.Session
	// OpensAt is when the room opens by the clock, nil where it is open, was closed by hand, or is over.
	OpensAt *time.Time
	// StreamAt is when the stream should be there: the start of the session at this time, or else of the next one, or
	// else of the event, where that is to come. nil for none.
	StreamAt  *time.Time
	Player    Player
	Materials []models.Material
	// JoinName is the name with which people are found in a meeting.
	JoinName string
	// Present is how many people are in the room.
	Present int
	// HeartbeatSeconds is HeartbeatInterval in seconds.
	HeartbeatSeconds int
	// Recorded are the sessions that are recorded and are not over yet.
	Recorded []models.Session
}

// AsksRecording reports whether the person is to say whether they may be in a recording before they see the stream.
func (p *RoomPage) AsksRecording() bool {
	return p.Refusal == "" && len(p.Recorded) > 0 && p.Registration.Recording == models.PhotoUnasked
}

// RoomPage reads the room's page of a person, who calls it.
func (s *Service) RoomPage(ctx context.Context, event *models.Event, r *models.Registration) (*RoomPage, error) {
	q := s.db.Query(ctx)
	sessions, err := q.Sessions().OfEvent(event)
	if err != nil {
		return nil, err
	}
	materials, err := q.Materials().Shown(event)
	if err != nil {
		return nil, err
	}
	present, err := q.Presences().CountNow(event, HeartbeatTimeout)
	if err != nil {
		return nil, err
	}
	_, refusal := refusal(event, r, q.Now)
	page := &RoomPage{
		Player:           PlayerOf(event),
		Materials:        materials,
		JoinName:         JoinName(r),
		Present:          present,
		Next:             sessionAfter(sessions, q.Now),
		Registration:     r,
		Refusal:          refusal,
		Sessions:         sessions,
		Now:              sessionAt(sessions, q.Now),
		HeartbeatSeconds: int(HeartbeatInterval.Seconds()),
	}
	if hours := event.LiveRoomHours(); event.LiveRoomState == models.LiveRoomAuto && q.Now.Before(hours.From) {
		page.OpensAt = &hours.From
	}
	page.StreamAt = page.streamAt(event, q.Now)
	isOver := func(s models.Session) bool { return !s.EndsAt.After(q.Now) }
	page.Recorded = slices.DeleteFunc(models.Recorded(sessions), isOver)
	return page, nil
}

func (p *RoomPage) streamAt(event *models.Event, now time.Time) *time.Time {
	switch {
	case p.Now != nil:
		return &p.Now.StartsAt
	case p.Next != nil:
		return &p.Next.StartsAt
	case now.Before(event.StartsAt):
		return &event.StartsAt
	}
	return nil
}

// JoinName is the name for a meeting: the short code of the ticket, by which staff find the person, and the name.
func JoinName(r *models.Registration) string { return r.Code + " " + r.Full(r.Locale) }

// sessionAfter is the session that begins next after a time, or nil.
func sessionAfter(sessions []models.Session, at time.Time) *models.Session {
	for i := range sessions {
		if s := &sessions[i]; s.CancelledAt == nil && s.StartsAt.After(at) {
			return s
		}
	}
	return nil
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
	// Player is how the room shows the stream now.
	Player Player
}

// StaffPage reads the page of the staff who run the room, who call it.
func (s *Service) StaffPage(ctx context.Context, event *models.Event) (*StaffPage, error) {
	q := s.db.Query(ctx)
	present, err := q.Presences().CountNow(event, HeartbeatTimeout)
	if err != nil {
		return nil, err
	}
	return &StaffPage{Present: present, Open: event.LiveRoomIsOpen(q.Now), Player: PlayerOf(event)}, nil
}
