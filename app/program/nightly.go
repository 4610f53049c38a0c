package program

import (
	"context"
	"log/slog"
	"time"

	"meguri/app/member"
	"meguri/models"
)

// nightly runs Maintain at the start and then once a day.
func (p *Program) nightly(ctx context.Context) {
	day := time.NewTicker(24 * time.Hour)
	defer day.Stop()
	for {
		if err := p.Maintain(ctx); err != nil && ctx.Err() == nil {
			slog.Error("the nightly check failed", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-day.C:
		}
	}
}

// Maintain logs the ticket types whose counter of places is wrong, erases what events no longer keep of people, and
// deletes expired rows.
func (p *Program) Maintain(ctx context.Context) error {
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
	if _, err := p.privacy.EraseDue(ctx); err != nil {
		return err
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
