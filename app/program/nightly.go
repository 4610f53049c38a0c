package program

import (
	"context"
	"log/slog"
	"time"

	"meguri/app/member"
	"meguri/models"
)

// nightly runs Maintain at the start, as after a restore, and then each night.
func (p *Program) nightly(ctx context.Context) {
	for {
		if err := p.Maintain(ctx); err != nil && ctx.Err() == nil {
			slog.Error("the nightly check failed", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(untilNight(p.db.Now())):
		}
	}
}

// Maintain logs the ticket types whose counter of places is wrong, erases what events no longer keep of people, gives
// promises back, publishes the circulation, tells of needs that nobody takes, has people looked for for needs, and
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
	codes, err := p.db.Query(ctx).EntryCodes().Miscounts()
	if err != nil {
		return err
	}
	for _, m := range codes {
		slog.Error("uses of a code are counted wrong", "event", m.EventSlug, "counter", m.Used, "registrations", m.Count)
	}
	if _, err := p.privacy.EraseDue(ctx); err != nil {
		return err
	}
	if err := p.promises.Return(ctx); err != nil {
		return err
	}
	if err := p.circulation.Release(ctx); err != nil {
		return err
	}
	if err := p.offers.TellOfWaiting(ctx); err != nil {
		return err
	}
	if err := p.needs.Tonight(ctx); err != nil {
		return err
	}
	if err := p.feeds.Revive(ctx); err != nil {
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

// nightHour is when few are at work, by the clock of models.DefaultZone.
const nightHour = 3

// untilNight is how long it is until the next night's work.
func untilNight(now time.Time) time.Duration {
	year, month, day := now.In(models.DefaultZone).Date()
	at := time.Date(year, month, day, nightHour, 0, 0, 0, models.DefaultZone)
	if !at.After(now) {
		at = at.AddDate(0, 0, 1)
	}
	return at.Sub(now)
}
