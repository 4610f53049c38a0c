// Package live is the online room: who is in it when, and for how long.
package live

import (
	"context"
	"slices"
	"time"
	"unicode/utf8"

	"meguri/models"
)

// Beat is how often a tab says that it is open. A tab that was silent for Pause is gone; what it says later begins a new interval.
const (
	Beat  = 20 * time.Second
	Pause = 75 * time.Second
)

const maxTab = 64

// Service is the online rooms of one database.
type Service struct{ db *models.DB }

// New makes the service.
func New(db *models.DB) *Service { return &Service{db} }

// MayEnter reports why a person may not be in the room now; nil when they may.
func MayEnter(event *models.Event, r *models.Registration, now time.Time) error {
	switch {
	case r.State != models.RegistrationConfirmed:
		return models.NewError(models.CodeForbidden, "live.not_confirmed")
	case !event.LiveRoomIsOpen(now):
		return models.NewError(models.CodeConflict, "live.closed")
	}
	return nil
}

// Heartbeat records that the person is in the room with a tab. The person themselves calls it.
func (s *Service) Heartbeat(ctx context.Context, event *models.Event, r *models.Registration, tab string) error {
	if tab == "" || utf8.RuneCountInString(tab) > maxTab {
		return models.InvalidFields(map[string]string{"tab": "field.required"})
	}
	return s.db.WriteOnce(ctx, func(tx *models.Tx) error {
		if err := MayEnter(event, r, tx.Now); err != nil {
			return err
		}
		return tx.Presences().Beat(r, tab, Pause)
	})
}

// Leave records that a tab was closed.
func (s *Service) Leave(ctx context.Context, r *models.Registration, tab string) error {
	return s.db.WriteOnce(ctx, func(tx *models.Tx) error { return tx.Presences().End(r, tab, Pause) })
}

// Present counts the people in the room now.
func (s *Service) Present(ctx context.Context, event *models.Event) (int, error) {
	return s.db.Query(ctx).Presences().CountNow(event, Pause)
}

// SetRoom opens or closes the room by hand, or lets it follow the clock again. Staff who run the room call it.
func (s *Service) SetRoom(ctx context.Context, event *models.Event, state models.LiveRoomState) error {
	if !slices.Contains([]models.LiveRoomState{models.LiveRoomAuto, models.LiveRoomOpen, models.LiveRoomClosed}, state) {
		return models.InvalidFields(map[string]string{"room_state": "field.choice"})
	}
	return s.db.InTx(ctx, func(tx *models.Tx) error { return tx.Events().SetLiveRoomState(event, state) })
}
