package push

import (
	"context"
	"log/slog"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/centrifugal/centrifuge"

	"meguri/models"
)

const (
	// gather is how long numbers and parts are gathered into one message of a room. Ungathered votes of a full room are
	// more than two cores can send.
	gather = 250 * time.Millisecond
	// maxWaiting is how many changes with data wait while messages cannot be sent. Of what is more, pages ask.
	maxWaiting = 200
	// again is when what could not be sent is tried again, and idle how long a room's sender waits for more.
	again = time.Second
	idle  = time.Minute
	// readTime is how long the numbers of a message may take to read.
	readTime = 5 * time.Second
)

// room gathers and sends what changes at one event. One goroutine sends, so that messages keep their order and nobody
// who writes waits for them.
type room struct {
	eventID string
	mutex   sync.Mutex
	wake    chan struct{}
	// atOnce are changes with data, passing those that nobody is told later; parts those without; keys those of numbers,
	// by part.
	atOnce  []changed
	passing []changed
	parts   map[string]models.Watchers
	keys    map[string]*keys
}

type keys struct {
	watchers models.Watchers
	set      map[string]bool
}

// Tell tells open pages of a change that was committed. It returns at once.
func (s *Service) Tell(c models.Change) {
	if s.started() == nil {
		return // nobody listens, or ever did
	}
	s.mutex.Lock()
	defer s.mutex.Unlock()
	r := s.rooms[c.EventID]
	if r == nil {
		r = &room{
			eventID: c.EventID, wake: make(chan struct{}, 1), parts: map[string]models.Watchers{}, keys: map[string]*keys{},
		}
		s.rooms[c.EventID] = r
		go s.send(r)
	}
	r.add(c, s.parts[c.Part].numbers != nil)
	r.awake()
}

func (r *room) awake() {
	select {
	case r.wake <- struct{}{}:
	default: // it is awake
	}
}

func (r *room) add(c models.Change, isNumber bool) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	switch {
	case isNumber:
		k := r.keys[c.Part]
		if k == nil {
			k = &keys{c.Watchers, map[string]bool{}}
			r.keys[c.Part] = k
		}
		k.watchers, k.set[c.Key] = min(k.watchers, c.Watchers), true
	case c.Passing:
		if len(r.passing) < maxWaiting {
			r.passing = append(r.passing, changed{Part: c.Part, Data: c.Data, watchers: c.Watchers})
		}
	case c.Data != nil && len(r.atOnce) < maxWaiting:
		r.atOnce = append(r.atOnce, changed{Part: c.Part, Data: c.Data, watchers: c.Watchers})
	default:
		r.addPart(c.Part, c.Watchers)
	}
}

// addPart notes a part for which pages will ask: by the widest watchers that are told.
func (r *room) addPart(name string, watchers models.Watchers) {
	if before, ok := r.parts[name]; ok {
		watchers = min(watchers, before)
	}
	r.parts[name] = watchers
}

// take takes what is to be sent now: what has data always, the rest where it was gathered long enough.
func (r *room) take(all bool) (atOnce []changed, parts map[string]models.Watchers, numbers map[string]*keys) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	atOnce, r.atOnce = r.atOnce, nil
	if all {
		parts, r.parts = r.parts, map[string]models.Watchers{}
		numbers, r.keys = r.keys, map[string]*keys{}
	}
	return atOnce, parts, numbers
}

func (r *room) isEmpty() bool {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	return len(r.atOnce) == 0 && len(r.passing) == 0 && len(r.parts) == 0 && len(r.keys) == 0
}

// send sends what changes in a room, until nothing did for a while.
func (s *Service) send(r *room) {
	var last time.Time
	for {
		timer := time.NewTimer(idle)
		if !r.isEmpty() {
			timer.Reset(time.Until(last.Add(gather)))
		}
		select {
		case <-r.wake:
		case <-timer.C:
		}
		timer.Stop()
		all := time.Since(last) >= gather
		if all && s.forget(r) {
			return
		}
		node := s.started()
		if node == nil {
			return // the program ends
		}
		if s.flush(node, r, all) != nil {
			time.Sleep(again)
		}
		if all {
			last = time.Now()
		}
	}
}

// forget ends the sender of a room in which nothing waits. It reports whether it did.
func (s *Service) forget(r *room) bool {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if !r.isEmpty() {
		return false
	}
	delete(s.rooms, r.eventID)
	return true
}

// takePassing takes what is worth nothing later.
func (r *room) takePassing() (passing []changed) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	passing, r.passing = r.passing, nil
	return passing
}

// flush sends what is passing, and one message. What of this cannot be sent is left to pages: they are told to ask as
// soon as it is possible.
func (s *Service) flush(node *centrifuge.Node, r *room, all bool) error {
	if passing := r.takePassing(); len(passing) > 0 {
		if err := publish(node, r.eventID, passing); err != nil {
			slog.Warn("live updates: what somebody types cannot be sent", "error", err)
		}
	}
	atOnce, parts, numbers := r.take(all)
	changes := atOnce
	for _, name := range slices.Sorted(maps.Keys(parts)) {
		changes = append(changes, changed{Part: name, watchers: parts[name]})
	}
	for _, name := range slices.Sorted(maps.Keys(numbers)) {
		changes = append(changes, s.count(r.eventID, name, numbers[name]))
	}
	if len(changes) == 0 {
		return nil
	}
	err := publish(node, r.eventID, changes, kept)
	if err != nil {
		slog.Warn("live updates wait: they cannot be sent", "error", err)
		r.mutex.Lock()
		defer r.mutex.Unlock()
		for _, c := range changes {
			r.addPart(c.Part, c.watchers)
		}
	}
	return err
}

// count reads the numbers of a part after all their changes were committed, so that the last message has the last
// number.
func (s *Service) count(eventID, name string, k *keys) changed {
	ctx, cancel := context.WithTimeout(context.Background(), readTime)
	defer cancel()
	numbers, err := s.parts[name].numbers(ctx, eventID, slices.Sorted(maps.Keys(k.set)))
	if err != nil {
		slog.Warn("live updates: numbers cannot be read", "part", name, "error", err)
	}
	return changed{Part: name, Numbers: numbers, watchers: k.watchers}
}
