package live

import (
	"context"
	"fmt"

	"meguri/models"
)

// Present counts the people in the room, for open pages.
func (s *Service) Present(ctx context.Context, eventID string) (int, error) {
	return s.db.Query(ctx).Presences().CountNow(&models.Event{ID: eventID}, HeartbeatTimeout)
}

// Version changes with what open pages show of the room: it opens and closes by the clock, too.
func (s *Service) Version(ctx context.Context, eventID string) (string, error) {
	q := s.db.Query(ctx)
	event, err := q.Events().ByID(eventID)
	if err != nil {
		return "", err
	}
	return fmt.Sprint(event.LiveRoomIsOpen(q.Now), event.UpdatedAt.UnixMicro()), nil
}
