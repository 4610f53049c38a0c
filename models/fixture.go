package models

import "slices"

// insertBatch is how many rows one statement inserts: SQLite limits the number of values.
const insertBatch = 200

// InsertRows stores rows, a slice of structs, as they are, for demo data and tests.
func (tx *Tx) InsertRows(rows any) error {
	return tx.g.Omit("TicketType").CreateInBatches(rows, insertBatch).Error
}

// InsertMany stores registrations as they are and counts their places, for demo data and tests.
func (store RegistrationStore) InsertMany(list []Registration) error {
	taken := map[string]int{}
	for i := range list {
		list[i].refresh()
		if err := store.mark(&list[i]); err != nil {
			return err
		}
		list[i].CalendarID = NewID()
		if list[i].State == RegistrationConfirmed {
			taken[list[i].TicketTypeID]++
		}
	}
	if err := store.tx.g.Omit("TicketType").CreateInBatches(list, insertBatch).Error; err != nil {
		return err
	}
	for part := range slices.Chunk(list, insertBatch) {
		if err := store.index(part); err != nil {
			return err
		}
		if err := store.ask(part); err != nil {
			return err
		}
		if err := store.indexAnswers(part); err != nil {
			return err
		}
	}
	for id, n := range taken {
		if err := store.tx.g.Exec(`UPDATE ticket_types SET taken = taken + ? WHERE id = ?`, n, id).Error; err != nil {
			return err
		}
	}
	return nil
}

// IsEmpty reports whether the database has no event and no account yet.
func (q *Query) IsEmpty() (bool, error) {
	var n int64
	err := q.g.Raw(`SELECT (SELECT COUNT(*) FROM events) + (SELECT COUNT(*) FROM accounts)`).Scan(&n).Error
	return n == 0, err
}
