package models

import (
	"context"
	"strconv"
	"time"
)

// coalesceTimeout is how long a shared look-up may take; a request may take twice as long.
const coalesceTimeout = 30 * time.Second

// Coalesce runs query once for all callers that pass the same name at the same time, as the devices of a reception do,
// and returns a copy to each. A caller never gets what was read before a transaction that this process had committed
// when it called. The query does not end with the ctx of the first caller, because the others still wait for it.
func Coalesce[T any](ctx context.Context, db *DB, name string, query func(q *Query) (*T, error)) (*T, error) {
	found, err, _ := db.lookUps.Do(strconv.FormatUint(db.Writes(), 36)+" "+name, func() (any, error) {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), coalesceTimeout)
		defer cancel()
		return query(db.Query(ctx))
	})
	if err != nil {
		return nil, err
	}
	answer := *found.(*T) //nolint:errcheck // query returned it
	return &answer, nil
}
