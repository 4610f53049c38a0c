package models

import (
	"database/sql/driver"
	"encoding/json"
	"strings"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// inPosition sorts a list in the order that staff gave it.
func inPosition(g *gorm.DB) *gorm.DB { return g.Order("position") }

// among is the condition that a column is one of the texts. They travel as one value: a statement that is the same for
// any number of them is prepared once, and PostgreSQL plans it for a few rows, also while the table is still small.
func (q *Query) inList(column string, texts []string) clause.Expression {
	if q.g.Name() == string(PostgreSQL) {
		return clause.Expr{SQL: column + " = ANY (?)", Vars: []any{array(texts)}}
	}
	list, _ := json.Marshal(texts) // of texts it does not fail
	return clause.Expr{SQL: column + " IN (SELECT value FROM json_each(?))", Vars: []any{string(list)}}
}

// array is PostgreSQL's: GORM would spell a slice out, but hands on what is a driver.Valuer.
type array []string

// Value gives pgx the slice, which it can send.
func (a array) Value() (driver.Value, error) { return []string(a), nil }

var likeEscapes = strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`)

// likePattern makes the pattern of LIKE ? ESCAPE '\' that finds q anywhere.
func likePattern(q string) string { return "%" + likeEscapes.Replace(q) + "%" }

// writtenKeys runs a statement that writes rows and returns a text of each. (GORM's Scan would spell the whole
// statement out for a log that nobody reads.)
func (tx *Tx) writtenKeys(statement string, values []any) (map[string]bool, error) {
	found, err := tx.g.Raw(statement, values...).Rows()
	if err != nil {
		return nil, err
	}
	defer found.Close()
	texts := map[string]bool{}
	for found.Next() {
		var text string
		if err := found.Scan(&text); err != nil {
			return nil, err
		}
		texts[text] = true
	}
	return texts, found.Err()
}

// placeholders are those of a statement that inserts several rows.
func placeholders(count, columns int) string {
	row := "(" + strings.TrimSuffix(strings.Repeat("?,", columns), ",") + ")"
	return strings.TrimSuffix(strings.Repeat(row+",", count), ",")
}
