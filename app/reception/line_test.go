package reception

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"time"
)

// hall lets calls through one door and remembers how many visits went together.
type hall struct {
	*testing.T
	lines   lines
	opened  chan struct{}
	groups  []int
	answers sync.WaitGroup
	errs    chan error
}

func newHall(t *testing.T) *hall {
	return &hall{T: t, lines: lines{waiting: map[string][]*party{}}, opened: make(chan struct{}), errs: make(chan error, 100)}
}

// admit waits for the door, and cannot bear a visit by "trouble".
func (h *hall) admit(ctx context.Context, visits []visit) error {
	<-h.opened
	h.groups = append(h.groups, len(visits)) // one at a time: that is what a line is for
	for i := range visits {
		if visits[i].by == "trouble" {
			return errors.New("trouble")
		}
		visits[i].CheckIn.ByName = visits[i].by
	}
	return ctx.Err()
}

// call sends visits to the line and waits until so many wait there.
func (h *hall) call(ctx context.Context, waiting int, by ...string) {
	visits := make([]visit, len(by))
	for i := range by {
		visits[i].by = by[i]
	}
	h.answers.Go(func() {
		err := h.lines.pass(ctx, "event", visits, h.admit)
		for i := range visits {
			if err == nil && visits[i].CheckIn.ByName != by[i] {
				err = errors.New("somebody else's answer")
			}
		}
		h.errs <- err
	})
	for begin := time.Now(); time.Since(begin) < 10*time.Second; time.Sleep(time.Millisecond) {
		h.lines.Lock()
		list, busy := h.lines.waiting["event"]
		h.lines.Unlock()
		if busy && len(list) == waiting {
			return
		}
	}
	h.Fatalf("nobody waits")
}

// open opens the door and returns how many calls failed.
func (h *hall) open() int {
	close(h.opened)
	h.answers.Wait()
	close(h.errs)
	failed := 0
	for err := range h.errs {
		if err != nil {
			failed++
		}
	}
	if len(h.lines.waiting) > 0 {
		h.Error("the line is not empty")
	}
	return failed
}

func TestScansAtTheSameTimeGoThroughTogether(t *testing.T) {
	t.Run("who waits shares the next transaction", func(t *testing.T) {
		h := newHall(t)
		for n := range 5 {
			h.call(t.Context(), n, "a")
		}
		if failed := h.open(); failed != 0 || !slices.Equal(h.groups, []int{1, 4}) {
			t.Errorf("%d failed, groups of %v", failed, h.groups)
		}
	})
	t.Run("a chunk at a time", func(t *testing.T) {
		h := newHall(t)
		h.call(t.Context(), 0, "a")
		h.call(t.Context(), 1, "b")
		h.call(t.Context(), 2, make([]string, chunk)...)
		h.call(t.Context(), 3, "c", "d")
		if failed := h.open(); failed != 0 || !slices.Equal(h.groups, []int{1, 1, chunk, 2}) {
			t.Errorf("%d failed, groups of %v", failed, h.groups)
		}
	})
	t.Run("one call's trouble is its own", func(t *testing.T) {
		h := newHall(t)
		for n, by := range []string{"a", "b", "trouble", "c"} {
			h.call(t.Context(), n, by)
		}
		if failed := h.open(); failed != 1 || !slices.Equal(h.groups, []int{1, 3, 1, 1, 1}) {
			t.Errorf("%d failed, groups of %v", failed, h.groups)
		}
	})
	t.Run("whoever answers for others does not take them along when it goes", func(t *testing.T) {
		h := newHall(t)
		gone, leave := context.WithCancel(t.Context())
		h.call(t.Context(), 0, "a")
		h.call(gone, 1, "b")
		h.call(t.Context(), 2, "c")
		leave()
		if failed := h.open(); failed != 0 || !slices.Equal(h.groups, []int{1, 2}) {
			t.Errorf("%d failed, groups of %v", failed, h.groups)
		}
	})
}
