package reception

import (
	"context"
	"errors"
	"sync"
	"time"
)

// lines let scans that arrive while others of their event are being answered go through together: a transaction for thirty scans takes little longer
// than for one. Nobody waits while nothing is going on.
type lines struct {
	sync.Mutex
	// waiting are the calls that wait, by event; an event at which nothing is going on has no entry.
	waiting map[string][]*party
}

// party is the visits of one call.
type party struct {
	visits []visit
	err    error
	lead   chan []*party // the call is to answer these, itself among them
	done   chan struct{} // closed when another call has answered it
}

// admitTime is how long the transaction for several calls may take.
const admitTime = 30 * time.Second

var errUnanswered = errors.New("the call that answers for others failed")

// pass answers the visits by admit, alone or with others of the event.
func (l *lines) pass(ctx context.Context, eventID string, visits []visit, admit func(context.Context, []visit) error) error {
	me := &party{visits, errUnanswered, make(chan []*party, 1), make(chan struct{})}
	l.join(eventID, me)
	select {
	case group := <-me.lead:
		defer l.next(eventID)
		if len(group) == 1 {
			return admit(ctx, visits)
		}
		together(ctx, group, admit)
	case <-me.done:
	}
	return me.err
}

func (l *lines) join(eventID string, me *party) {
	l.Lock()
	defer l.Unlock()
	waiting, busy := l.waiting[eventID]
	if busy {
		l.waiting[eventID] = append(waiting, me)
		return
	}
	l.waiting[eventID] = nil
	me.lead <- []*party{me}
}

// next lets the first of those who wait answer for as many as a chunk holds.
func (l *lines) next(eventID string) {
	l.Lock()
	defer l.Unlock()
	waiting := l.waiting[eventID]
	if len(waiting) == 0 {
		delete(l.waiting, eventID)
		return
	}
	count, visits := 1, len(waiting[0].visits)
	for count < len(waiting) && visits+len(waiting[count].visits) <= chunk {
		visits += len(waiting[count].visits)
		count++
	}
	l.waiting[eventID] = waiting[count:]
	waiting[0].lead <- waiting[:count:count]
}

// together answers the visits of several calls in one transaction. One that fails is done again call by call, so that nobody suffers from another's trouble. It
// does not end with the first call's connection: the others' are still there.
func together(ctx context.Context, group []*party, admit func(context.Context, []visit) error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), admitTime)
	defer cancel()
	defer func() {
		for _, p := range group {
			close(p.done)
		}
	}()
	var all []visit
	for _, p := range group {
		all = append(all, p.visits...)
	}
	err := admit(ctx, all)
	for _, p := range group {
		if err != nil {
			p.err = admit(ctx, p.visits)
			continue
		}
		p.err = nil
		all = all[copy(p.visits, all):]
	}
}
