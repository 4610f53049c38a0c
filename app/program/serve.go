package program

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"time"

	"meguri/app/service/push"
)

// shutdownTimeout is how long requests and running jobs may take to finish after SIGTERM.
const shutdownTimeout = 20 * time.Second

// newServer limits how long a client may take to send and to read. Writing may take longest, because of large lists
// over a venue's network. It limits headers to less than net/http's default of a megabyte per connection, because those
// of our clients are small.
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

// Serve answers requests and does jobs until ctx ends (SIGTERM). Then it stops accepting, finishes requests and running
// jobs, and returns nil.
func (p *Program) Serve(ctx context.Context, listener net.Listener) error {
	server := newServer(p.Handler)
	// Once nobody can connect any more: who is told to come back would else be here again at once.
	server.RegisterOnShutdown(p.push.Stop)
	if err := p.push.Start(); err != nil {
		return err
	}
	var working sync.WaitGroup
	working.Go(func() { p.Jobs.Run(ctx) })
	working.Go(func() { p.surveys.Asking.Watch(ctx) })
	working.Go(func() { p.audits.Watch(ctx) })
	working.Go(func() { p.messages.Watch(ctx) })
	working.Go(func() { p.rooms.Watch(ctx) })
	working.Go(func() { p.push.Watch(ctx) })
	working.Go(func() { p.polls.Watch(ctx) })
	working.Go(func() { p.funnels.Watch(ctx) })
	working.Go(func() { p.nightly(ctx) })
	if p.bounces != nil {
		working.Go(func() { p.messages.WatchBounces(ctx, p.bounces) })
	}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	if n := push.MostListeners(); n < push.FewListeners {
		slog.Warn("few pages may listen in live rooms: raise the limit of open files (docs/operations.md)", "listeners", n)
	}
	slog.Info("serving", "address", listener.Addr().String(), "database", p.db.Engine, "version", p.version)
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	slog.Info("stopping: finishing requests and the running job")
	deadline, cancel := context.WithTimeout(context.WithoutCancel(ctx), shutdownTimeout)
	defer cancel()
	err := server.Shutdown(deadline)
	if !waitFor(deadline, &working) {
		slog.Warn("a job is still running: it will be done again")
	}
	if err := p.funnels.Write(deadline); err != nil { // what the last requests counted
		slog.Warn("counts of forms are lost", "error", err)
	}
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return err
}

// ServeMetrics answers /metrics at an address of its own until ctx ends. It has no token: who reaches the address may
// read.
func (p *Program) ServeMetrics(ctx context.Context, listener net.Listener) {
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", p.Metrics)
	server := newServer(mux)
	stop := context.AfterFunc(ctx, func() { _ = server.Close() })
	defer stop()
	slog.Info("serving metrics", "address", listener.Addr().String())
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		slog.Error("metrics are not served any more", "error", err)
	}
}

// waitFor waits for the work to end, and reports false if ctx ends before.
func waitFor(ctx context.Context, working *sync.WaitGroup) bool {
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
