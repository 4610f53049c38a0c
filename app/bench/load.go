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

// client keeps as many connections as a row has clients.
func client(clients int) *http.Client {
	return &http.Client{
		Transport:     &http.Transport{MaxIdleConnsPerHost: clients, MaxConnsPerHost: clients, DisableCompression: true},
		Timeout:       30 * time.Second,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// load lets clients do one request after another for a while and returns how many succeeded per second. do gets the number of the request.
func (b *bench) load(clients int, do func(n int64) error) (float64, error) {
	var next, done atomic.Int64
	var failed sync.Once
	var trouble error
	var running sync.WaitGroup
	begin := time.Now()
	for range clients {
		running.Go(func() {
			for time.Since(begin) < b.seconds && b.ctx.Err() == nil {
				if err := do(next.Add(1)); err != nil {
					failed.Do(func() { trouble = err })
					return
				}
				done.Add(1)
			}
		})
	}
	running.Wait()
	took := time.Since(begin).Seconds()
	return float64(done.Load()) / took, trouble
}

// send does one request and reads the answer whole.
func send(c *http.Client, method, address, token, body string, want int) ([]byte, error) {
	request, err := http.NewRequest(method, address, bytes.NewReader([]byte(body))) //nolint:noctx // the client has a timeout
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

// pages measures how often a page is answered per second.
func (b *bench) pages(address string, clients int) (float64, error) {
	c := client(clients)
	return b.load(clients, func(int64) error {
		_, err := send(c, http.MethodGet, address, "", "", http.StatusOK)
		return err
	})
}
