package web

import (
	"bytes"
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/labstack/echo/v4"
)

// A hall full of people registers through one Wi-Fi.
func TestAPacedRushWaitsAndIsNotRefused(t *testing.T) {
	pace := &Pace{Burst: 10, PerSecond: 200, MaxWait: time.Second}
	began := time.Now()
	var rush sync.WaitGroup
	var refused atomic.Int64
	for range 100 {
		rush.Go(func() {
			if tooLong, err := pace.wait(t.Context(), "wifi"); err != nil || tooLong > 0 {
				refused.Add(1)
			}
		})
	}
	rush.Wait()
	if refused.Load() != 0 {
		t.Errorf("%d were refused", refused.Load())
	}
	if took := time.Since(began); took < 400*time.Millisecond {
		t.Errorf("it took %v: nobody was slowed down", took)
	}
}

func TestAPaceRefusesWhoWouldWaitTooLong(t *testing.T) {
	var log bytes.Buffer
	usual := slog.Default()
	slog.SetDefault(slog.New(slog.NewTextHandler(&log, nil)))
	t.Cleanup(func() { slog.SetDefault(usual) })
	pace := &Pace{Burst: 2, PerSecond: 0.1, MaxWait: time.Second}
	handler := pace.middleware(func(c echo.Context) error { return c.NoContent(http.StatusNoContent) })
	send := func(address string) (*httptest.ResponseRecorder, error) {
		request := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/", http.NoBody)
		request.RemoteAddr = address
		recorder := httptest.NewRecorder()
		c := echo.New().NewContext(request, recorder)
		c.SetPath("/events/:event/register")
		return recorder, handler(c)
	}
	for range 2 {
		if _, err := send("192.0.2.1:1000"); err != nil {
			t.Fatal(err)
		}
	}
	for range 3 { // whoever is refused takes nobody's turn
		answer, err := send("192.0.2.1:1000")
		if err == nil {
			t.Fatal("the third is not refused")
		}
		if after := answer.Header().Get("Retry-After"); after != "10" {
			t.Errorf("Retry-After is %q", after)
		}
	}
	const entry = "security.event=rate_limited security.outcome=failed security.route=/events/:event/register"
	if n := strings.Count(log.String(), entry); n != 3 {
		t.Errorf("%d entries in the security log: %s", n, &log)
	}
	if _, err := send("192.0.2.2:1000"); err != nil {
		t.Errorf("another network: %v", err)
	}
}

func TestWhoLeavesTheLineGivesTheirTurnBack(t *testing.T) {
	pace := &Pace{Burst: 1, PerSecond: 1, MaxWait: time.Minute}
	if _, err := pace.wait(t.Context(), "home"); err != nil {
		t.Fatal(err)
	}
	gone, leave := context.WithCancel(t.Context())
	leave()
	for range 5 {
		if _, err := pace.wait(gone, "home"); err == nil {
			t.Fatal("who left is answered")
		}
	}
	if delay := pace.network("home", time.Now()).Reserve().Delay(); delay > time.Second {
		t.Errorf("the next waits %v", delay)
	}
}

func TestNetworksAreForgotten(t *testing.T) {
	pace := &Pace{Burst: 1, PerSecond: 1, MaxWait: time.Minute}
	now := time.Now()
	pace.network("a", now)
	pace.network("b", now.Add(11*time.Minute))
	if len(pace.networks) != 1 {
		t.Errorf("%d networks are remembered", len(pace.networks))
	}
}
