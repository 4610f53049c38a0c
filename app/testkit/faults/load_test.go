package faults_test

import (
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// load sends n requests from several clients, each again and again until it is acknowledged, as people and programs
// do.
type load struct {
	t       *testing.T
	clients int
	send    func(i int) (acknowledged bool)
	done    atomic.Int64
	refused atomic.Int64 // sendings that were not acknowledged
}

// run returns when all are acknowledged.
func (c *load) run(n int) {
	c.t.Helper()
	work := make(chan int)
	end := time.Now().Add(3 * time.Minute)
	var sending sync.WaitGroup
	for range c.clients {
		sending.Go(func() {
			for i := range work {
				for !c.send(i) && time.Now().Before(end) {
					c.refused.Add(1)
					time.Sleep(20 * time.Millisecond)
				}
				c.done.Add(1)
			}
		})
	}
	for i := range n {
		work <- i
	}
	close(work)
	sending.Wait()
	if time.Now().After(end) {
		c.t.Error("not all were acknowledged in time")
	}
}

// waitFor waits until so many are acknowledged, or all of them.
func (c *load) waitFor(count int64) {
	for c.done.Load() < count {
		time.Sleep(time.Millisecond)
	}
}

// disturb does something that must disturb the requests under way, and demands that it did.
func (c *load) disturb(trouble func()) {
	c.t.Helper()
	before := c.refused.Load()
	trouble()
	if c.refused.Load() == before {
		c.t.Error("nobody noticed: the trouble came when there was no load")
	}
}
