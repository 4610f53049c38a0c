package program

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"time"
)

// finishTime is how long requests and the running job may take to finish after SIGTERM.
const finishTime = 20 * time.Second

// newServer lets nobody hold a connection by sending or reading slowly. Writing may take longest: a large list over a
// venue's network. Headers of ours are small, so that net/http's megabyte for each connection would serve nobody else.
func newServer(handler http.Handler) *http.Server {
	return &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout:       time.Minute,
		WriteTimeout:      10 * time.Minute,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    32 << 10,
	}
}

// Serve answers requests and does jobs until ctx ends (SIGTERM): then it stops accepting, finishes requests and the
// running job, and returns nil.
func (p *Program) Serve(ctx context.Context, listener net.Listener) error {
	server := newServer(p.Handler)
	var working sync.WaitGroup
	working.Go(func() { p.Jobs.Run(ctx) })
	working.Go(func() { p.surveys.Watch(ctx) })
	working.Go(func() { p.nightly(ctx) })
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	slog.Info("serving", "address", listener.Addr().String(), "database", p.db.Engine, "version", p.version)
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	slog.Info("stopping: finishing requests and the running job")
	deadline, cancel := context.WithTimeout(context.WithoutCancel(ctx), finishTime)
	defer cancel()
	err := server.Shutdown(deadline)
	if !waited(deadline, &working) {
		slog.Warn("a job is still running: it will be done again")
	}
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return err
}

// waited waits for the work to end, and reports false where ctx ends before.
func waited(ctx context.Context, working *sync.WaitGroup) bool {
	ended := make(chan struct{})
	go func() {
		working.Wait()
		close(ended)
	}()
	select {
	case <-ended:
		return true
	case <-ctx.Done():
		return false
	}
}
