package command

import (
	"context"
	"log/slog"

	"meguri/models"
)

// asCommand lets the transaction that is begun with the context record what a command does.
func asCommand(ctx context.Context, action string) context.Context {
	return models.WithAudit(ctx, models.NewAudit(commandEntry(action)))
}

func commandEntry(action string) models.AuditEntry {
	return models.AuditEntry{Action: action, Outcome: models.AuditDone, ActorKind: models.ActorCommand}
}

// record records what a command has done outside of transactions. Where it cannot, as in a database of an earlier
// version, the log says so: what was done is done.
func record(ctx context.Context, db *models.DB, action string) {
	entry := commandEntry(action)
	err := db.InTx(ctx, func(tx *models.Tx) error { return tx.Audits().Add(&entry) })
	if err != nil {
		slog.Warn("the command was not recorded", "action", action, "error", err)
	}
}
