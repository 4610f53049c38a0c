package main

import (
	"net/http"
	"strings"
)

const (
	event           = "summit-next"
	readingClients  = 32
	eventPagePath   = "/events/" + event
	agendaPagePath  = "/events/festival-2024/agenda" // fifty sessions
	eventPageName   = "event page"
	agendaPageName  = "agenda page, 50 sessions"
	eventPageBytes  = "event.html"
	agendaPageBytes = "agenda.html"
)

// pages measures what people who are not signed in read, beside nginx with the same bytes.
func (b *bench) pages() error {
	p, err := b.served("bench_pages")
	if err != nil {
		return err
	}
	defer p.stop()
	files := map[string][]byte{}
	for name, path := range map[string]string{eventPageBytes: eventPagePath, agendaPageBytes: agendaPagePath} {
		if files[name], err = b.send(client(1), http.MethodGet, p.base+path, "", "", http.StatusOK); err != nil {
			return err
		}
	}
	nginx, stop, err := b.nginx(files)
	if err != nil {
		return err
	}
	defer stop()
	for _, r := range []struct{ name, path, file string }{{eventPageName, eventPagePath, eventPageBytes}, {agendaPageName, agendaPagePath, agendaPageBytes}} {
		limit, value, err := b.turns(b.reading(nginx, "/"+r.file, readingClients), b.reading(p.host(), r.path, readingClients))
		if err != nil {
			return err
		}
		b.share(r.name, value, "nginx, the same bytes", limit, 0.5)
	}
	return nil
}

func (p *program) host() string { return strings.TrimPrefix(p.base, "http://") }
