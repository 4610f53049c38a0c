package public_test

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"meguri/app/testkit/apptest"
	"meguri/models"
)

func TestACachedPageShowsEveryChangeAtOnce(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		page := func(header ...string) string {
			return p.Request(http.MethodGet, "/events/here", "", header...).Body.String()
		}
		first := page()
		if page() != first {
			t.Error("the same page differs")
		}
		apptest.Contains(t, "the page in English", page("Accept-Language", "en"), `lang="en"`)
		p.SignUp(p.Event, "a@b.example")
		event := *p.Event
		event.TitleJa = "新しい題名"
		p.Write(func(tx *models.Tx) error { return tx.Events().Update(&event, 1) })
		if !strings.Contains(page(), "新しい題名") {
			t.Error("a change does not show")
		}
		before := page()
		later := p.Event.EndsAt.Add(time.Hour)
		p.SetClock(later)
		if page() == before {
			t.Error("the time of day does not show")
		}
	})
}

func TestACachedPageIsCompressedForWhoAcceptsIt(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		plain := p.Request(http.MethodGet, "/events/here", "").Body.String()
		for encodings, compressed := range map[string]bool{
			"":               false,
			"gzip":           true,
			"br, gzip;q=0.8": true,
			"GZIP":           true,
			"gzip;q=0":       false,
			"gzip; q=0.000":  false,
			"br":             false,
			"identity":       false,
		} {
			got := p.Request(http.MethodGet, "/events/here", "", "Accept-Encoding", encodings)
			isGzip := got.Header().Get("Content-Encoding") == "gzip"
			apptest.Equal(t, fmt.Sprintf("whether %q compresses", encodings), isGzip, compressed)
			apptest.Equal(t, "Content-Length", got.Header().Get("Content-Length"), strconv.Itoa(got.Body.Len()))
			if !strings.Contains(got.Header().Get("Vary"), "Accept-Encoding") {
				t.Errorf("%q: caches are not told: %s", encodings, got.Header().Get("Vary"))
			}
			content := got.Body.String()
			if compressed {
				content = apptest.Gunzip(t, got.Body)
			}
			if content != plain {
				t.Errorf("%q: another page", encodings)
			}
		}
	})
}

func TestACachedPageIsForEverybodyOnly(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		signedIn := p.Request(http.MethodGet, "/events/here", "", p.AsOwner()...)
		p.Wants(signedIn, http.StatusOK)
		if p.Request(http.MethodGet, "/events/here", "").Body.Len() == 0 {
			t.Error("empty")
		}
		p.Wants(p.Request(http.MethodGet, "/events/nowhere", ""), http.StatusNotFound)
		p.Wants(p.Request(http.MethodGet, "/events/nowhere", ""), http.StatusNotFound)
		flash := p.Request(http.MethodGet, "/events/here", "", "Cookie", "__Host-meguri_flash=success|registration.saved")
		p.Wants(flash, http.StatusOK, "保存しました。")
		if strings.Contains(p.Request(http.MethodGet, "/events/here", "").Body.String(), "保存しました。") {
			t.Error("one person's message is shown to all")
		}
	})
}
