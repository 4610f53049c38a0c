package reception

import (
	"context"
	"errors"
	"sync"
	"time"
)

// batches lets calls share a transaction, which takes little longer for thirty scans than for one. A call that arrives
// while no other is being answered is answered alone, at once. Other calls wait. The first of those that wait then
// answers as many of them as fit into a batch.
type batches struct {
	sync.Mutex
	// waiting are the calls that wait, by event. An event at which no call is being answered has no entry.
	waiting map[string][]*call
}

// call is the scans of one call.
type call struct {
	scans []scan
	err   error
	turn  chan []*call  // brings the calls that this one is to answer, itself among them
	done  chan struct{} // closed when another call has answered this one
}

// answerer answers scans in one transaction.
type answerer func(ctx context.Context, scans []scan) error

// sharedTimeout is how long the transaction for several calls may take.
const sharedTimeout = 30 * time.Second

// errUnanswered is the error of a call where the call that answers for it panics.
var errUnanswered = errors.New("the call that answers for others failed")

// answer answers the scans of a call of the event with do, alone or together with those of other calls.
func (b *batches) answer(ctx context.Context, eventID string, scans []scan, do answerer) error {
	c := &call{scans, errUnanswered, make(chan []*call, 1), make(chan struct{})}
	b.enter(eventID, c)
	select {
	case batch := <-c.turn:
		defer b.giveTurn(eventID)
		if len(batch) == 1 {
			return do(ctx, scans)
		}
		answerTogether(ctx, batch, do)
	case <-c.done:
	}
	return c.err
}

// enter gives a call its turn where no other is being answered at the event. Otherwise the call waits.
func (b *batches) enter(eventID string, c *call) {
	b.Lock()
	defer b.Unlock()
	waiting, busy := b.waiting[eventID]
	if busy {
		b.waiting[eventID] = append(waiting, c)
		return
	}
	b.waiting[eventID] = nil
	c.turn <- []*call{c}
}

// giveTurn gives the turn to the first call that waits, with as many of the next calls as fit into a batch.
func (b *batches) giveTurn(eventID string) {
	b.Lock()
	defer b.Unlock()
	waiting := b.waiting[eventID]
	if len(waiting) == 0 {
		delete(b.waiting, eventID)
		return
	}
	calls, scans := 1, len(waiting[0].scans)
	for calls < len(waiting) && scans+len(waiting[calls].scans) <= batchSize {
		scans += len(waiting[calls].scans)
		calls++
	}
	b.waiting[eventID] = waiting[calls:]
	waiting[0].turn <- waiting[:calls:calls]
}

// answerTogether answers the scans of several calls in one transaction. Where that fails it answers each call by
// itself, so that an error concerns only its own call. It goes on when the caller's connection ends, as other calls
// depend on it.
func answerTogether(ctx context.Context, batch []*call, do answerer) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), sharedTimeout)
	defer cancel()
	defer func() {
		for _, c := range batch {
			close(c.done)
		}
	}()
	var all []scan
	for _, c := range batch {
		all = append(all, c.scans...)
	}
	err := do(ctx, all)
	for _, c := range batch {
		if err != nil {
			c.err = do(ctx, c.scans)
			continue
		}
		c.err = nil
		all = all[copy(c.scans, all):]
	}
}
