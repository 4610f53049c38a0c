package agenda

import (
	"context"
	"time"

	"meguri/app/service/check"
	"meguri/models"
)

// maxDelay is by how many minutes sessions are moved at once, at most.
const maxDelay = 12 * 60

// Scope is which sessions move together on the day.
type Scope string

// The scopes, also used as ends of text keys.
const (
	ScopeSession Scope = "session" // nothing but the one
	ScopeRoom    Scope = "room"    // and what follows in its room
	ScopeAll     Scope = "all"     // and what follows in every room
)

// RestInput is how the rest of the day moves.
type RestInput struct {
	Minutes int `form:"minutes"`
	// Room is the ID of the only room that moves, empty for all of them.
	Room string `form:"room"`
}

// MoveRest moves the rest of the day by some minutes, as rest says, and returns how many sessions changed. It can be
// undone, as what is done on the page of the day. Staff who run the room call it. Errors: Invalid for minutes that no
// day has.
func (s *Service) MoveRest(ctx context.Context, e *models.Event, in RestInput) (moved int, err error) {
	c := check.New()
	checkMinutes(c, in.Minutes)
	if err := c.Err(); err != nil {
		return 0, err
	}
	err = s.db.InTx(ctx, func(tx *models.Tx) error {
		list, err := tx.Sessions().OfEvent(e)
		if err != nil {
			return err
		}
		today := e.DayOf(tx.Now)
		moves := rest(list, in.Minutes, tx.Now, func(s *models.Session) bool {
			if !e.DayOf(s.StartsAt).Equal(today) {
				return false
			}
			return in.Room == "" || s.RoomID != nil && *s.RoomID == in.Room
		})
		moved = len(moves)
		return atOnce(tx, e, moves, tx.Now.Add(undoTime), true)
	})
	return moved, err
}

// Rooms are the event's rooms, of which one can move alone. Staff who run the room call it.
func (s *Service) Rooms(ctx context.Context, e *models.Event) ([]models.Room, error) {
	return s.db.Query(ctx).Rooms().OfEvent(e)
}

func checkMinutes(c *check.Checker, minutes int) {
	if minutes == 0 || minutes > maxDelay || minutes < -maxDelay {
		c.Fault("minutes", "agenda.no_minutes")
	}
}

// moveWith moves a session and, by its scope, what follows it.
func moveWith(e *models.Event, list []models.Session, at *models.Session, in DayInput, now time.Time) []move {
	day := e.DayOf(at.StartsAt)
	return rest(list, in.Minutes, now, func(s *models.Session) bool {
		isAfter := e.DayOf(s.StartsAt).Equal(day) && (at.IsOn(now) || !s.StartsAt.Before(at.StartsAt))
		switch in.Scope {
		case ScopeRoom:
			return isAfter && isSameRoom(s, at)
		case ScopeAll:
			return isAfter
		case ScopeSession:
		}
		return s.ID == at.ID
	})
}

// rest is the one rule of what moves on the day: of the sessions that are meant, what is on ends later or sooner, and
// what follows begins so, each by the same minutes. What is over or cancelled stays.
func rest(list []models.Session, minutes int, now time.Time, isMeant func(*models.Session) bool) (moves []move) {
	for _, session := range list {
		if session.CancelledAt != nil || !session.EndsAt.After(now) || !isMeant(&session) {
			continue
		}
		after := session
		moveBy(&after, time.Duration(minutes)*time.Minute, now)
		if changeOf(&session, &after) != nil {
			moves = append(moves, move{session, after})
		}
	}
	return moves
}

// moveBy moves a session, or the end of one that has begun. What would be in the past is in the next minute.
func moveBy(s *models.Session, by time.Duration, now time.Time) {
	soonest := now.Truncate(time.Minute).Add(time.Minute)
	if s.StartsAt.After(now) {
		by = max(by, soonest.Sub(s.StartsAt))
		s.StartsAt, s.EndsAt = s.StartsAt.Add(by), s.EndsAt.Add(by)
		return
	}
	if s.EndsAt = s.EndsAt.Add(by); s.EndsAt.Before(now) {
		s.EndsAt = soonest
	}
}
