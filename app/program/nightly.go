package program

import (
	"context"
	"log/slog"
	"time"

	"meguri/models"
)

// nightly looks once a day, and at the start, whether the counters of places agree with the registrations, and removes
// what is of no use any more.
func (p *Program) nightly(ctx context.Context) {
	day := time.NewTicker(24 * time.Hour)
	defer day.Stop()
	for {
		if err := p.sweep(ctx); err != nil && ctx.Err() == nil {
			slog.Error("the nightly check failed", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-day.C:
		}
	}
}

func (p *Program) sweep(ctx context.Context) error {
	wrong, err := p.db.Query(ctx).TicketTypes().Miscounts()
	if err != nil {
		return err
	}
	for _, m := range wrong {
		slog.Error(
			"places are counted wrong: see `meguri doctor`",
			"event", m.EventSlug, "ticket_type", m.Slug, "counter", m.Taken, "confirmed", m.Confirmed,
		)
	}
	return p.db.InTx(ctx, (*models.Tx).Sweep)
}
