package main

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"sync"
	"sync/atomic"
	"time"
)

// client makes a client that keeps one connection for each client of a load.
func client(clients int) *http.Client {
	return &http.Client{
		Transport: &http.Transport{MaxIdleConnsPerHost: clients, MaxConnsPerHost: clients, DisableCompression: true},
		Timeout:   60 * time.Second,
	}
}

// load lets clients repeat do for b.seconds, and returns how often it succeeded per second. do gets the number of its
// client.
func (b *bench) load(clients int, do func(client int) error) (float64, error) {
	var done atomic.Int64
	var failed sync.Once
	var firstErr error
	var running sync.WaitGroup
	begin := time.Now()
	for n := range clients {
		running.Go(func() {
			for time.Since(begin) < b.seconds && b.ctx.Err() == nil {
				if err := do(n); err != nil {
					failed.Do(func() { firstErr = err })
					return
				}
				done.Add(1)
			}
		})
	}
	running.Wait()
	return float64(done.Load()) / time.Since(begin).Seconds(), firstErr
}

// send sends one request and reads the whole answer.
func (b *bench) send(c *http.Client, method, address, token, body string, want int) ([]byte, error) {
	request, err := http.NewRequestWithContext(b.ctx, method, address, bytes.NewReader([]byte(body)))
	if err != nil {
		return nil, err
	}
	if body != "" {
		request.Header.Set("Content-Type", "application/json")
	}
	if token != "" {
		request.Header.Set("Authorization", "Bearer "+token)
	}
	response, err := c.Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	content, err := io.ReadAll(response.Body)
	if err == nil && response.StatusCode != want {
		err = fmt.Errorf("%s %s: %d %.300s", method, address, response.StatusCode, content)
	}
	return content, err
}
