package faults_test

import (
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// load sends requests from several clients. Each request is repeated until it is acknowledged.
type load struct {
	t       *testing.T
	clients int
	send    func(i int) (acknowledged bool)
	done    atomic.Int64
	refused atomic.Int64 // requests that were not acknowledged
}

// run sends n requests, and returns when all are acknowledged.
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

// waitFor waits until the number of requests are acknowledged.
func (c *load) waitFor(count int64) {
	for c.done.Load() < count {
		time.Sleep(time.Millisecond)
	}
}

// disturb calls do, which must make requests fail, and demands that some failed.
func (c *load) disturb(do func()) {
	c.t.Helper()
	before := c.refused.Load()
	do()
	if c.refused.Load() == before {
		c.t.Error("no request failed: there was no load")
	}
}
