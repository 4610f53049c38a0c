package record

import (
	"context"
	"time"

	"meguri/models"
)

const (
	// openPause is for how long who loads the page again is taken to watch on.
	openPause = 30 * time.Minute
	// BeatInterval is the time between the beats of a page on which a recording is open and that is seen.
	BeatInterval = 20 * time.Second
	// beatPause is after how long without a beat the page was away: the time is not counted.
	beatPause = 50 * time.Second
)

// Watch counts that a person opened a recording by their own link. The person calls it. Who only looks at the record
// is not counted, and neither is who never had a place.
func (s *Service) Watch(ctx context.Context, event *models.Event, r *models.Registration) error {
	return s.count(ctx, event, r, func(w *models.SingleWrite) error { return w.ArchiveViews().Open(r, openPause) })
}

// Beat counts the time for which a recording is open before a person, who calls it.
func (s *Service) Beat(ctx context.Context, event *models.Event, r *models.Registration) error {
	return s.count(ctx, event, r, func(w *models.SingleWrite) error { return w.ArchiveViews().Beat(r, beatPause) })
}

func (s *Service) count(
	ctx context.Context, event *models.Event, r *models.Registration, write func(*models.SingleWrite) error,
) error {
	if r.EventID != event.ID || r.State != models.RegistrationConfirmed {
		return nil
	}
	return s.db.WriteTogether(ctx, write)
}
