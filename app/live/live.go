// Package live is the live room of an event: who is in it when, and for how long.
//
// The room's page sends a heartbeat for each tab every HeartbeatInterval. The heartbeats of a tab make an interval
// (models.Presence), and attendance is computed from the intervals (models.PresentIntervals).
package live

import (
	"context"
	"time"

	"meguri/models"
)

// HeartbeatInterval is the time between a tab's heartbeats. After HeartbeatTimeout without one the tab is gone: a later
// heartbeat begins a new interval.
const (
	HeartbeatInterval = 20 * time.Second
	HeartbeatTimeout  = 75 * time.Second
	// AwayTimeout is the same while somebody is in the meeting's app: a phone lets the page sleep, and who comes back to
	// it was there meanwhile.
	AwayTimeout = 4 * time.Hour
)

// Service is the live rooms of one database.
type Service struct{ db *models.DB }

// New makes the service.
func New(db *models.DB) *Service { return &Service{db} }

// MayEnter returns why a person may not be in the room now, nil where they may: Forbidden where the registration is not
// confirmed, Conflict where the room is closed.
func MayEnter(event *models.Event, r *models.Registration, now time.Time) error {
	if code, key := refusal(event, r, now); code != "" {
		return models.NewError(code, key)
	}
	return nil
}

// refusal is the code and the text key of why a person may not be in the room now; "" where they may.
func refusal(event *models.Event, r *models.Registration, now time.Time) (code models.Code, key string) {
	switch {
	case r.State != models.RegistrationConfirmed:
		return models.CodeForbidden, "live.not_confirmed"
	case !event.LiveRoomIsOpen(now):
		return models.CodeConflict, "live.closed"
	}
	return "", ""
}

// Heartbeat records that the person is in the room with a tab. The person calls it. Errors: Invalid for a bad tab name,
// and those of MayEnter.
func (s *Service) Heartbeat(ctx context.Context, event *models.Event, r *models.Registration, in TabInput) error {
	if err := in.check(); err != nil {
		return err
	}
	return s.db.WriteOnce(ctx, func(w *models.SingleWrite) error {
		if err := MayEnter(event, r, w.Now); err != nil {
			return err
		}
		return w.Presences().Beat(r, in.Tab, in.pause())
	})
}

// Leave records that a tab was closed. The person calls it.
func (s *Service) Leave(ctx context.Context, r *models.Registration, in TabInput) error {
	return s.db.WriteOnce(ctx, func(w *models.SingleWrite) error { return w.Presences().End(r, in.Tab, HeartbeatTimeout) })
}

// SetRoom opens or closes the room, or lets it follow the clock again. Staff who run the room call it. Errors: Invalid
// for an unknown state.
func (s *Service) SetRoom(ctx context.Context, event *models.Event, in RoomInput) error {
	if err := in.check(); err != nil {
		return err
	}
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		tx.Tell(models.Change{EventID: event.ID, Watchers: models.ForEverybody, Part: models.PartRoom})
		return tx.Events().SetLiveRoomState(event, in.State)
	})
}

// SetStream changes where the stream is, and whether the room shows it or leads to it: as when one is dead, in the
// middle. Staff who run the room call it. Errors: Invalid for an address that may not be shown in the room.
func (s *Service) SetStream(ctx context.Context, event *models.Event, in *StreamInput) error {
	address, embeds, err := in.check()
	if err != nil {
		return err
	}
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		tx.Tell(models.Change{EventID: event.ID, Watchers: models.ForRoom, Part: models.PartStream})
		return tx.Events().SetStream(event, address, embeds)
	})
}
