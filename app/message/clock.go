package message

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"meguri/models"
)

// Automatic messages go to events that begin within this time, or ended within that.
const (
	longestBefore = 8 * 24 * time.Hour
	longestAfter  = 5 * 24 * time.Hour
)

// Watch sends automatic messages by the clock until ctx ends. Several processes may call it.
func (s *Service) Watch(ctx context.Context) {
	tick := time.NewTicker(time.Minute)
	defer tick.Stop()
	for {
		if err := s.FollowClock(ctx); err != nil && ctx.Err() == nil {
			slog.Error("messages cannot follow the clock", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// FollowClock has the automatic messages sent whose time has come. Times are those of the events as they are now. One
// whose time is over, as after the server was away, is not sent.
func (s *Service) FollowClock(ctx context.Context) error {
	q := s.db.Query(ctx)
	events, err := q.Events().Around(q.Now.Add(-longestAfter), q.Now.Add(longestBefore))
	if err != nil {
		return err
	}
	var errs []error
	for i := range events {
		for j := range presets {
			if p := &presets[j]; p.isDue(&events[i], q.Now) {
				errs = append(errs, s.sendPreset(ctx, &events[i], p))
			}
		}
	}
	return errors.Join(errs...)
}

// isDue reports whether an automatic message may be sent now.
func (p *preset) isDue(e *models.Event, now time.Time) bool {
	return p.isAutomatic() && p.fits(e) && !now.Before(p.due(e)) && now.Before(p.until(e))
}

// sendPreset schedules an automatic message for now, unless it was sent or is off.
func (s *Service) sendPreset(ctx context.Context, e *models.Event, p *preset) error {
	m, err := s.find(s.db.Query(ctx), e, p.name)
	if err != nil || !s.mayStart(m, e, p) {
		return err
	}
	err = s.db.InTx(ctx, func(tx *models.Tx) error {
		m, err := s.find(tx.Query, e, p.name)
		if err != nil || !s.mayStart(m, e, p) {
			return err
		}
		if m.State == models.MessageSent {
			if m, err = sentBefore(tx, m); err != nil {
				return err
			}
		}
		if err := s.store(tx, m); err != nil {
			return err
		}
		version := m.Version
		if err := schedule(tx, m, e, tx.Now); err != nil {
			return err
		}
		return tx.Messages().Save(m, version)
	})
	if models.CodeOf(err) == models.CodeConflict { // another process, or staff, was faster
		return nil
	}
	return err
}

// mayStart reports whether an automatic message is on, and was not sent yet for the time that the event has now.
func (s *Service) mayStart(m *models.Message, e *models.Event, p *preset) bool {
	if m.State == models.MessageSent {
		return m.SendAt != nil && p.due(e).Sub(*m.SendAt) > movedBy
	}
	return m.State == models.MessageAutomatic
}

// movedBy is how much later an event must be than it was when a message about it was sent, to be written about again.
const movedBy = 20 * time.Hour

// sentBefore keeps a message as one that was sent about an earlier time of its event, and returns one to send anew.
func sentBefore(tx *models.Tx, m *models.Message) (*models.Message, error) {
	again := *m
	again.ID, again.State, again.SendAt, again.StartedAt, again.QueuedAt = "", models.MessageAutomatic, nil, nil, nil
	return &again, tx.Messages().ReleasePreset(m)
}
