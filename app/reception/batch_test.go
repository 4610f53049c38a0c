package reception

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// recorder answers batches after opened is closed, and records their sizes.
type recorder struct {
	*testing.T
	batches batches
	opened  chan struct{}
	sizes   []int
	calls   sync.WaitGroup
	errs    chan error
}

func newRecorder(t *testing.T) *recorder {
	return &recorder{
		T:       t,
		batches: batches{waiting: map[string][]*call{}},
		opened:  make(chan struct{}),
		errs:    make(chan error, 100),
	}
}

// answer fails for a scan by "failing".
func (r *recorder) answer(ctx context.Context, scans []scan) error {
	<-r.opened
	r.sizes = append(r.sizes, len(scans)) // without a lock: one batch at a time
	for i := range scans {
		if scans[i].by == "failing" {
			return errors.New("the batch fails")
		}
		scans[i].CheckIn.ByName = scans[i].by
	}
	return ctx.Err()
}

// call sends scans, and returns once the number of calls wait.
func (r *recorder) call(ctx context.Context, waiting int, by ...string) {
	r.Helper()
	scans := make([]scan, len(by))
	for i := range by {
		scans[i].by = by[i]
	}
	r.calls.Go(func() {
		err := r.batches.answer(ctx, "event", scans, r.answer)
		for i := range scans {
			if err == nil && scans[i].CheckIn.ByName != by[i] {
				err = errors.New("another call's answer")
			}
		}
		r.errs <- err
	})
	for begin := time.Now(); time.Since(begin) < 10*time.Second; time.Sleep(time.Millisecond) {
		r.batches.Lock()
		list, busy := r.batches.waiting["event"]
		r.batches.Unlock()
		if busy && len(list) == waiting {
			return
		}
	}
	r.Fatalf("there are never %d calls that wait", waiting)
}

// expect lets all calls be answered, and demands how many fail and the sizes of the batches.
func (r *recorder) expect(failed int, sizes ...int) {
	r.Helper()
	close(r.opened)
	r.calls.Wait()
	close(r.errs)
	got := 0
	for err := range r.errs {
		if err != nil {
			got++
		}
	}
	if got != failed {
		r.Errorf("%d calls failed, want %d", got, failed)
	}
	if diff := cmp.Diff(sizes, r.sizes); diff != "" {
		r.Errorf("sizes of the batches (-want +got):\n%s", diff)
	}
	if len(r.batches.waiting) > 0 {
		r.Error("there are calls that wait")
	}
}

func TestCallsAtTheSameTimeShareABatch(t *testing.T) {
	t.Run("those that wait share the next one", func(t *testing.T) {
		r := newRecorder(t)
		for n := range 5 {
			r.call(t.Context(), n, "a")
		}
		r.expect(0, 1, 4)
	})
	t.Run("as many as a batch holds", func(t *testing.T) {
		r := newRecorder(t)
		r.call(t.Context(), 0, "a")
		r.call(t.Context(), 1, "b")
		r.call(t.Context(), 2, make([]string, batchSize)...)
		r.call(t.Context(), 3, "c", "d")
		r.expect(0, 1, 1, batchSize, 2)
	})
	t.Run("where one fails the others are answered alone", func(t *testing.T) {
		r := newRecorder(t)
		for n, by := range []string{"a", "b", "failing", "c"} {
			r.call(t.Context(), n, by)
		}
		r.expect(1, 1, 3, 1, 1, 1)
	})
	t.Run("where the one that answers goes away the others are answered", func(t *testing.T) {
		r := newRecorder(t)
		gone, leave := context.WithCancel(t.Context())
		r.call(t.Context(), 0, "a")
		r.call(gone, 1, "b")
		r.call(t.Context(), 2, "c")
		leave()
		r.expect(0, 1, 2)
	})
}

func TestRoundLength(t *testing.T) {
	for name, c := range map[string]struct {
		scans []scan
		want  int
	}{
		"different people":            {[]scan{scanOf("1", "hanako"), scanOf("2", "taro")}, 2},
		"a person again":              {[]scan{scanOf("1", "hanako"), scanOf("2", "taro"), scanOf("3", "hanako")}, 2},
		"a scan's id again":           {[]scan{scanOf("1", "hanako"), scanOf("1", "taro")}, 1},
		"unknown tickets":             {[]scan{scanOf("1", ""), scanOf("2", ""), scanOf("3", "hanako")}, 3},
		"an id like another's person": {[]scan{scanOf("1", "hanako"), scanOf("hanako", "taro")}, 2},
	} {
		t.Run(name, func(t *testing.T) {
			if got := roundLength(pointers(c.scans)); got != c.want {
				t.Errorf("%d scans, want %d", got, c.want)
			}
		})
	}
}

func TestScansOfABatchKeepTheirOrder(t *testing.T) {
	var got []string
	scans := []scan{scanOf("1", "a"), scanOf("2", "a"), scanOf("3", "b"), scanOf("4", "a")}
	for len(scans) > 0 {
		n := roundLength(pointers(scans))
		for _, s := range scans[:n] {
			got = append(got, s.input.ID)
		}
		got, scans = append(got, "|"), scans[n:]
	}
	if want := []string{"1", "|", "2", "3", "|", "4", "|"}; !slices.Equal(got, want) {
		t.Errorf("rounds %v, want %v", got, want)
	}
}

func pointers(scans []scan) []*scan {
	list, _ := splitUndos(scans)
	return list
}
