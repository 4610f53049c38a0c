package program

import (
	"context"
	"log/slog"
	"time"

	"meguri/app/member"
	"meguri/models"
)

// nightly runs maintain at the start and then once a day.
func (p *Program) nightly(ctx context.Context) {
	day := time.NewTicker(24 * time.Hour)
	defer day.Stop()
	for {
		if err := p.maintain(ctx); err != nil && ctx.Err() == nil {
			slog.Error("the nightly check failed", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-day.C:
		}
	}
}

// maintain logs the ticket types whose counter of places is wrong, and deletes expired rows.
func (p *Program) maintain(ctx context.Context) error {
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
	if err := p.audits.Chain(ctx, true); err != nil {
		return err
	}
	return p.db.InTx(ctx, func(tx *models.Tx) error {
		if err := tx.APITokens().LimitEndless(tx.Now.AddDate(0, 0, member.DefaultTokenDays)); err != nil {
			return err
		}
		return tx.DeleteExpired()
	})
}
