package agenda

import (
	"context"
	"time"

	"meguri/models"
)

// maxShift is by how many minutes what follows may be moved at once.
const maxShift = 120

// MoveRest moves the rest of the day by some minutes: what is on ends later, or sooner, and what follows begins so.
// What is over or cancelled stays. It can be undone, as what is done on the page of the day. It returns how many
// sessions changed. Staff who run the room call it. Errors: Invalid for minutes that no day has.
func (s *Service) MoveRest(ctx context.Context, e *models.Event, minutes int) (moved int, err error) {
	if minutes == 0 || minutes > maxShift || minutes < -maxShift {
		return 0, models.InvalidFields(map[string]string{"minutes": "field.choice"})
	}
	by := time.Duration(minutes) * time.Minute
	err = s.db.InTx(ctx, func(tx *models.Tx) error {
		list, err := tx.Sessions().OfEvent(e)
		if err != nil {
			return err
		}
		var moves []move
		for _, session := range list {
			isToday := e.DayOf(session.StartsAt).Equal(e.DayOf(tx.Now))
			if session.CancelledAt != nil || !session.EndsAt.After(tx.Now) || !isToday {
				continue
			}
			after := session
			moveBy(&after, by, tx.Now)
			if changeOf(&session, &after) != nil {
				moves = append(moves, move{session, after})
			}
		}
		moved = len(moves)
		return atOnce(tx, e, moves, tx.Now.Add(undoTime), true)
	})
	return moved, err
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
