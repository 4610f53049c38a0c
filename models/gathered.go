package models

import (
	"context"
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync"
	"time"
)

const (
	// gatheredTimeout is how long one write of what was gathered may take.
	gatheredTimeout = 30 * time.Second
	// mostGathered is how many are written together at most.
	mostGathered = 200
)

// Gathered writes together what many send at the same moment and would lock the same rows for, as votes for one voice
// do: what comes while a transaction runs waits and goes into the next one, with one lock and one wait for the disk.
// Who comes alone waits for nobody.
type Gathered[T any] struct {
	db    *DB
	write func(w *SingleWrite, items []*T) error

	lock   sync.Mutex
	queues map[string]*gatheredQueue[T] // only those in which something is written
}

type gatheredQueue[T any] struct{ waiting []*gatheredItem[T] }

type gatheredItem[T any] struct {
	item *T
	done chan error
}

// NewGathered makes one. write gets up to 200 items in the order in which they came, in a transaction as that of
// DB.WriteTogether: it may run several times, and must set anew what it says of each item. An error that it returns is
// that of all of them.
func NewGathered[T any](db *DB, write func(w *SingleWrite, items []*T) error) *Gathered[T] {
	return &Gathered[T]{db: db, write: write, queues: map[string]*gatheredQueue[T]{}}
}

// Write writes an item with the others of the same key, and returns when it is committed. Where ctx ends before, the
// item may be written all the same, and the caller must not read it.
func (g *Gathered[T]) Write(ctx context.Context, key string, item *T) error {
	mine := &gatheredItem[T]{item, make(chan error, 1)}
	g.lock.Lock()
	queue := g.queues[key]
	if queue == nil {
		queue = &gatheredQueue[T]{}
		g.queues[key] = queue
		go g.run(context.WithoutCancel(ctx), key, queue)
	}
	queue.waiting = append(queue.waiting, mine)
	g.lock.Unlock()
	select {
	case err := <-mine.done:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

// run writes until nothing waits.
func (g *Gathered[T]) run(ctx context.Context, key string, queue *gatheredQueue[T]) {
	for {
		g.lock.Lock()
		if len(queue.waiting) == 0 {
			delete(g.queues, key)
			g.lock.Unlock()
			return
		}
		batch := queue.waiting[:min(len(queue.waiting), mostGathered)]
		queue.waiting = queue.waiting[len(batch):]
		g.lock.Unlock()
		err := g.writeNow(ctx, batch)
		for _, i := range batch {
			i.done <- err
		}
	}
}

func (g *Gathered[T]) writeNow(ctx context.Context, batch []*gatheredItem[T]) (err error) {
	defer func() {
		if fault := recover(); fault != nil { // no request is here whose middleware would
			slog.Error("a write panics", "error", fault, "stack", string(debug.Stack()))
			err = fmt.Errorf("panic: %v", fault)
		}
	}()
	ctx, cancel := context.WithTimeout(ctx, gatheredTimeout)
	defer cancel()
	items := make([]*T, len(batch))
	for i := range batch {
		items[i] = batch[i].item
	}
	return g.db.WriteTogether(ctx, func(w *SingleWrite) error { return g.write(w, items) })
}
