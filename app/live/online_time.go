package live

import (
	"context"
	"log/slog"
	"time"

	"meguri/models"
)

// countedAtOnce is how many people's minutes are counted in a transaction: on SQLite heartbeats wait for it.
const countedAtOnce = 500

// Watch counts every minute how long people were in the rooms, until ctx ends. Several processes may call it.
func (s *Service) Watch(ctx context.Context) {
	tick := time.NewTicker(time.Minute)
	defer tick.Stop()
	for {
		if err := s.CountMinutes(ctx); err != nil && ctx.Err() == nil {
			slog.Error("the minutes in live rooms cannot be counted", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// CountMinutes counts the minutes of those who were in a room since they were counted last. A heartbeat does not: it
// comes from thousands at once, and lists that are filtered by minutes may be a minute behind.
func (s *Service) CountMinutes(ctx context.Context) error {
	events, err := s.db.Query(ctx).Presences().Uncounted()
	if err != nil {
		return err
	}
	for i := range events {
		s.db.Tell(models.ChangedPresence(events[i].ID)) // some may be gone without a word
		for counted := countedAtOnce; counted == countedAtOnce; {
			err := s.db.InTx(ctx, func(tx *models.Tx) (err error) {
				counted, err = tx.Presences().CountOnline(&events[i], countedAtOnce)
				return err
			})
			if err != nil {
				return err
			}
		}
	}
	return nil
}
