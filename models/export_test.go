package models

import "context"

// PretendNewer records a migration that this program does not know.
func PretendNewer(ctx context.Context, db *DB) error {
	return db.gorm.WithContext(ctx).Exec("INSERT INTO goose_db_version (version_id, is_applied) VALUES (9999, TRUE)").Error
}
