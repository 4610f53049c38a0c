package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"time"

	"meguri/models"
)

type serveCommand struct {
	Demo    bool   `help:"Fill a new database with the demo events first."`
	Migrate string `help:"'auto' brings a PostgreSQL database up to date at the start; the embedded one always is." env:"MEGURI_MIGRATE" default:"wait" enum:"wait,auto"`
}

// finishTime is how long requests and the running job may take to finish after SIGTERM.
const finishTime = 20 * time.Second

// Run serves until ctx ends (SIGTERM): then it stops accepting, finishes requests and the running job, and returns nil.
func (s *serveCommand) Run(ctx context.Context, config *Config, out io.Writer) error {
	db, err := models.Open(ctx, config.databaseURL())
	if err != nil {
		return err
	}
	defer db.Close()
	if err := s.prepare(ctx, db); err != nil {
		return err
	}
	if s.Demo {
		if err := demoIfNew(ctx, config, db, out); err != nil {
			return err
		}
	}
	app, err := newApp(ctx, config, db)
	if err != nil {
		return err
	}
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", config.Addr)
	if err != nil {
		return fmt.Errorf("listen: %w (another program may use the address; choose one with MEGURI_ADDR)", err)
	}
	return app.serve(ctx, listener)
}

func (s *serveCommand) prepare(ctx context.Context, db *models.DB) error {
	if db.Engine == models.SQLite || s.Migrate == "auto" {
		_, err := db.Migrate(ctx)
		return err
	}
	return db.CheckSchema(ctx)
}

// demoIfNew fills a new database, and tells how to sign in wherever the demo is.
func demoIfNew(ctx context.Context, config *Config, db *models.DB, out io.Writer) error {
	empty, err := db.Query(ctx).IsEmpty()
	if err != nil {
		return err
	}
	if empty {
		if err := fillDemo(ctx, config, db); err != nil {
			return err
		}
	}
	if _, err := db.Query(ctx).Accounts().ByEmail(demoStaff[0].email); err != nil {
		return nil //nolint:nilerr // a database of the person's own
	}
	return tellDemo(config, out)
}

// newServer lets nobody hold a connection by sending or reading slowly. Writing may take longest: a large list over a venue's network. Headers of ours are
// small, so that net/http's megabyte for each connection would serve nobody else.
func newServer(handler http.Handler) *http.Server {
	return &http.Server{
		Handler: handler, ReadHeaderTimeout: 10 * time.Second, ReadTimeout: time.Minute, WriteTimeout: 10 * time.Minute, IdleTimeout: 2 * time.Minute,
		MaxHeaderBytes: 32 << 10,
	}
}

// serve answers requests and does jobs until ctx ends.
func (a *app) serve(ctx context.Context, listener net.Listener) error {
	server := newServer(a.handler)
	var working sync.WaitGroup
	working.Go(func() { a.jobs.Run(ctx) })
	working.Go(func() { a.surveys.Watch(ctx) })
	working.Go(func() { a.nightly(ctx) })
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	slog.Info("serving", "address", listener.Addr().String(), "database", a.db.Engine, "version", version)
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
