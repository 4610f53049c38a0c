package models

import "sync"

// mostKept is how many rows a Kept remembers; with more it begins anew.
const mostKept = 1000

// Kept remembers rows that are expensive to read. Each look-up asks the database for their version, so that a row is
// never older than that: what another process has changed or revoked a moment before is read anew. The zero Kept is
// ready for use, by several goroutines.
type Kept[T any] struct {
	mutex sync.Mutex
	rows  map[string]keptRow[T]
}

type keptRow[T any] struct {
	version string
	row     *T
}

// Find is the row with the name: the remembered one where it has this version, else what read returns. version was read
// before; "" is none that can be compared, as on SQLite. Callers must not change the row.
func (k *Kept[T]) Find(name, version string, read func() (*T, error)) (*T, error) {
	if version == "" {
		return read()
	}
	k.mutex.Lock()
	found, ok := k.rows[name]
	k.mutex.Unlock()
	if ok && found.version == version {
		return found.row, nil
	}
	row, err := read()
	if err != nil {
		return nil, err
	}
	k.mutex.Lock()
	defer k.mutex.Unlock()
	if k.rows == nil || len(k.rows) >= mostKept {
		k.rows = map[string]keptRow[T]{}
	}
	k.rows[name] = keptRow[T]{version, row}
	return row, nil
}

// rowVersion reads the version of rows that a statement joins, "" on SQLite. PostgreSQL gives each state of a row the
// number of the transaction that wrote it (xmin). NotFound where there is none.
func (q *Query) rowVersion(xmins, from string, values ...any) (version string, err error) {
	if q.g.Name() != string(PostgreSQL) {
		return "", nil
	}
	rows, err := q.g.Raw("SELECT CONCAT_WS(' ', "+xmins+") "+from, values...).Rows()
	if err != nil {
		return "", err
	}
	defer rows.Close()
	if !rows.Next() {
		if err := rows.Err(); err != nil {
			return "", err
		}
		return "", NewError(CodeNotFound, "error.not_found")
	}
	err = rows.Scan(&version)
	return version, err
}
