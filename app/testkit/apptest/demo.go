package apptest

import (
	"context"
	"log/slog"
	"net"
	"net/http"
	"os"
	"slices"
	"sync"
	"testing"

	"meguri/app/command/demo"
	"meguri/app/program"
	"meguri/app/registration"
	"meguri/app/service/link"
	"meguri/app/service/mail"
	"meguri/app/service/paths"
	"meguri/models"
	"meguri/models/modelstest"
)

// Demo is the program serving the demo.
type Demo struct {
	DB      *models.DB
	BaseURL string
	Handler http.Handler
	links   *registration.Service
	mails   *mail.Service
	config  *program.Config
	lines   *lines
	end     func(t *testing.T)
}

// MailedSecret is the secret of an attendee's page as it is mailed now.
func (d *Demo) MailedSecret(t *testing.T, registrationID string) string {
	t.Helper()
	p := &Program{T: t, DB: d.DB, links: d.links}
	return p.MailedSecret(registrationID)
}

// PartyPaths are the paths on which the parties of an event's lottery seal their secrets, as they are mailed.
func (d *Demo) PartyPaths(t *testing.T, slug string) (list []string) {
	t.Helper()
	key, err := d.config.LinkKey()
	if err != nil {
		t.Fatal(err)
	}
	q := d.DB.Query(t.Context())
	event, err := q.Events().BySlug(slug)
	if err != nil {
		t.Fatal(err)
	}
	l, err := q.Lotteries().OfEvent(event)
	if err != nil {
		t.Fatal(err)
	}
	parties, err := q.Lotteries().Parties(l)
	if err != nil {
		t.Fatal(err)
	}
	for i := range parties {
		list = append(list, paths.LotterySeal(link.New(key).LotteryParty(parties[i].ID)))
	}
	return list
}

// MailText is the newest mail of a kind to an address, in plain text, as its addressee reads it.
func (d *Demo) MailText(t *testing.T, kind, address string) string {
	t.Helper()
	list := slices.DeleteFunc(modelstest.Mails(t, d.DB), func(m models.Mail) bool {
		return m.Kind != kind || m.ToAddress != address
	})
	if len(list) == 0 {
		t.Fatalf("%s has no mail of kind %s", address, kind)
	}
	message, err := d.mails.Compose(t.Context(), &list[0])
	if err != nil {
		t.Fatal(err)
	}
	return message.Text
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
	d := &Demo{DB: db, BaseURL: config.BaseURL, config: config}
	d.serve(t, listener)
	t.Cleanup(func() { d.end(t) })
	return d
}

func (d *Demo) serve(t *testing.T, listener net.Listener) {
	t.Helper()
	made, err := program.New(d.config, d.DB)
	if err != nil {
		t.Fatal(err)
	}
	d.Handler, d.links, d.lines = made.Handler, made.Registrations, &lines{Listener: listener}
	d.mails = made.Mails
	ctx, stop := context.WithCancel(context.WithoutCancel(t.Context()))
	served := make(chan error, 1)
	go func() { served <- made.Serve(ctx, d.lines) }()
	d.end = func(t *testing.T) {
		t.Helper()
		stop()
		if err := <-served; err != nil {
			t.Errorf("the server ended with %v", err)
		}
	}
}

// Restart ends the program, and starts it again at the same address and with the same data.
func (d *Demo) Restart(t *testing.T) {
	t.Helper()
	d.end(t)
	listener, err := net.Listen("tcp", d.config.Addr)
	if err != nil {
		t.Fatal(err)
	}
	d.serve(t, listener)
}

// Away is what happens while the network is: all connections break, and there are no new ones.
func (d *Demo) Away(do func()) {
	d.lines.cut(true)
	defer d.lines.cut(false)
	do()
}

// lines are the connections to a server.
type lines struct {
	net.Listener
	mutex sync.Mutex
	open  []net.Conn
	isCut bool
}

func (l *lines) Accept() (net.Conn, error) {
	for {
		line, err := l.Listener.Accept()
		if err != nil {
			return nil, err
		}
		l.mutex.Lock()
		isCut := l.isCut
		l.open = append(l.open, line)
		l.mutex.Unlock()
		if !isCut {
			return line, nil
		}
		_ = line.Close()
	}
}

func (l *lines) cut(isCut bool) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	for _, line := range l.open {
		_ = line.Close()
	}
	l.open, l.isCut = nil, isCut
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
