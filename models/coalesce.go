package models

import (
	"context"
	"strconv"
	"time"
)

// coalesceTimeout is how long a look-up for several may take.
const coalesceTimeout = 10 * time.Second

// Coalesce looks up once for all who ask the same at the same time, as the devices of a reception do, and gives each a
// copy; name says what is asked. Who asks after a transaction of this process was kept never gets what was read before
// it. It does not end with the first one's ctx: the others' are still there.
func Coalesce[T any](ctx context.Context, db *DB, name string, look func(q *Query) (*T, error)) (*T, error) {
	found, err, _ := db.lookUps.Do(strconv.FormatUint(db.Writes(), 36)+" "+name, func() (any, error) {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), coalesceTimeout)
		defer cancel()
		return look(db.Query(ctx))
	})
	if err != nil {
		return nil, err
	}
	own := *found.(*T) //nolint:errcheck // look returned it
	return &own, nil
}
