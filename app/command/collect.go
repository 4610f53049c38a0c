package command

import (
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
)

const (
	// fill is up to what size the heap grows before garbage is collected, step by how much it grows at least.
	fill = 72 << 20
	step = 12 << 20
)

// paceCollector lets garbage be collected less often while the heap is small, and before it is twice as large while it
// is large. Go's rule, to double it, costs a quarter of the processor time at doors, where each run looks at the same
// pages for little garbage, and hundreds of megabytes in a full room. GOGC, where it is set, holds instead.
func paceCollector() {
	if os.Getenv("GOGC") != "" {
		return
	}
	pace := 0
	var afterEach func(cycle *[16]byte)
	afterEach = func(cycle *[16]byte) {
		if next := collectorPace(heapNow()); max(next, pace) > min(next, pace)*11/10 {
			pace = next
			debug.SetGCPercent(pace)
		}
		runtime.SetFinalizer(cycle, afterEach) // it lives until the next run
	}
	afterEach(new([16]byte))
}

// heapNow is how many bytes live on the heap, and how many stacks and globals have, which Go counts as well.
func heapNow() (live, roots uint64) {
	samples := []metrics.Sample{
		{Name: "/gc/heap/live:bytes"}, {Name: "/gc/scan/stack:bytes"}, {Name: "/gc/scan/globals:bytes"},
	}
	metrics.Read(samples)
	return samples[0].Value.Uint64(), samples[1].Value.Uint64() + samples[2].Value.Uint64()
}

// collectorPace is by how many percent of what lives the heap grows until the next run.
func collectorPace(live, roots uint64) int {
	grows := uint64(step)
	if live < fill-step {
		grows = fill - live
	}
	return int(min(400, max(20, 100*grows/max(live+roots, 1))))
}
