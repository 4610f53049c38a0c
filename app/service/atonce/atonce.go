// Package atonce reads from several connections of the database at the same moment.
package atonce

import (
	"fmt"
	"runtime/debug"

	"golang.org/x/sync/errgroup"

	"meguri/models"
)

// Most is how many of a request's reads run at once: a few use the processors and the wait for the database, more would
// take the connections from others.
const Most = 4

// Do runs reads, several at once where q is not of a transaction, which has one connection. It returns the first error.
// A panic in one of them is one of the caller, as if it had called it: otherwise it would end the program.
func Do(q *models.Query, reads ...func() error) error {
	if !q.AtOnce() {
		for _, read := range reads {
			if err := read(); err != nil {
				return err
			}
		}
		return nil
	}
	var running errgroup.Group
	running.SetLimit(Most)
	panics := make(chan any, len(reads))
	for _, read := range reads {
		running.Go(func() error {
			defer func() {
				if p := recover(); p != nil {
					panics <- fmt.Sprintf("%v\n\n%s", p, debug.Stack())
				}
			}()
			return read()
		})
	}
	err := running.Wait()
	select {
	case p := <-panics:
		panic(p) //nolint:forbidigo // the caller's, as above
	default:
		return err
	}
}
