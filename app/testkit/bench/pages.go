package main

import (
	"bytes"
	"compress/gzip"
	"net/http"
	"strings"
)

const (
	event          = "summit-next"
	readingClients = 32
)

// page is a public page.
type page struct{ name, path string }

var publicPages = []page{
	{"event page", "/events/" + event},
	{"agenda page, 50 sessions", "/events/festival-2024/agenda"},
}

// encodings are the encodings of a page. Browsers ask for gzip.
var encodings = []struct{ asked, suffix string }{{"gzip", ""}, {"identity", ", not packed"}}

// pages measures how many pages per second are served, beside nginx with the same bytes.
func (b *bench) pages() error {
	p, err := b.startProgram("bench_pages")
	if err != nil {
		return err
	}
	defer p.stop()
	for _, page := range publicPages {
		if err := b.pageBesideNginx(p, page); err != nil {
			return err
		}
	}
	return nil
}

func (b *bench) pageBesideNginx(p *program, page page) error {
	content, err := b.send(client(1), http.MethodGet, p.base+page.path, "", "", http.StatusOK)
	if err != nil {
		return err
	}
	packed, err := compress(content)
	if err != nil {
		return err
	}
	nginx, stop, err := b.nginx(map[string][]byte{"identity": content, "gzip": packed})
	if err != nil {
		return err
	}
	defer stop()
	for _, e := range encodings {
		limit, value, err := b.alternate(b.reading(nginx, "/"+e.asked, e.asked), b.reading(p.host(), page.path, e.asked))
		if err != nil {
			return err
		}
		b.addRate(page.name+e.suffix, value, "nginx, the same bytes", limit, 0.5)
	}
	return nil
}

func compress(content []byte) ([]byte, error) {
	var out bytes.Buffer
	writer := gzip.NewWriter(&out)
	if _, err := writer.Write(content); err != nil {
		return nil, err
	}
	err := writer.Close()
	return out.Bytes(), err
}

func (p *program) host() string { return strings.TrimPrefix(p.base, "http://") }
