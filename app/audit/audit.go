// Package audit keeps and shows the record of who did what: changes and downloads by staff, sign-ins, failures, roles.
// Where it is written: handlers/audited.go names the routes, models/audit.go writes it with the change itself.
package audit

import (
	"context"
	"log/slog"
	"time"

	"meguri/models"
)

// Service is the record of one database.
type Service struct{ db *models.DB }

// New makes the service.
func New(db *models.DB) *Service { return &Service{db} }

// Record writes an entry at once, for what no transaction of a feature writes.
func (s *Service) Record(ctx context.Context, entry models.AuditEntry) error {
	return s.db.WriteOnce(ctx, func(w *models.SingleWrite) error { return w.Audits().Add(&entry) })
}

const (
	// chainBatch entries are linked in one transaction.
	chainBatch = 500
	// chainInterval is how long an entry may be without its link.
	chainInterval = 30 * time.Second
)

// Watch links new entries until ctx ends: not when they are written, so that no write waits for another. Several
// processes may do so.
func (s *Service) Watch(ctx context.Context) {
	tick := time.NewTicker(chainInterval)
	defer tick.Stop()
	for {
		if err := s.Chain(ctx, false); err != nil && ctx.Err() == nil {
			slog.Error("the audit record cannot be linked", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// Chain links the entries that have no link yet. all looks also for those whose transaction took longer than an hour.
func (s *Service) Chain(ctx context.Context, all bool) error {
	for {
		var linked int
		err := s.db.InTx(ctx, func(tx *models.Tx) (err error) {
			linked, err = tx.Audits().Chain(chainBatch, all)
			return err
		})
		if models.CodeOf(err) == models.CodeConflict {
			return nil // another process is at it
		}
		if err != nil || linked < chainBatch {
			return err
		}
	}
}
