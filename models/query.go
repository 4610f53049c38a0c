package models

import (
	"database/sql"
	"database/sql/driver"
	"encoding/json"
	"strings"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// inPosition sorts a list by position, the order that staff gave it.
func inPosition(g *gorm.DB) *gorm.DB { return g.Order("position") }

// inList is the condition that a column is one of the texts. They are passed as one value, so that the statement is the
// same for any number of them: it is prepared once, and PostgreSQL plans it for a few rows even while the table is
// small.
func (q *Query) inList(column string, texts []string) clause.Expression {
	if q.g.Name() == string(PostgreSQL) {
		return clause.Expr{SQL: column + " = ANY (?)", Vars: []any{arrayOf[string](texts)}}
	}
	list, _ := json.Marshal(texts) // cannot fail for strings
	return clause.Expr{SQL: column + " IN (SELECT value FROM json_each(?))", Vars: []any{string(list)}}
}

// arrayOf is an array of PostgreSQL. GORM would expand a plain slice into one placeholder per element, but passes a
// driver.Valuer on.
type arrayOf[T any] []T

// Value returns the slice, which pgx can send.
func (a arrayOf[T]) Value() (driver.Value, error) { return []T(a), nil }

var likeEscapes = strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`)

// likePattern makes the pattern of LIKE ? ESCAPE '\' that finds q anywhere.
func likePattern(q string) string { return "%" + likeEscapes.Replace(q) + "%" }

// writtenKeys runs a statement that writes rows and returns the key of each.
func (tx *Tx) writtenKeys(statement string, values []any) (map[string]bool, error) {
	keys := map[string]bool{}
	return keys, tx.eachWritten(statement, values, func(rows *sql.Rows) error {
		var key string
		err := rows.Scan(&key)
		keys[key] = true
		return err
	})
}

// writtenFlags is writtenKeys for a statement that also returns something true or false of each row.
func (tx *Tx) writtenFlags(statement string, values []any) (map[string]bool, error) {
	flags := map[string]bool{}
	return flags, tx.eachWritten(statement, values, func(rows *sql.Rows) error {
		var key string
		var flag bool
		err := rows.Scan(&key, &flag)
		flags[key] = flag
		return err
	})
}

// eachWritten runs a statement that writes rows, and passes on what it returns of each. GORM's Scan is not used because
// it formats the whole statement for a log that is not written.
func (tx *Tx) eachWritten(statement string, values []any, read func(rows *sql.Rows) error) error {
	rows, err := tx.g.Raw(statement, values...).Rows()
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := read(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

// placeholders returns the placeholders of a statement that inserts several rows.
func placeholders(count, columns int) string {
	row := "(" + strings.TrimSuffix(strings.Repeat("?,", columns), ",") + ")"
	return strings.TrimSuffix(strings.Repeat(row+",", count), ",")
}
