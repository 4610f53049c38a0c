package command

import "testing"

func TestTheHeapFillsBeforeGarbageIsCollected(t *testing.T) {
	for _, c := range []struct{ live, roots, want uint64 }{
		{30, 3, 127}, // to 72 MB
		{59, 1, 21},
		{60, 0, 20}, // by 12 MB
		{1000, 100, 20},
		{1, 1, 400},
	} {
		if got := collectorPace(c.live<<20, c.roots<<20); uint64(got) != c.want {
			t.Errorf("%d MB live, %d MB of stacks and globals: %d %%", c.live, c.roots, got)
		}
	}
}
