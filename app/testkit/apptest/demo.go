package apptest

import (
	"context"
	"log/slog"
	"net"
	"net/http"
	"os"
	"testing"

	"meguri/app/command/demo"
	"meguri/app/program"
	"meguri/app/registration"
	"meguri/models"
)

// Demo is the program serving the demo.
type Demo struct {
	DB      *models.DB
	BaseURL string
	Handler http.Handler
	links   *registration.Service
}

// MailedSecret is the secret of an attendee's page as it is mailed now.
func (d *Demo) MailedSecret(t *testing.T, registrationID string) string {
	t.Helper()
	p := &Program{T: t, DB: d.DB, links: d.links}
	return p.MailedSecret(registrationID)
}

// ServeDemo serves the demo as `meguri serve --demo` does, and stops with the test. Only warnings and errors are
// logged.
func ServeDemo(t *testing.T, db *models.DB) *Demo {
	t.Helper()
	logWarnings(t)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := listener.Addr().String()
	config := &program.Config{
		DataDir:   t.TempDir(),
		Addr:      address,
		BaseURL:   "http://" + address,
		MailFrom:  "Meguri <meguri@localhost>",
		RateLimit: "off",
	}
	key, err := config.LinkKey()
	if err != nil {
		t.Fatal(err)
	}
	if err := demo.Fill(t.Context(), db, key); err != nil {
		t.Fatal(err)
	}
	made, err := program.New(config, db)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.WithoutCancel(t.Context()))
	served := make(chan error, 1)
	go func() { served <- made.Serve(ctx, listener) }()
	t.Cleanup(func() {
		stop()
		if err := <-served; err != nil {
			t.Errorf("the server ended with %v", err)
		}
	})
	return &Demo{DB: db, BaseURL: config.BaseURL, Handler: made.Handler, links: made.Registrations}
}

// API is a client of the demo's API without a token.
func (d *Demo) API(t *testing.T) *API {
	t.Helper()
	return &API{T: t, handler: d.Handler, contract: newContract(t)}
}

func logWarnings(t *testing.T) {
	before := slog.Default()
	slog.SetDefault(slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn})))
	t.Cleanup(func() { slog.SetDefault(before) })
}
