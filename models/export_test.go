package models

import (
	"context"
	"maps"
	"slices"
	"time"

	"gorm.io/gorm"
)

// StoredOrder lists the ids of responses in the order in which the database keeps them.
func StoredOrder(ctx context.Context, db *DB) (ids []string, err error) {
	order := "ctid"
	if db.Engine == SQLite {
		order = "rowid"
	}
	err = db.gorm.WithContext(ctx).Raw("SELECT id FROM responses ORDER BY " + order).Scan(&ids).Error
	return ids, err
}

// Exec runs any statement, without the guards of this package.
func Exec(tx *Tx, statement string, values ...any) error {
	return tx.g.Exec(statement, values...).Error
}

// Read reads one value.
func Read[T any](q *Query, statement string, values ...any) (value T, err error) {
	err = q.g.Raw(statement, values...).Scan(&value).Error
	return value, err
}

// LogQueriesOver sets how long a statement may take before it is logged.
func LogQueriesOver(db *DB, over time.Duration) { db.gorm.Logger = queryLog{over} }

// Pragma reads a setting of SQLite's through the pool.
func Pragma(ctx context.Context, db *DB, name string) (value string, err error) {
	err = db.pool.QueryRowContext(ctx, "PRAGMA "+name).Scan(&value)
	return value, err
}

// OpenConnections is how many connections the pool has open.
func OpenConnections(db *DB) int { return db.pool.Stats().OpenConnections }

// HeldTables are the tables that refer to a registration and of which its person is told, or why not.
func HeldTables() []string {
	return append(slices.Collect(maps.Keys(heldElsewhere)), "consents", "accessibility_requests",
		"mails", "check_ins", "presences", "activities",
		"invitations", "erasure_requests", "notes", "archive_views", "words_given",
		"signed_responses", "response_drafts", "joint_use_people")
}

// DuplicateKeysStatement is the statement of DuplicateQuery.Keys, with its values.
func DuplicateKeysStatement(q *Query, e *Event, by DuplicateBy, limit int) (statement string, values []any) {
	run := keysOf(q.g.Session(&gorm.Session{DryRun: true}), e, by, "", limit).Find(&[]string{}).Statement
	return run.SQL.String(), run.Vars
}

// SetTests are the statements that choose those of an event who are in each of a filter's sets, with their values.
func SetTests(q *Query, e *Event, f *RegistrationFilter) (statements []string, values [][]any) {
	for _, set := range f.sets(e) {
		people := q.g.Session(&gorm.Session{DryRun: true}).Model(&Registration{}).Select("id").Where("event_id = ?", e.ID)
		run := set.test(people, "registrations.id").Order("sort_key").Find(&[]string{}).Statement
		statements, values = append(statements, run.SQL.String()), append(values, run.Vars)
	}
	return statements, values
}

// OrganizationPointers lists the columns that move where an organization is merged into another one.
func OrganizationPointers() (places []string) {
	for i := range organizationPointers {
		places = append(places, organizationPointers[i].place())
	}
	return places
}

// OrganizationStays says why other columns do not.
func OrganizationStays() map[string]string { return organizationStays }

// MemberPointers lists the columns that move where two entries of a member register are put together.
func MemberPointers() (places []string) {
	for i := range memberPointers {
		places = append(places, memberPointers[i].place())
	}
	return places
}

// MemberStays says why others do not.
func MemberStays() map[string]string { return memberStays }
